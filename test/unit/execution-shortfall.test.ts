/** What a leg cost against the price it arrived at. */
import { describe, expect, it } from 'vitest';
import { arrivalAt, realisedShortfallBps } from '../../src/execution/shortfall.ts';
import { step } from '../../src/execution/step.ts';
import type { OrderBook } from '../../src/market/order-book.ts';
import { fillOf, looked, newState, reported, sent } from '../support/execution-states.ts';

/** Mid 100; half of 20 at 100.1 counts. */
const book: OrderBook = {
  market: 'A/USDT',
  asOf: 0,
  bids: [{ price: 99.9, quantity: 20 }],
  asks: [
    { price: 100.1, quantity: 20 },
    { price: 100.3, quantity: 40 },
  ],
};
const state = newState([{ side: 'buy', symbol: 'A/USDT', quantity: '20', limitPrice: '101' }]);

describe('a leg', () => {
  it('keeps the middle of the book and what the walk costs when its first order is made, once', () => {
    const first = step(state, looked('A/USDT', 5, { book }), 5);
    // 10 at 100.1, 10 at 100.3: 20 bp above the mid, and a fee of 10.
    const arrival = { price: '100', expectedBps: '30', at: 5 };
    expect(first.state.execution.legs[0]).toMatchObject({ arrival, status: 'working' });
    expect(first.records).toContainEqual({ kind: 'arrival', legIndex: 0, arrival });
    const part = reported(sent(first), 'closed', [fillOf(sent(first), { quantity: '5' })]);
    const late = looked('A/USDT', 9_000, { book, free: { A: '1000005', USDT: '1000000' } });
    const again = step(step(first.state, part, 6).state, late, 9_000);
    expect(again.records.map(({ kind }) => kind)).toEqual(['new-attempt']);
    expect(again.state.execution.legs[0]?.arrival).toEqual(arrival);
  });

  it('costs what its fills were worse than the arrival, and its fees', () => {
    const first = step(state, looked('A/USDT', 5, { book }), 5);
    const fill = fillOf(sent(first), { quantity: '20', price: '100.15' });
    const [leg] = step(first.state, reported(sent(first), 'closed', [fill]), 6).state.execution
      .legs;
    // 15 bp, and 0.1 % of 100.15.
    expect(leg && realisedShortfallBps(leg)).toBeCloseTo(25.015, 9);
    const [unfilled] = first.state.execution.legs;
    expect(unfilled && realisedShortfallBps(unfilled)).toBeNull();
  });

  it('is expected to cost, where the book holds half of it, what that half costs: the rest goes in slices', () => {
    // 10 at 100.1 and 20 at 100.3, of 60: (10 · 10 + 20 · 30) / 30 bp above the mid, and a fee of 10.
    const large = newState([{ side: 'buy', symbol: 'A/USDT', quantity: '60', limitPrice: '101' }]);
    const first = step(large, looked('A/USDT', 5, { book }), 5);
    expect(first.state.execution.legs[0]?.arrival?.expectedBps).toBe('33.3333');
  });

  it('is expected to cost its limit where the book holds nothing inside it', () => {
    const far = newState([{ side: 'buy', symbol: 'A/USDT', quantity: '60', limitPrice: '100.05' }]);
    const [leg] = far.execution.legs;
    const [terms] = far.terms;
    if (leg === undefined || terms === undefined) throw new Error('there is a leg');
    expect(arrivalAt(leg, { terms, book, now: 0 })?.expectedBps).toBe('15');
  });

  it('has no arrival where a side of the book is empty', () => {
    const [leg] = state.execution.legs;
    const [terms] = state.terms;
    if (leg === undefined || terms === undefined) throw new Error('there is a leg');
    expect(arrivalAt(leg, { terms, book: { ...book, asks: [] }, now: 0 })).toBeUndefined();
  });
});
