/**
 * Forecasts of variance by the models of the chain, each walked forward over a panel so that no day is forecast by what was learnt
 * from later ones; or why a model may not be used.
 */
import { dayMs } from '../../base/time.ts';
import { youngestDays } from '../../learning/inputs/centre.ts';
import { type DailyPanel, horizons } from '../../learning/inputs/daily-panel.ts';
import { recipeOf, type StoredModel } from '../../learning/stored/stored-model.ts';
import { championFallback } from '../../learning/variance/champion.ts';
import { withFallbacks } from '../../learning/variance/combination.ts';
import type { ForecasterRecipe } from '../../learning/variance/forecaster.ts';
import { pooledHar, pooledHarSpec } from '../../learning/variance/pooled-har.ts';
import { champion } from '../../learning/variance/variance-models.ts';
import { type ForecastTrack, walkForward } from '../../learning/variance/walk-forward.ts';
import { firstIndexAtOrAfter } from '../../market/candles.ts';
import { plural } from '../../report/format.ts';
import type { FoundChampion } from './find-champion.ts';
import { fewestDays } from './learned-risk.ts';

/**
 * How far a variance may be off that of a simpler model. On coins of 2018 to 2023 the model that comes with Ballast was never more
 * than 8 times off a pooled HAR of more than 200 days, and 7 times off an EWMA on one day in a thousand. A pooled HAR of fewer days
 * cannot judge: its 30-day variances were off by up to 500 times.
 */
const farthestFactor = 10;
const settledDays = 200;

/** ln of the mean daily variance, days × assets × horizons; every asset has one on the last day. */
export type Forecasts = { readonly forecasts: Float64Array } | { readonly cause: string };

/**
 * The weights of the promoted model as they are, from the close of the last day that it learnt from on. On the days before, which it
 * has seen, its linear members learnt anew each month.
 */
export function championForecasts(
  panel: DailyPanel,
  found: FoundChampion,
  modelMaxAgeDays: number,
): Forecasts {
  if ('cause' in found) return found;
  const { name, model } = found;
  const { days, closeTime } = panel;
  const cause = causeOfTime(panel, model, modelMaxAgeDays);
  if (cause !== null) return { cause: `${name} ${cause}` };
  const own = firstIndexAtOrAfter(closeTime, model.to);
  const { forecasts } = walked(panel, recipeOf(model), { from: own, to: days });
  if (own > fewestDays) {
    const before = walked(panel, champion, { from: fewestDays, to: own });
    forecasts.set(before.forecasts.subarray(0, own * widthOf(panel)));
  }
  const simpler = days > settledDays ? standIn : championFallback;
  const fault = causeOfFigures(panel, forecasts, simpler);
  return fault === null ? { forecasts } : { cause: `${name} ${fault}` };
}

/** A pooled HAR, learnt anew each month. */
export function standInForecasts(panel: DailyPanel): Forecasts {
  const { days } = panel;
  if (days <= fewestDays) {
    const has = `has ${plural(days, 'day')} of history, more than ${fewestDays} are needed`;
    return { cause: `${pooledHarSpec.name} ${has}` };
  }
  const { forecasts } = walked(panel, standIn, { from: fewestDays, to: days });
  const fault = causeOfFigures(panel, forecasts, championFallback);
  return fault === null ? { forecasts } : { cause: `${pooledHarSpec.name} ${fault}` };
}

/** A pooled HAR that has a forecast of every asset. */
export const standIn = withFallbacks(pooledHar, { ...pooledHarSpec, fallback: championFallback });

function widthOf({ symbols }: DailyPanel): number {
  return symbols.length * horizons.length;
}

function walked(
  panel: DailyPanel,
  recipe: ForecasterRecipe,
  rows: { readonly from: number; readonly to: number },
): ForecastTrack {
  const { models } = walkForward(panel, { ...rows, recipes: [recipe], refitEvery: 'month' });
  return models[0] as ForecastTrack;
}

/** In words that follow the name of the model, as all causes here; null where there is none. */
function causeOfTime(
  { closeTime, days }: DailyPanel,
  model: StoredModel,
  modelMaxAgeDays: number,
): string | null {
  if (days < youngestDays) {
    return `needs ${youngestDays} days of history, there ${days === 1 ? 'is' : 'are'} ${days}`;
  }
  const ageDays = Math.floor(((closeTime[days - 1] as number) - model.to) / dayMs);
  const learnt = `learnt up to ${new Date(model.to - 1).toISOString().slice(0, 10)}`;
  if (ageDays < 0) return `${learnt}, after the end of these candles`;
  if (ageDays <= modelMaxAgeDays) return null;
  return `${learnt}, ${plural(ageDays, 'day')} ago, at most ${modelMaxAgeDays} are allowed`;
}

/** What is wrong with the forecasts of the last day: none, or one that a simpler model thinks absurd. */
function causeOfFigures(
  panel: DailyPanel,
  forecasts: Float64Array,
  simpler: ForecasterRecipe,
): string | null {
  const { days, symbols } = panel;
  const width = widthOf(panel);
  const other = walked(panel, simpler, { from: days - 1, to: days });
  for (let at = (days - 1) * width; at < days * width; at++) {
    const symbol = symbols[Math.floor((at % width) / horizons.length)];
    const forecast = forecasts[at] as number;
    if (!Number.isFinite(forecast)) return `has no forecast of ${symbol}`;
    const factor = Math.exp(forecast - (other.forecasts[at] as number));
    if (factor > farthestFactor || factor < 1 / farthestFactor) {
      return `forecasts ${Number(factor.toPrecision(2))} times the variance of ${other.name} for ${symbol}, outside the guard of ${farthestFactor}`;
    }
  }
  return null;
}
