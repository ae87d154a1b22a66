/** Comparisons of two forecasts in parts: by asset, by the year of the day, and by how long a history the asset had then. */
import { type CellFilter, compareLosses, type LossComparison } from './loss-comparison.ts';
import type { Losses } from './loss-matrix.ts';

export type ComparedPart = { readonly name: string; readonly comparison: LossComparison };

/** Days of history from which on a part begins; models know an asset from 20 on, and ramp up between 60 and 180. */
const historyParts = [
  { name: 'under 20 days', fromDays: 0 },
  { name: '20 to 59 days', fromDays: 20 },
  { name: '60 to 179 days', fromDays: 60 },
  { name: '180 to 364 days', fromDays: 180 },
  { name: 'a year and more', fromDays: 365 },
];

export function compareByAsset(
  losses: { readonly first: Losses; readonly second: Losses },
  { lag, symbols }: { readonly lag: number; readonly symbols: readonly string[] },
): readonly ComparedPart[] {
  return symbols.flatMap((name, k) =>
    comparePart(losses, { name, lag, includes: ({ asset }) => asset === k }),
  );
}

/** By the UTC year that a forecast looks into, that of the close, epoch ms; years without common cells are left out. */
export function compareByYear(
  losses: { readonly first: Losses; readonly second: Losses },
  options: { readonly lag: number; readonly closeTime: Float64Array },
): readonly ComparedPart[] {
  const years = Array.from(options.closeTime, (time) => new Date(time).getUTCFullYear());
  return [...new Set(years)].flatMap((year) =>
    comparePart(losses, {
      name: String(year),
      lag: options.lag,
      includes: ({ day }) => years[day] === year,
    }),
  );
}

/** By days of history up to the day, days × assets. */
export function compareByHistory(
  losses: { readonly first: Losses; readonly second: Losses },
  options: { readonly lag: number; readonly historyDays: Float64Array },
): readonly ComparedPart[] {
  const { historyDays } = options;
  const { assets } = losses.first;
  return historyParts.flatMap(({ name, fromDays }, part) => {
    const toDays = historyParts[part + 1]?.fromDays ?? Number.POSITIVE_INFINITY;
    const includes: CellFilter = ({ day, asset }) => {
      const seen = historyDays[day * assets + asset] as number;
      return seen >= fromDays && seen < toDays;
    };
    return comparePart(losses, { name, lag: options.lag, includes });
  });
}

function comparePart(
  { first, second }: { readonly first: Losses; readonly second: Losses },
  part: { readonly name: string; readonly lag: number; readonly includes: CellFilter },
): readonly ComparedPart[] {
  const comparison = compareLosses(first, second, part);
  return comparison === null ? [] : [{ name: part.name, comparison }];
}
