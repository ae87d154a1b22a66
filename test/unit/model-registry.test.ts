/** Which model is in use after what happened: promotions, rollbacks, two classes, several names. */
import { describe, expect, it } from 'vitest';
import {
  championOf,
  type ModelEvent,
  type ModelId,
  statusOf,
} from '../../src/learning/stored/model-registry.ts';

const first: ModelId = { name: 'crypto', version: '1' };
const second: ModelId = { name: 'crypto', version: '2' };
const mine: ModelId = { name: 'mine', version: '1' };

/** In the order of the list, all of one class unless they say otherwise. */
function history(
  ...events: readonly (readonly [ModelEvent['action'], ModelId, boolean?])[]
): readonly ModelEvent[] {
  return events.map(([action, id, sessions = false], at) => ({ ...id, action, sessions, at }));
}

function statuses(events: readonly ModelEvent[], ids = [first, second, mine]) {
  return ids.map((id) => statusOf(events, { ...id, sessions: false }));
}

describe('a class', () => {
  it('has no champion before a promotion', () => {
    expect(championOf(history(['trained', first]), false)).toBeUndefined();
    expect(statuses(history(['trained', first]))).toEqual(['shadow', 'shadow', 'shadow']);
  });

  it('has the model that was promoted last as its champion, whatever its name', () => {
    const events = history(['promoted', first], ['promoted', second], ['promoted', mine]);
    expect(championOf(events, false)).toMatchObject(mine);
    expect(statuses(events)).toEqual(['retired', 'retired', 'champion']);
  });

  it('has the one before back after a rollback, and none after the last', () => {
    const events = history(['promoted', first], ['promoted', mine], ['rolled-back', mine]);
    expect(championOf(events, false)).toMatchObject(first);
    expect(statuses(events)).toEqual(['champion', 'shadow', 'retired']);
    const empty = [...events, { ...first, action: 'rolled-back', sessions: false, at: 9 } as const];
    expect(championOf(empty, false)).toBeUndefined();
    expect(statuses(empty)).toEqual(['retired', 'shadow', 'retired']);
  });

  it('does not go back to a model that was rolled back', () => {
    const events = history(
      ...([
        ['promoted', first],
        ['promoted', second],
        ['rolled-back', second],
      ] as const),
      ...([
        ['promoted', mine],
        ['rolled-back', mine],
      ] as const),
    );
    expect(championOf(events, false)).toMatchObject(first);
  });

  it('may promote again what was rolled back', () => {
    const events = history(['promoted', first], ['rolled-back', first], ['promoted', first]);
    expect(statuses(events)[0]).toBe('champion');
  });

  it('has nothing to do with the other', () => {
    const events = history(['promoted', first], ['promoted', second, true]);
    expect(championOf(events, false)).toMatchObject(first);
    expect(championOf(events, true)).toMatchObject(second);
  });
});
