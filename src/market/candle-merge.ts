/** Joins two series of one asset; bars that both hold must be the same. */
import type { Reason } from '../base/reasons.ts';
import { type CandleColumn, type Candles, candleColumns } from './candles.ts';
import { barTime, intervalText } from './quality.ts';

export type Merged =
  | { readonly ok: true; readonly candles: Candles; readonly added: number }
  | { readonly ok: false; readonly reason: Reason };

/** All bars of both in order of time, or the first difference; `file` names the added series in it. */
export function mergeCandles(input: { kept: Candles; added: Candles; file: string }): Merged {
  const { kept, added, file } = input;
  if (kept.intervalMs !== added.intervalMs)
    return { ok: false, reason: intervalsDiffer(kept, added) };
  const picks: { from: Candles; index: number }[] = [];
  let [left, right] = [0, 0];
  while (left < kept.openTime.length || right < added.openTime.length) {
    const keptTime = kept.openTime[left] ?? Number.POSITIVE_INFINITY;
    const addedTime = added.openTime[right] ?? Number.POSITIVE_INFINITY;
    if (keptTime === addedTime) {
      const differing = candleColumns.find((name) => kept[name][left] !== added[name][right]);
      if (differing !== undefined) {
        const [given, had] = [added[differing][right] as number, kept[differing][left] as number];
        const value = barTime(keptTime);
        return {
          ok: false,
          reason: { code: 'DATA_CONFLICT', file, field: differing, value, given, kept: had },
        };
      }
    }
    picks.push(keptTime <= addedTime ? { from: kept, index: left } : { from: added, index: right });
    if (keptTime <= addedTime) left += 1;
    if (addedTime <= keptTime) right += 1;
  }
  const column = (name: CandleColumn): Float64Array =>
    Float64Array.from(picks, ({ from, index }) => from[name][index] as number);
  const candles: Candles = {
    symbol: kept.symbol,
    intervalMs: kept.intervalMs,
    openTime: column('openTime'),
    open: column('open'),
    high: column('high'),
    low: column('low'),
    close: column('close'),
    volume: column('volume'),
  };
  return { ok: true, candles, added: picks.length - kept.openTime.length };
}

/** DATA_INTERVALS_DIFFER for two series that cannot be used together. */
export function intervalsDiffer(one: Candles, other: Candles): Reason {
  return {
    code: 'DATA_INTERVALS_DIFFER',
    symbol: other.symbol,
    interval: intervalText(other.intervalMs),
    other: one.symbol,
    otherInterval: intervalText(one.intervalMs),
  };
}
