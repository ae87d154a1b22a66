/** The invariants of an execution, whatever a venue that loses, repeats and reorders its answers makes of it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/base/canonical-json.ts';
import { add, compare } from '../../src/base/decimal.ts';
import { createRandom } from '../../src/base/random.ts';
import { absorb } from '../../src/execution/absorb.ts';
import { isFollowed, mayBecome } from '../../src/execution/attempt-life.ts';
import type { Draft } from '../../src/execution/draft.ts';
import type { AttemptState } from '../../src/execution/execution.ts';
import type { ExecutionEvent, ExecutionState } from '../../src/execution/execution-step.ts';
import type { Fill } from '../../src/execution/order.ts';
import { step } from '../../src/execution/step.ts';
import { fillOf, looked, newState, reported, sent } from '../support/execution-states.ts';
import { createVenue } from '../support/execution-venue.ts';

const mostSteps = 5_000;
const stepMs = 500;

/** Quantities are whole hundredths, prices whole units. */
const sketches = fc.array(
  fc.record({
    side: fc.constantFrom('buy' as const, 'sell' as const),
    quantity: fc.integer({ min: 1, max: 5_000 }).map((hundredths) => String(hundredths / 100)),
    limitPrice: fc.integer({ min: 1, max: 100 }).map(String),
  }),
  { minLength: 1, maxLength: 5 },
);

const cases = fc.record({
  legs: sketches,
  cash: fc.integer({ min: 0, max: 20_000 }),
  seed: fc.nat(),
});

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

/** Runs an execution to its end and answers all that was said on the way. */
function run({ legs, cash, seed }: Case) {
  const random = createRandom(seed);
  const assets = Object.fromEntries(legs.map((_, index) => [`A${index}`, '1000']));
  const choose = (bound: number): number => Math.floor(random.uniform() * bound);
  const venue = createVenue(choose, String(cash), assets);
  let state = newState(legs.map((leg, index) => ({ ...leg, symbol: `A${index}/USDT` })));
  const states: ExecutionState[] = [state];
  const said: string[] = [];
  let event: ExecutionEvent = { kind: 'restarted' };
  for (let now = 0; now < mostSteps; now += 1) {
    const at = now * stepMs;
    const next = step(state, event, at);
    state = next.state;
    states.push(state);
    said.push(canonicalJson({ records: next.records, commands: next.commands }));
    const [command] = next.commands;
    if (command === undefined) return { states, said, venue, last: state };
    if (command.kind === 'submit') {
      expect(state.attempts.at(-1)).toMatchObject({
        clientOrderId: command.order.clientOrderId,
        state: 'sending',
      });
    }
    event = venue.answer(command, at);
  }
  throw new Error(`the execution did not end in ${mostSteps} steps`);
}

function totalOf(fills: readonly Fill[]): string {
  return fills.map(({ quantity }) => quantity).reduce(add, '0');
}

describe('an execution, whatever the venue answers', () => {
  it('ends, fills no more than was approved, and knows of every fill (I1, I12, I14)', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const { last, venue } = run(given);
        expect(last.execution.status).not.toBe('executing');
        for (const leg of last.execution.legs) {
          const orders = [...venue.orders.values()].filter(
            ({ request }) => request.market === leg.symbol,
          );
          expect(compare(leg.filled, leg.quantity)).toBeLessThanOrEqual(0);
          expect(leg.filled).toBe(totalOf(orders.flatMap(({ fills }) => fills)));
        }
        expect(compare(venue.cash(), '0')).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 300 },
    );
  });

  it('has one open attempt at a time and never an id twice (I2, I3, I5)', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const { states, venue } = run(given);
        for (const { attempts } of states) {
          expect(attempts.filter(({ state }) => isFollowed(state)).length).toBeLessThanOrEqual(1);
          const ids = attempts.map(({ clientOrderId }) => clientOrderId);
          expect(new Set(ids).size).toBe(ids.length);
        }
        const known = new Set(states.at(-1)?.attempts.map(({ clientOrderId }) => clientOrderId));
        for (const id of venue.orders.keys()) expect(known.has(id)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('moves its attempts only along the table (I11)', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const seen = new Map<string, AttemptState>();
        for (const { attempts } of run(given).states) {
          for (const { clientOrderId, state } of attempts) {
            const before = seen.get(clientOrderId) ?? 'sending';
            expect(state === before || mayBecome(before, state) || passes(before, state)).toBe(
              true,
            );
            seen.set(clientOrderId, state);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('says the same for the same inputs, byte for byte (I13)', () => {
    fc.assert(
      fc.property(cases, (given) => {
        expect(run(given).said).toEqual(run(given).said);
      }),
      { numRuns: 50 },
    );
  });
});

/** Two moves in one step. */
function passes(from: AttemptState, to: AttemptState): boolean {
  const between: readonly AttemptState[] = ['unknown', 'open'];
  return between.some((state) => mayBecome(from, state) && mayBecome(state, to));
}

describe('reports of one order', () => {
  const first = step(
    newState([{ side: 'sell', symbol: 'A/USDT', quantity: '10', limitPrice: '7' }]),
    looked('A/USDT', 0),
    0,
  );
  const order = sent(first);
  const fills = ['1', '2', '3'].map((quantity) =>
    fillOf(order, { tradeId: `t${quantity}`, quantity }),
  );
  const reports = [
    reported(order, 'open'),
    reported(order, 'open', fills.slice(0, 1)),
    reported(order, 'open', fills.slice(1, 2)),
    reported(order, 'closed', fills),
  ];
  const learn = (events: readonly ExecutionEvent[]): ExecutionState => {
    const draft: Draft = { state: first.state, records: [] };
    for (const event of events) absorb(draft, event, 0);
    return draft.state;
  };
  const sorted = (state: ExecutionState) => ({
    ...state,
    fills: [...state.fills].sort((a, b) => a.tradeId.localeCompare(b.tradeId)),
  });

  it('lead to one state in any order, and however often they come (I6)', () => {
    const whole = sorted(learn(reports));
    expect(whole.execution.legs[0]).toMatchObject({ filled: '6', filledNotional: '42' });
    const anyOrder = fc
      .array(fc.constantFrom(...reports), { maxLength: 20 })
      .chain((more) =>
        fc.shuffledSubarray([...reports, ...more], { minLength: reports.length + more.length }),
      );
    fc.assert(
      fc.property(anyOrder, (events) => {
        expect(sorted(learn(events))).toEqual(whole);
      }),
      { numRuns: 200 },
    );
  });

  it('change nothing when any first part of them is replayed (I6)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: reports.length }),
        fc.nat({ max: 3 }),
        (length, times) => {
          const part = reports.slice(0, length);
          const replayed = Array.from({ length: times }, () => part).flat();
          expect(learn([...part, ...replayed])).toEqual(learn(part));
        },
      ),
    );
  });
});
