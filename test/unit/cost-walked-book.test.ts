/** What a leg costs on a book, by hand, and that it is what the paper venue fills it at. */
import { describe, expect, it } from 'vitest';
import { match } from '../../src/adapters/paper/matching.ts';
import { walkedCost } from '../../src/cost/walked-cost.ts';
import type { OrderRequest } from '../../src/execution/order.ts';
import type { OrderBook, Side } from '../../src/market/order-book.ts';
import { bookAround } from '../../src/market/synthetic-book.ts';
import type { PaperOrder } from '../../src/ports/paper-accounts.ts';

/** Mid 20,000; levels 2, 3, 4, … bps away with 0.2 BTC each, of which half counts. */
const book: OrderBook = bookAround({
  ...{ market: 'BTC/USDT', mid: 20_000, asOf: 0 },
  ...{ halfSpreadBps: 2, levelStepBps: 1, levels: 10, quantityPerLevel: 0.2 },
});

function walked(side: Side, quantity: number, change: { capBps?: number; book?: OrderBook } = {}) {
  const { capBps = 50 } = change;
  const limitPrice = 20_000 * (1 + ((side === 'buy' ? 1 : -1) * capBps) / 1e4);
  return walkedCost(change.book ?? book, { side, quantity, limitPrice, feeBps: 10 });
}

describe.each(['buy', 'sell'] as const)('a %s on a book', (side) => {
  it('costs the half-spread alone while the first level holds it', () => {
    const { cost, filledShare } = walked(side, 0.1) ?? {};
    expect(cost?.halfSpreadBps).toBeCloseTo(2, 6);
    expect(cost?.impactBps).toBeCloseTo(0, 6);
    expect(cost?.slippageBps).toBe(0);
    expect(cost?.costBps).toBeCloseTo(12, 6);
    expect(filledShare).toBe(1);
  });

  it('walks on: five levels are 2 bps more on average', () => {
    const { cost } = walked(side, 0.5) ?? {};
    // (0 + 1 + 2 + 3 + 4) / 5.
    expect(cost?.impactBps).toBeCloseTo(2, 6);
    expect(cost?.costBps).toBeCloseTo(14, 6);
  });

  it('reckons what the book does not hold at the limit', () => {
    const { cost, filledShare } = walked(side, 2) ?? {};
    expect(filledShare).toBeCloseTo(0.5, 12);
    // Half at 4.5 bps beyond the touch on average, half at the limit, 48 bps beyond it.
    expect(cost?.impactBps).toBeCloseTo(0.5 * 4.5 + 0.5 * 48, 6);
  });

  it('never costs more than its limit, even short of the touch', () => {
    const { cost, filledShare } = walked(side, 0.1, { capBps: 1 }) ?? {};
    expect(filledShare).toBe(0);
    expect(cost?.halfSpreadBps).toBeCloseTo(1, 6);
    expect(cost?.impactBps).toBe(0);
  });

  it('is filled at that price by the paper venue', () => {
    const quantity = 0.73;
    const levels = side === 'buy' ? book.asks : book.bids;
    const request: OrderRequest = {
      ...{ clientOrderId: 'a', market: 'BTC/USDT', base: 'BTC', quote: 'USDT', side },
      ...{ quantity: String(quantity), limitPrice: side === 'buy' ? '20100' : '19900' },
      ...{ kind: 'take', signedAt: 0 },
    };
    const taken = { account: 'a', request, feeBps: 10, stepSize: '0.00001', acceptedAt: 0 };
    const order: PaperOrder = { ...taken, looks: 0, status: 'open', fills: [] };
    const fills = match(order, { levels, missing: 0, at: 0 });
    const notional = fills.reduce(
      (sum, fill) => sum + Number(fill.quantity) * Number(fill.price),
      0,
    );
    const moveBps = 1e4 * Math.abs(notional / quantity / 20_000 - 1);
    expect(walked(side, quantity)?.cost.costBps).toBeCloseTo(10 + moveBps, 6);
  });

  it('is not known when a side is empty', () => {
    expect(walked(side, 1, { book: { ...book, asks: [] } })).toBeUndefined();
    expect(walked(side, 1, { book: { ...book, bids: [] } })).toBeUndefined();
  });
});
