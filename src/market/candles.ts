/** Candles: the bars of one asset as columns, stamped at their open in epoch ms UTC, oldest first. */

export type Candles = {
  /** The asset, such as BTC; its prices are in the portfolio's quote currency. */
  readonly symbol: string;
  readonly intervalMs: number;
  readonly openTime: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  /** In base units. */
  readonly volume: Float64Array;
};

export const candleColumns = ['openTime', 'open', 'high', 'low', 'close', 'volume'] as const;

export type CandleColumn = (typeof candleColumns)[number];

/** The first `count` bars, without copying. */
export function head(candles: Candles, count: number): Candles {
  return slice(candles, 0, count);
}

/** Bars from (inclusive) to (exclusive) by position, without copying. */
export function slice(candles: Candles, from: number, to: number): Candles {
  return {
    symbol: candles.symbol,
    intervalMs: candles.intervalMs,
    openTime: candles.openTime.subarray(from, to),
    open: candles.open.subarray(from, to),
    high: candles.high.subarray(from, to),
    low: candles.low.subarray(from, to),
    close: candles.close.subarray(from, to),
    volume: candles.volume.subarray(from, to),
  };
}

/** The bars that have closed at or before the time: those that may be known then. */
export function closedBy(candles: Candles, time: number): Candles {
  return head(candles, firstIndexAtOrAfter(candles.openTime, time - candles.intervalMs + 1));
}

/** Position of the first time at or after `time` in a rising array; its length when there is none. */
export function firstIndexAtOrAfter(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
