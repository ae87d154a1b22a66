/** Candles changed for a purpose: another future, or a market that rests on weekends. */
import type { Candles } from '../../src/market/candles.ts';

/** Every price from a time on is squared, as a multiple of the first open: all moves are twice as far. */
export function changedFrom(candles: Candles, from: number): Candles {
  const { openTime, open, high, low, close } = candles;
  const first = open[0] as number;
  const change = (values: Float64Array): Float64Array =>
    values.map((value, bar) =>
      (openTime[bar] as number) < from ? value : value * (value / first),
    );
  return {
    ...candles,
    open: change(open),
    high: change(high),
    low: change(low),
    close: change(close),
  };
}

export function withoutWeekends(candles: Candles): Candles {
  const { openTime, open, high, low, close, volume } = candles;
  const isOpen = (_: number, bar: number): boolean =>
    ![0, 6].includes(new Date(openTime[bar] as number).getUTCDay());
  return {
    ...candles,
    openTime: openTime.filter(isOpen),
    open: open.filter(isOpen),
    high: high.filter(isOpen),
    low: low.filter(isOpen),
    close: close.filter(isOpen),
    volume: volume.filter(isOpen),
  };
}
