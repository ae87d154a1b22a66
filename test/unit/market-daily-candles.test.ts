/** Daily candles out of shorter ones: to which day a bar belongs, and what becomes of its numbers. */
import { describe, expect, it } from 'vitest';
import type { Candles } from '../../src/market/candles.ts';
import { dailyCandlesOf } from '../../src/market/daily-candles.ts';
import { dayMs, hourMs } from '../support/panels.ts';

const bars = (openHours: readonly number[], intervalMs = hourMs): Candles => {
  const column = (offset: number): Float64Array =>
    Float64Array.from(openHours, (hour) => 100 + hour + offset);
  return {
    symbol: 'BTC',
    intervalMs,
    openTime: Float64Array.from(openHours, (hour) => hour * hourMs),
    open: column(0),
    high: column(2),
    low: column(-1),
    close: column(1),
    volume: Float64Array.from(openHours, () => 2),
  };
};

describe('daily candles', () => {
  it('take the first open, the extremes, the last close and all volume of a day', () => {
    // Hours 22 and 23 of the first day, 24 to 26 of the second; the third has none; hour 72 is of the fourth.
    expect(dailyCandlesOf(bars([22, 23, 24, 25, 26, 72]))).toEqual({
      symbol: 'BTC',
      intervalMs: dayMs,
      openTime: Float64Array.of(0, dayMs, 3 * dayMs),
      open: Float64Array.of(122, 124, 172),
      high: Float64Array.of(125, 128, 174),
      low: Float64Array.of(121, 123, 171),
      close: Float64Array.of(124, 127, 173),
      volume: Float64Array.of(4, 6, 2),
    });
  });

  it('put a bar over midnight into the day in which it closes', () => {
    const { openTime } = dailyCandlesOf(bars([20, 23], 3 * hourMs));
    expect([...openTime]).toEqual([0, dayMs]);
  });

  it('are the bars themselves where these last a day', () => {
    const daily = bars([0, 24], dayMs);
    expect(dailyCandlesOf(daily)).toBe(daily);
  });
});
