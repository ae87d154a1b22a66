/**
 * Forecasts of variance by the models of the chain, each walked forward over a panel so that no day is forecast by what was learnt
 * from later ones; or why a model may not be used.
 */
import { type DailyPanel, horizons } from '../learning/inputs/daily-panel.ts';
import { recipeOf, type StoredModel } from '../learning/stored/stored-model.ts';
import { championFallback } from '../learning/variance/champion.ts';
import { withFallbacks } from '../learning/variance/combination.ts';
import type { ForecasterRecipe } from '../learning/variance/forecaster.ts';
import { pooledHar, pooledHarSpec } from '../learning/variance/pooled-har.ts';
import { champion } from '../learning/variance/variance-models.ts';
import { walkForward } from '../learning/variance/walk-forward.ts';
import { firstIndexAtOrAfter } from '../market/candles.ts';
import { plural } from '../report/format.ts';
import type { FoundChampion } from './find-champion.ts';
import { fewestDays } from './learned-risk.ts';

const dayMs = 86_400_000;
/** Correlations are fitted on 750 days of forecasts, and what they stand on settles in 250 before. */
const walkedDays = 1_000;

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
  const cause = causeAgainst(panel, model, modelMaxAgeDays);
  if (cause !== null) return { cause: `${name} ${cause}` };
  const start = firstRow(panel);
  const own = Math.max(start, firstIndexAtOrAfter(panel.closeTime, model.to));
  const forecasts = walked(panel, recipeOf(model), { from: own, to: panel.days });
  if (start < own) {
    const before = walked(panel, champion, { from: Math.max(start, fewestDays), to: own });
    forecasts.set(before.subarray(0, own * panel.symbols.length * horizons.length));
  }
  return checked(panel, forecasts);
}

/** A pooled HAR, learnt anew each month. */
export function standInForecasts(panel: DailyPanel): Forecasts {
  const { days } = panel;
  if (days <= fewestDays) {
    return { cause: `${plural(days, 'day')} of history, more than ${fewestDays} are needed` };
  }
  const { name } = pooledHarSpec;
  const recipe = withFallbacks(pooledHar, { name, fallback: championFallback });
  const from = Math.max(firstRow(panel), fewestDays);
  return checked(panel, walked(panel, recipe, { from, to: days }));
}

function firstRow({ days }: DailyPanel): number {
  return Math.max(0, days - walkedDays);
}

/** In words that follow its name; null where the model may be used. */
function causeAgainst(
  { closeTime, days }: DailyPanel,
  model: StoredModel,
  modelMaxAgeDays: number,
): string | null {
  const last = closeTime[days - 1] as number;
  const ageDays = Math.floor((last - model.to) / dayMs);
  if (ageDays < 0) return `learnt from days up to ${dayOf(model.to)}, after these candles`;
  if (ageDays <= modelMaxAgeDays) return null;
  return `learnt up to ${dayOf(model.to)}, ${plural(ageDays, 'day')} ago; at most ${modelMaxAgeDays} are allowed`;
}

function dayOf(closeTime: number): string {
  return new Date(closeTime - 1).toISOString().slice(0, 10);
}

function walked(
  panel: DailyPanel,
  recipe: ForecasterRecipe,
  rows: { readonly from: number; readonly to: number },
): Float64Array {
  const { models } = walkForward(panel, { ...rows, recipes: [recipe], refitEvery: 'month' });
  return models[0]?.forecasts ?? new Float64Array(0);
}

function checked(panel: DailyPanel, forecasts: Float64Array): Forecasts {
  const { days, symbols } = panel;
  const width = symbols.length * horizons.length;
  const missing = forecasts.subarray((days - 1) * width).findIndex(Number.isNaN);
  if (missing < 0) return { forecasts };
  return { cause: `there is no forecast of ${symbols[Math.floor(missing / horizons.length)]}` };
}
