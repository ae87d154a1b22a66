/** Made-up order books: symmetric, finite, dearer the more is taken. */
import { describe, expect, it } from 'vitest';
import { midPrice, walk } from '../../src/market/order-book.ts';
import { bookAround } from '../../src/market/synthetic-book.ts';

const book = bookAround({
  market: 'BTC/USDT',
  mid: 10_000,
  asOf: 0,
  halfSpreadBps: 2,
  levelStepBps: 1,
  levels: 3,
  quantityPerLevel: 0.5,
});

describe('a synthetic book', () => {
  it('steps away from the mid on both sides', () => {
    expect(book.asks.map(({ price }) => price)).toEqual([10_002, 10_003, 10_004]);
    expect(book.bids.map(({ price }) => price)).toEqual([9_998, 9_997, 9_996]);
    expect(midPrice(book)).toBe(10_000);
  });

  it('costs more on average the more is taken, and ends', () => {
    const bought = (quantity: number) => walk(book, { side: 'buy', quantity, limitPrice: 20_000 });
    expect(bought(0.5).notional / 0.5).toBe(10_002);
    expect(bought(1).notional / 1).toBe(10_002.5);
    expect(bought(9)).toEqual({ filled: 1.5, notional: 15_004.5, worstPrice: 10_004 });
  });

  it('has prices of ten significant digits', () => {
    const thirds = bookAround({
      ...book,
      mid: 1 / 3,
      halfSpreadBps: 0,
      levelStepBps: 1,
      levels: 1,
      quantityPerLevel: 1,
    });
    expect(thirds.asks).toEqual([{ price: 0.3333333333, quantity: 1 }]);
  });
});
