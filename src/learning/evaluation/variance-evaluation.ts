/**
 * How good forecasts of variance were at one horizon: each model beside a reference, over the cells that both have, in parts, and
 * the set of models that cannot be told from the best.
 */
import { centresOf } from '../inputs/centre.ts';
import { type DailyPanel, type Horizon, horizons } from '../inputs/daily-panel.ts';
import { realizedOf } from '../inputs/realized.ts';
import { logMeanOf } from '../uncertainty/variance-intervals.ts';
import type { ForecastTrack } from '../variance/walk-forward.ts';
import { confidenceSetOf } from './common-losses.ts';
import { compareLosses, type LossComparison } from './loss-comparison.ts';
import { type Losses, qlikeLosses } from './loss-matrix.ts';
import {
  type ComparedPart,
  compareByAsset,
  compareByHistory,
  compareByYear,
} from './loss-tables.ts';
import { type ForecastSlope, mincerZarnowitz } from './mincer-zarnowitz.ts';
import { leastLag } from './newey-west.ts';

export type VarianceScore = {
  readonly name: string;
  /** QLIKE over the cells that the model shares with the reference; null of none. */
  readonly meanLoss: number | null;
  /** With the reference; null where they share no cell. */
  readonly comparison: LossComparison | null;
  /** Of the champion with this model. */
  readonly championComparison: LossComparison | null;
  readonly slope: ForecastSlope | null;
  /** Up to where the model stays among the best; null where it lacks too many cells to be asked. */
  readonly confidence: number | null;
  readonly byYear: readonly ComparedPart[];
  readonly byAsset: readonly ComparedPart[];
  /** With the simplest model, which is there from the first days of an asset. */
  readonly byHistory: readonly ComparedPart[];
};

/** Names of models among the tracks. */
type ComparedWith = {
  readonly champion: string;
  readonly reference: string;
  readonly simplest: string;
};

export type VarianceEvaluation = ComparedWith & { readonly models: readonly VarianceScore[] };

/** Tracks without forecasts outside the days to judge. */
export function evaluateVariances(
  panel: DailyPanel,
  options: ComparedWith & {
    readonly tracks: readonly ForecastTrack[];
    readonly horizon: Horizon;
  },
): VarianceEvaluation {
  const { tracks, horizon, ...compared } = options;
  const lag = leastLag(horizon);
  const horizonAt = horizons.indexOf(horizon);
  const assets = panel.symbols.length;
  const realized = realizedOf(panel);
  const losses = tracks.map((track) => qlikeLosses(track, { realized, assets, horizonAt }));
  const lossesOf = (name: string): Losses => losses.find((found) => found.name === name) as Losses;
  const second = lossesOf(compared.reference);
  const simplest = lossesOf(compared.simplest);
  const champion = lossesOf(compared.champion);
  const logRealised = oneHorizon(logMeanOf(realized), horizonAt);
  const confidences = confidenceSetOf(losses, { reference: second, meanBlock: lag });
  const { closeTime } = panel;
  const { historyDays } = centresOf(panel);

  const models = tracks.map((track, model): VarianceScore => {
    const first = losses[model] as Losses;
    const logForecasts = oneHorizon(track.forecasts, horizonAt);
    return {
      name: track.name,
      meanLoss: sharedMean(first, second),
      comparison: compareLosses(first, second, { lag }),
      championComparison: compareLosses(champion, first, { lag }),
      slope: mincerZarnowitz({ assets, logForecasts, logRealised }, lag),
      confidence: confidences[model] as number | null,
      byYear: compareByYear({ first, second }, { lag, closeTime }),
      byAsset: compareByAsset({ first, second }, { lag, symbols: panel.symbols }),
      byHistory: compareByHistory({ first, second: simplest }, { lag, historyDays }),
    };
  });
  return { ...compared, models };
}

/** One horizon out of a matrix of all. */
function oneHorizon(values: Float64Array, horizonAt: number): Float64Array {
  return values.filter((_, at) => at % horizons.length === horizonAt);
}

function sharedMean(first: Losses, second: Losses): number | null {
  let [sum, count] = [0, 0];
  first.values.forEach((loss, cell) => {
    if (Number.isNaN(loss) || Number.isNaN(second.values[cell] as number)) return;
    sum += loss;
    count++;
  });
  return count === 0 ? null : sum / count;
}
