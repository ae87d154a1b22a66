/**
 * A trained combination as plain data: what its members learnt, its smearing constants and the bounds of its intervals. It
 * forecasts with the weights as they are; the champion of a backtest learns anew at each refit instead.
 */
import { ModelError } from '../../base/errors.ts';
import type { DailyPanel } from '../inputs/daily-panel.ts';
import { featureNames } from '../inputs/feature-spec.ts';
import type { Network } from '../network/network.ts';
import { residualForecastsOf, shapeName } from '../network/residual-networks.ts';
import type { Bounds } from '../uncertainty/adaptive-quantiles.ts';
import { byKind } from '../variance/by-kind.ts';
import { championFallback, championName, championOfCloses } from '../variance/champion.ts';
import { withFallbacks } from '../variance/combination.ts';
import type { ForecasterRecipe } from '../variance/forecaster.ts';
import {
  type LinearForecast,
  type LinearModel,
  linearForecastsOf,
} from '../variance/linear-model.ts';
import { logMean } from '../variance/log-mean.ts';
import { pooledHarSpec } from '../variance/pooled-har.ts';
import { pooledRidgeSpec } from '../variance/pooled-ridge.ts';
import { smearedBy } from '../variance/smearing.ts';

export type StoredModel = {
  /** Learnt on markets with sessions, and of use there only; else on markets that never close. */
  readonly sessions: boolean;
  /** Closes of the first and the last day that it learnt from, epoch ms. */
  readonly from: number;
  readonly to: number;
  /** What it learnt from; it forecasts others as well. */
  readonly symbols: readonly string[];
  /** A, one for each horizon. */
  readonly har: readonly LinearModel[];
  /** B, one for each horizon. */
  readonly ridge: readonly LinearModel[];
  /** A member for each shape: its networks, alike but for their seeds. */
  readonly shapes: readonly (readonly Network[])[];
  /** c, one for each horizon. */
  readonly smearing: Float64Array;
  readonly intervals: StoredIntervals | null;
};

/** Bounds at the end of the training, one for each horizon, null where too few days were known. */
export type StoredIntervals = {
  /** Share of outcomes that shall be inside. */
  readonly coverage: number;
  /** Of ln realised − forecast. */
  readonly variance: readonly (Bounds | null)[];
  /** Of the return over the horizon, in deviations that are forecast for it. */
  readonly return: readonly (Bounds | null)[];
};

/** The members and their mean, without smearing and fallbacks. */
export type LearntMembers = Pick<StoredModel, 'har' | 'ridge' | 'shapes'>;

/**
 * Its forecasts with the weights as they are: a fit changes nothing. Those of days before its training end are fitted values.
 * Assets of closes only are not known to it: what forecasts them learns from the panel at each fit.
 * The recipe throws ModelError for a panel of the other class.
 */
export function recipeOf(model: StoredModel): ForecasterRecipe {
  const mean = smearedBy(meanOfMembers(model), model.smearing);
  const ranged = withFallbacks(mean, { name: championName, fallback: championFallback });
  const recipe = byKind({ ranged, closesOnly: championOfCloses() });
  return (panel) => {
    if (panel.sessions !== model.sessions) {
      throw new ModelError(
        `the model learnt on ${className(model)} and forecasts those only, these are ${className(panel)}`,
      );
    }
    return recipe(panel);
  };
}

export function meanOfMembers({ har, ridge, shapes }: LearntMembers): ForecasterRecipe {
  const harForecasts = (panel: DailyPanel) => linearForecastsOf(panel, pooledHarSpec.features)(har);
  const ridgeForecasts = (panel: DailyPanel) => linearForecastsOf(panel, featureNames)(ridge);
  return logMean(knownMember(pooledHarSpec.name, harForecasts), [
    knownMember(pooledRidgeSpec.name, ridgeForecasts),
    ...shapes.map((networks) =>
      knownMember(shapeName(networks), (panel) => residualForecastsOf(panel, { ridge, networks })),
    ),
  ]);
}

/** In the order of the mean, the simplest first. */
export function memberNames({ shapes }: LearntMembers): readonly string[] {
  return [pooledHarSpec.name, pooledRidgeSpec.name, ...shapes.map(shapeName)];
}

/** The two classes in words. */
export function className({ sessions }: { readonly sessions: boolean }): string {
  return sessions ? 'markets with sessions' : 'markets that never close';
}

function knownMember(
  name: string,
  forecastsOf: (panel: DailyPanel) => LinearForecast,
): ForecasterRecipe {
  return (panel) => ({ name, fit() {}, forecast: forecastsOf(panel) });
}
