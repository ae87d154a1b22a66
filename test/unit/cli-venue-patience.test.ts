/** A venue that is away when the program starts is waited for; one that refuses the key is not. */
import { describe, expect, it } from 'vitest';
import { createFrozenClock } from '../../src/adapters/system/frozen-clock.ts';
import { VenueError } from '../../src/base/errors.ts';
import { untilVenueAnswers } from '../../src/cli/venue-patience.ts';

function scene(faults: readonly unknown[]) {
  const left = [...faults];
  const told: string[] = [];
  const wallClock = createFrozenClock(0);
  const stop = new AbortController();
  const work = async (): Promise<string> => {
    if (left.length > 0) throw left.shift();
    return 'there';
  };
  const onAway = (cause: string): void => {
    told.push(cause);
  };
  const wait = () => untilVenueAnswers(work, { wallClock, signal: stop.signal, onAway });
  return { wait, told, wallClock, stop };
}

const away = new VenueError('unavailable', 'no answer');

describe('a start', () => {
  it('is tried every five seconds until the venue answers, and says why it waits', async () => {
    const { wait, told, wallClock } = scene([away, new VenueError('unknown', 'half a reply')]);
    expect(await wait()).toBe('there');
    expect(told).toEqual(['no answer', 'half a reply']);
    expect(wallClock.now()).toBe(10_000);
  });

  it.each([
    ['refuses the key', new VenueError('authentication', 'wrong key')],
    ['is not what failed', new Error('a mistake')],
  ])('ends when the venue %s', async (_, fault) => {
    await expect(scene([fault]).wait()).rejects.toBe(fault);
  });

  it('ends when the person interrupts it', async () => {
    const { wait, stop } = scene([away]);
    stop.abort();
    await expect(wait()).rejects.toThrow('aborted');
  });
});
