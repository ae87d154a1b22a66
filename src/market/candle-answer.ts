/** What could be known at a time of series that were read, and whether it is fit to decide on: later bars count for nothing. */
import type { Reason } from '../base/reasons.ts';
import type { ParsedCandles } from './candle-checks.ts';
import { intervalsDiffer } from './candle-merge.ts';
import { type Candles, closedBy } from './candles.ts';
import { csvPlace, notesOf, type RowPlace, staleReason } from './quality.ts';

export type ReadSeries = {
  readonly symbol: string;
  /** What notes call it. */
  readonly name: string;
  readonly parsed: ParsedCandles;
};

export type KnownCandles = {
  readonly series: readonly Candles[];
  /** Those that stop a recommendation stand first. */
  readonly issues: readonly Reason[];
  readonly unfit: boolean;
};

export function knownBy(
  until: number,
  read: readonly ReadSeries[],
  placeOf: RowPlace = csvPlace,
): KnownCandles {
  const series: Candles[] = [];
  const stops: Reason[] = [];
  const notes: Reason[] = [];
  for (const { symbol, name, parsed } of read) {
    const { candles, issues } = parsed;
    if (candles === undefined) {
      stops.push(...issues);
      continue;
    }
    const closed = closedBy(candles, until);
    if (closed.openTime.length === 0) {
      stops.push({ code: 'DATA_MISSING', symbol });
      continue;
    }
    const stale = staleReason(closed, until);
    if (stale !== undefined) stops.push(stale);
    const [first] = series;
    if (first !== undefined && first.intervalMs !== closed.intervalMs) {
      stops.push(intervalsDiffer(first, closed));
    }
    series.push(closed);
    notes.push(...notesOf(name, closed, placeOf));
  }
  return { series, issues: [...stops, ...notes], unfit: stops.length > 0 };
}
