/** How the rest of a leg is brought to the market: caps from the walked book, slices, waiting, and resting first. */
import { describe, expect, it } from 'vitest';
import type { Attempt, ExecutionLeg } from '../../src/execution/execution.ts';
import { executionLimits } from '../../src/execution/execution-limits.ts';
import type { LegTerms } from '../../src/execution/execution-step.ts';
import { noEvidence } from '../../src/execution/negative-evidence.ts';
import type { Style } from '../../src/execution/style.ts';
import { isPatienceOver, nextOrder, type TacticInput } from '../../src/execution/tactic.ts';
import type { BookLevel, OrderBook } from '../../src/market/order-book.ts';
import { newState } from '../support/execution-states.ts';

const state = newState([
  { side: 'buy', symbol: 'A/USDT', quantity: '10', limitPrice: '101' },
  { side: 'sell', symbol: 'A/USDT', quantity: '10', limitPrice: '99' },
]);
const [buy, sell] = state.execution.legs as [ExecutionLeg, ExecutionLeg];
const [terms] = state.terms as [LegTerms, LegTerms];

function bookOf(asks: readonly BookLevel[], bids: readonly BookLevel[]): OrderBook {
  return { market: 'A/USDT', asOf: 0, asks, bids };
}

const asks = [
  { price: 100.1, quantity: 8 },
  { price: 100.5, quantity: 8 },
  { price: 100.9, quantity: 8 },
  { price: 101.5, quantity: 1000 },
];
const bids = [
  { price: 99.9, quantity: 8 },
  { price: 99.5, quantity: 40 },
];
const book = bookOf(asks, bids);

function input(change: Partial<TacticInput> = {}): TacticInput {
  return {
    ...{ leg: buy, left: buy.quantity, terms, style: { kind: 'taker' }, book },
    ...{ attempts: [], deadline: executionLimits.deadlineMs, now: 0 },
    ...change,
  };
}

function attempt(kind: Attempt['kind'], sentAt: number): Attempt {
  return {
    ...{ clientOrderId: `${kind}${sentAt}`, executionId: 'x1', legIndex: 0, number: 1, kind },
    ...{ quantity: '10', limitPrice: '100', before: { base: '0', quote: '0' }, requestHash: '' },
    ...{ state: 'closed', sentAt, cancelRequestedAt: null, evidence: noEvidence },
  };
}

describe('a taker', () => {
  it('takes at the worst price that it needs when half of the depth counts, and 2 bp for what moves', () => {
    // 4 at 100.1, 4 at 100.5, and 2 of 4 at 100.9: 100.92018.
    const order = { kind: 'order', order: 'take', quantity: '10', limitPrice: '100.93' };
    expect(nextOrder(input())).toEqual(order);
    // 4 at 99.9 and 6 of 20 at 99.5.
    expect(nextOrder(input({ leg: sell }))).toEqual({ ...order, limitPrice: '99.48' });
    expect(nextOrder(input({ left: '4' }))).toMatchObject({ limitPrice: '100.13' });
    // The third order may be 6 bp worse.
    const attempts = [attempt('take', 0), attempt('take', 2_000)];
    expect(nextOrder(input({ left: '4', attempts }))).toMatchObject({ limitPrice: '100.17' });
  });

  it('takes at the approved limit where there are no books', () => {
    expect(nextOrder(input({ book: undefined }))).toMatchObject({ limitPrice: '101' });
  });

  it('never goes beyond the approved limit, and slices what the book does not hold inside it', () => {
    // 12 inside 101, half of 24.
    const first = nextOrder(input({ left: '30' }));
    expect(first).toEqual({ kind: 'order', order: 'take', quantity: '12', limitPrice: '101' });
    const { shortestSliceMs, longestSliceMs, deadlineMs } = executionLimits;
    expect([shortestSliceMs, longestSliceMs, deadlineMs]).toEqual([5_000, 30_000, 600_000]);
    // Three slices in ten minutes would be more than 30 s apart.
    const attempts = [attempt('take', 0)];
    const soon = input({ left: '30', attempts, now: 1_000 });
    expect(nextOrder(soon)).toEqual({ kind: 'wait', ms: 29_000 });
    expect(nextOrder({ ...soon, now: 30_000 })).toMatchObject({ quantity: '12' });
    // With 12 s left, three slices are 5 s apart at least.
    const late = input({ left: '30', attempts, now: 2_000, deadline: 14_000 });
    expect(nextOrder(late)).toEqual({ kind: 'wait', ms: 3_000 });
  });

  it('takes no more of a slice than a tenth of what the market trades until the next one', () => {
    // 0.001 a ms: 30 in 30 s, of which 3.
    const thin = { ...terms, volumePerMs: 0.001 };
    expect(nextOrder(input({ left: '30', terms: thin }))).toMatchObject({ quantity: '3' });
  });

  it('leaves nothing behind that is too small to trade', () => {
    // A slice of 12 would leave 0.04, worth 4; the smallest order is 5, which is 0.05 at 101.
    expect(nextOrder(input({ left: '12.04' }))).toMatchObject({ quantity: '11.99' });
  });

  it('waits while the book is too thin, empty or crossed', () => {
    const wait = { kind: 'wait', ms: executionLimits.refillMs };
    const thin = bookOf([{ price: 100.1, quantity: 0.02 }], bids);
    expect(nextOrder(input({ book: thin }))).toEqual(wait);
    expect(nextOrder(input({ book: bookOf([], bids) }))).toEqual(wait);
    expect(nextOrder(input({ book: bookOf(asks, [{ price: 100.2, quantity: 9 }]) }))).toEqual(wait);
  });

  it('takes at the approved limit when a better cap would make the order too small', () => {
    // 0.05 at 100.13 is worth 5.0065.
    expect(nextOrder(input({ left: '0.05' }))).toMatchObject({ limitPrice: '100.13' });
    const dear = { ...terms, minNotional: '5.02' };
    expect(nextOrder(input({ left: '0.05', terms: dear }))).toMatchObject({ limitPrice: '101' });
  });
});

describe('a maker', () => {
  const style: Style = { kind: 'maker-first', patienceMs: 3_600_000 };

  it('rests at the touch of its own side, or at its limit where that is better', () => {
    const order = { kind: 'order', order: 'rest', quantity: '10' };
    expect(nextOrder(input({ style }))).toEqual({ ...order, limitPrice: '99.9' });
    expect(nextOrder(input({ style, leg: sell }))).toEqual({ ...order, limitPrice: '100.1' });
    const dear = bookOf([{ price: 105, quantity: 9 }], [{ price: 104, quantity: 9 }]);
    expect(nextOrder(input({ style, book: dear }))).toEqual({ ...order, limitPrice: '101' });
  });

  it('is placed anew three times, and then takes what is left', () => {
    const times = [0, 900_000, 1_800_000, 2_700_000];
    const rests = times.map((time) => attempt('rest', time));
    const next = (count: number, now: number) =>
      nextOrder(input({ style, attempts: rests.slice(0, count), now, deadline: 5_000_000 }));
    expect(next(3, 2_700_000)).toMatchObject({ order: 'rest' });
    expect(next(4, 2_800_000)).toMatchObject({ order: 'take' });
    expect(next(1, 3_600_000)).toMatchObject({ order: 'take' });
  });

  it('gives each of the four a quarter of the patience', () => {
    expect(isPatienceOver(style, attempt('rest', 0), 899_999)).toBe(false);
    expect(isPatienceOver(style, attempt('rest', 0), 900_000)).toBe(true);
  });
});
