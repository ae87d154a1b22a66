/** The chain check: what it accepts, and the first thing it finds wrong. */
import { describe, expect, test } from 'vitest';
import { canonicalJson, sha256 } from '../../src/base/canonical-json.ts';
import { createChainCheck } from '../../src/ledger/chain.ts';
import {
  type EventPlace,
  eventHash,
  genesisHash,
  type LedgerEvent,
  type NewEvent,
} from '../../src/ledger/event.ts';

const what: NewEvent = {
  ...{ type: 'PlanApproved', at: 1_685_577_600_000, actor: 'alice', subject: 'rec-1' },
  payload: { given: 1 },
};

function chainOf(count: number): LedgerEvent[] {
  const events: LedgerEvent[] = [];
  for (let sequence = 1; sequence <= count; sequence += 1) {
    const record = { table: 'approvals', key: ['rec-1', sequence], hash: sha256(`${sequence}`) };
    const previousHash = events.at(-1)?.hash ?? genesisHash;
    const place: EventPlace = { sequence, previousHash, records: [record] };
    events.push({ ...what, ...place, hash: eventHash(what, place) });
  }
  return events;
}

/** The first problem of a list of events. */
function problemOf(events: readonly LedgerEvent[]): string | undefined {
  const check = createChainCheck();
  for (const event of events) {
    const problem = check.accept(event);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

test('the hash of an event is that of its canonical JSON with its place in the chain', () => {
  const place = { sequence: 1, previousHash: genesisHash, records: [] };
  const text =
    '{"actor":"alice","at":1685577600000,"payload":{"given":1},' +
    `"previousHash":"${'0'.repeat(64)}","records":[],"sequence":1,"subject":"rec-1","type":"PlanApproved"}`;
  expect(canonicalJson({ ...what, ...place })).toBe(text);
  expect(eventHash(what, place)).toBe(sha256(text));
});

describe('a chain', () => {
  test('that was not touched holds and ends at its last event', () => {
    const events = chainOf(3);
    const check = createChainCheck();
    for (const event of events) expect(check.accept(event)).toBeUndefined();
    expect(check.head()).toEqual({ sequence: 3, hash: events[2]?.hash });
    expect(check.records.get('["approvals","rec-1",2]')).toEqual({
      sequence: 2,
      hash: sha256('2'),
    });
  });

  test('without events ends at the hash of zeros', () => {
    expect(createChainCheck().head()).toEqual({ sequence: 0, hash: genesisHash });
  });

  const changes: readonly [string, Partial<LedgerEvent>][] = [
    ['type', { type: 'PlanRejected' }],
    ['time', { at: 1_685_577_600_001 }],
    ['actor', { actor: 'alicf' }],
    ['subject', { subject: 'rec-2' }],
    ['payload', { payload: { given: 2 } }],
    ['records', { records: [] }],
    ['hash', { hash: 'a'.repeat(64) }],
  ];

  test.each(changes)('with another %s in an event does not hold', (_, change) => {
    const [first, second, third] = chainOf(3) as [LedgerEvent, LedgerEvent, LedgerEvent];
    expect(problemOf([first, { ...second, ...change }, third])).toBe(
      'event 2 is not what it was when its hash was made',
    );
  });

  test('whose event was rewritten with a hash that fits breaks at the next one', () => {
    const [first, second, third] = chainOf(3) as [LedgerEvent, LedgerEvent, LedgerEvent];
    const forged = { ...second, actor: 'eve' };
    const fitting = { ...forged, hash: eventHash(forged, forged) };
    expect(problemOf([first, fitting, third])).toBe(
      'event 3 does not carry the hash of the event before it',
    );
  });

  test('with a gap, a repetition or another beginning does not hold', () => {
    const [first, second, third] = chainOf(3) as [LedgerEvent, LedgerEvent, LedgerEvent];
    expect(problemOf([first, third])).toBe('event 2 is missing, the next one is 3');
    expect(problemOf([first, first])).toBe('event 2 is missing, the next one is 1');
    expect(problemOf([second])).toBe('event 1 is missing, the next one is 2');
  });
});
