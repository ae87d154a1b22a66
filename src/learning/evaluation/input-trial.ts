/**
 * What inputs from outside add to a forecast: it with each set of them beside itself without any, on the same days. Of many tries one
 * is good by luck; the t that one of them must pass, so that luck alone passes it in 5 of 100 cases, is Φ⁻¹(.05 / tries)
 * (Bonferroni). That is on the safe side, because tries on the same days are alike.
 */
import { normalQuantile } from '../../risk/normal-quantile.ts';
import { type DailyPanel, horizons } from '../inputs/daily-panel.ts';
import { realizedOf } from '../inputs/realized.ts';
import type { InputSet } from '../outside/input-sets.ts';
import { outsideColumns } from '../outside/outside-columns.ts';
import type { ForecastTrack } from '../variance/walk-forward.ts';
import { compareLosses } from './loss-comparison.ts';
import { qlikeLosses } from './loss-matrix.ts';
import type { TrialComparison } from './model-trial.ts';
import { leastLag } from './newey-west.ts';

const luckP = 0.05;

export type InputTrial = {
  readonly sets: readonly TriedSet[];
  /** Comparisons of all sets. */
  readonly tries: number;
  /** Of Diebold and Mariano; NaN without tries. */
  readonly neededT: number;
};

export type TriedSet = {
  readonly set: InputSet;
  readonly columns: number;
  /** Of the days that were forecast, those on which one of the columns at least was known. */
  readonly knownShare: number;
  /** With the forecast without them. */
  readonly comparisons: readonly TrialComparison[];
};

/** Tracks without forecasts outside the rows, the second of which is not included. */
export function inputTrialOf(
  panel: DailyPanel,
  options: {
    readonly rows: { readonly from: number; readonly to: number };
    readonly without: ForecastTrack;
    readonly tracks: readonly { readonly set: InputSet; readonly track: ForecastTrack }[];
  },
): InputTrial {
  const { rows, without, tracks } = options;
  const sets = tracks.map(({ set, track }) => ({
    set,
    ...knownOf(panel, set, rows),
    comparisons: comparisonsOf(panel, track, without),
  }));
  const tries = sets.reduce((sum, { comparisons }) => sum + comparisons.length, 0);
  return { sets, tries, neededT: tries === 0 ? Number.NaN : normalQuantile(luckP / tries) };
}

function knownOf(panel: DailyPanel, { series }: InputSet, rows: { from: number; to: number }) {
  const columns = outsideColumns(series, panel.closeTime.slice(0, rows.to));
  let known = 0;
  for (let day = rows.from; day < rows.to; day++) {
    if (columns.some(({ values }) => Number.isFinite(values[day] as number))) known++;
  }
  return { columns: columns.length, knownShare: known / (rows.to - rows.from) };
}

function comparisonsOf(
  panel: DailyPanel,
  track: ForecastTrack,
  without: ForecastTrack,
): readonly TrialComparison[] {
  const source = { realized: realizedOf(panel), assets: panel.symbols.length };
  return horizons.flatMap((horizonDays, horizonAt) => {
    const [first, second] = [
      qlikeLosses(track, { ...source, horizonAt }),
      qlikeLosses(without, { ...source, horizonAt }),
    ];
    const comparison = compareLosses(first, second, { lag: leastLag(horizonDays) });
    return comparison === null ? [] : [{ opponent: without.name, horizonDays, comparison }];
  });
}
