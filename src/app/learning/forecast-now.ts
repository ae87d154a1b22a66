/**
 * What is forecast now for the assets of the portfolio, for people to read: by the promoted model or what stands in for it, whatever
 * the thresholds go by. The figures of a day are made once, as that day is learnt once.
 */

import { hashOf } from '../../base/canonical-json.ts';
import { DataError } from '../../base/errors.ts';
import { dayMs } from '../../base/time.ts';
import { type PastVolatility, pastVolatility } from '../../learning/outlook/past-volatility.ts';
import {
  pastYearMs,
  type RegimeOutlook,
  regimeOutlook,
} from '../../learning/outlook/regime-outlook.ts';
import {
  type Ahead,
  steadyOutlook,
  volatilityOutlook,
} from '../../learning/outlook/volatility-outlook.ts';
import type { StoredIntervals } from '../../learning/stored/stored-model.ts';
import type { Candles } from '../../market/candles.ts';
import { align, hasSessions, type Panel } from '../../market/panel.ts';
import { modelInUse, trackerFor } from '../../plan/decision-room.ts';
import { volatilities } from '../../plan/forecast-view.ts';
import { type MultiplierView, multiplierView } from '../../plan/multiplier-view.ts';
import type { Settings } from '../../plan/settings.ts';
import { reasonSentence } from '../../report/decision-sentence.ts';
import { type CorrelationFigures, correlationFigures } from '../../risk/correlation-figures.ts';
import { approvedSettings } from '../targets/approved-targets.ts';
import type { Workspace } from '../workspace.ts';
import { findChampion } from './find-champion.ts';
import type { LearnedDay } from './learned-day.ts';
import { thresholdDoubtOf } from './learned-now.ts';
import { learningDataOf } from './learning-data.ts';

export type AssetForecast = {
  readonly symbol: string;
  /** The last 30 days. */
  readonly past: PastVolatility;
  /** For 1, 2 … 30 days. */
  readonly ahead: readonly Ahead[];
  /** With the last year; null where no model has learnt. */
  readonly regime: RegimeOutlook | null;
};

export type ForecastNow = {
  /** The model that speaks, the first of the chain that can. */
  readonly model: 'champion' | 'pooled-har' | 'ewma60' | 'geometry';
  /** The promoted model; null where another speaks. */
  readonly name: string | null;
  /** Why the promoted model does not; null where it does. */
  readonly cause: string | null;
  /** Of the class of markets with sessions; else they never close. */
  readonly sessions: boolean;
  /** Close of the last day, epoch ms; null without candles. */
  readonly asOf: number | null;
  /** In the order of the configuration; none where nothing is forecast. */
  readonly assets: readonly AssetForecast[];
  readonly correlations: CorrelationFigures | null;
  /** What thresholds and plans go by, and why not by the model that is configured for them; null where they do. */
  readonly thresholds: { readonly model: string; readonly doubt: string | null };
  /** By the forecast that the thresholds go by; null where the rule has none. */
  readonly multiplier: MultiplierView | null;
};

const pastDays = 30;

/** Errors: VenueError when candles cannot be had. */
export async function forecastNow(workspace: Workspace): Promise<ForecastNow> {
  const { market, clock, learner, models } = workspace;
  const settings = await approvedSettings(workspace);
  const { series, issues, unfit } = await market.candles(settings.portfolio.symbols, clock.now());
  if (unfit) return nothing(issues.map(reasonSentence).join('; '));
  const learned = await learner.learn(settings, series);
  const kept = made.get(learned);
  const portfolio = hashOf(settings.portfolio);
  if (kept?.portfolio === portfolio) return kept.figures;
  const figures =
    'model' in learned
      ? learnedFigures(settings, series, { learned, stored: await storedOf(models, learned) })
      : ewmaFigures(settings, series, learned.cause);
  made.set(learned, { portfolio, figures });
  return figures;
}

/** By what was learnt: the learner hands out the same object all day, also when the targets change. */
const made = new WeakMap<object, { readonly portfolio: string; readonly figures: ForecastNow }>();

/** The bounds that come with the model, for days on which too few outcomes are known here. */
async function storedOf(
  models: Workspace['models'],
  { name, data }: LearnedDay,
): Promise<StoredIntervals | null> {
  if (name === null) return null;
  const found = await findChampion(models, data.panel.sessions);
  return 'model' in found && found.name === name ? found.model.intervals : null;
}

function learnedFigures(
  settings: Settings,
  series: readonly Candles[],
  { learned, stored }: { readonly learned: LearnedDay; readonly stored: StoredIntervals | null },
): ForecastNow {
  const { model, name, cause, data, forecasts, risk } = learned;
  const { panel } = data;
  const past = pastVolatility(panel, pastDays);
  const ahead = volatilityOutlook(panel, forecasts, stored);
  const regimes = regimeOutlook(panel, forecasts);
  const { symbols, targets } = settings.portfolio;
  const doubt = settings.forecast.model === 'champion' ? thresholdDoubtOf(settings, learned) : null;
  const goesByIt = settings.forecast.model === 'champion' && doubt === null;
  return {
    ...{ model, name, cause, sessions: panel.sessions },
    asOf: panel.closeTime[panel.days - 1] as number,
    assets: symbols.map((symbol, i) => ({
      symbol,
      past: past[i] as PastVolatility,
      ahead: ahead[i] as readonly Ahead[],
      regime: regimes[i] as RegimeOutlook,
    })),
    correlations: correlationFigures(symbols, targets, covariancesOf(risk)),
    thresholds: { model: goesByIt ? model : modelInUse(settings), doubt },
    multiplier: multiplierView(settings, align(series), goesByIt ? risk : undefined),
  };
}

/** Of the last day, and of a year before it where there is one. */
function covariancesOf({ assets, closeTime, covariance }: LearnedDay['risk']) {
  const cells = assets * assets;
  const dayOf = (row: number) => covariance.subarray(row * cells, (row + 1) * cells);
  const last = closeTime.length - 1;
  const before = (closeTime[last] as number) - pastYearMs;
  const row = closeTime.findLastIndex((time) => time <= before);
  const isKnown = row >= 0 && !dayOf(row).some(Number.isNaN);
  return { now: dayOf(last), yearAgo: isKnown ? dayOf(row) : null };
}

/** Of the EWMA of 60 days, which has one volatility for all horizons and no ranges. */
function ewmaFigures(settings: Settings, series: readonly Candles[], cause: string): ForecastNow {
  const panel = align(series);
  const ewma = { ...settings, forecast: { ...settings.forecast, model: 'ewma60' as const } };
  const tracker = trackerFor(ewma, panel, { trackRanges: false });
  for (let bar = 0; bar < panel.bars; bar++) tracker?.observe(panel, bar);
  const forecast = tracker?.forecast;
  if (forecast === undefined || forecast.version === 0) return nothing(cause);
  const { symbols, targets } = settings.portfolio;
  const vols = volatilities(panel, forecast).returns;
  const past = pastOf(series);
  return {
    ...{ model: 'ewma60', name: null, cause },
    sessions: hasSessions(panel),
    asOf: lastMidnight(panel),
    assets: symbols.map((symbol, i) => ({
      symbol,
      past: past?.[i] ?? unknownPast,
      ahead: steadyOutlook(vols[i] as number),
      regime: null,
    })),
    correlations: correlationFigures(symbols, targets, {
      now: forecast.covariance,
      yearAgo: null,
    }),
    thresholds: { model: modelInUse(settings), doubt: null },
    multiplier: multiplierView(settings, panel, undefined),
  };
}

/** The forecast of a day stays until the next has closed. */
function lastMidnight({ openTime, bars, intervalMs }: Panel): number {
  return Math.floor(((openTime[bars - 1] as number) + intervalMs) / dayMs) * dayMs;
}

/** Null where the candles do not make a panel of days. */
function pastOf(series: readonly Candles[]): readonly PastVolatility[] | null {
  try {
    return pastVolatility(learningDataOf(series, { dailyBars: false }).panel, pastDays);
  } catch (fault) {
    if (fault instanceof DataError) return null;
    throw fault;
  }
}

const unknownPast: PastVolatility = { closeTime: [], volAnnual: [], together: null };

function nothing(cause: string): ForecastNow {
  return {
    ...{ model: 'geometry', name: null, cause, sessions: false, asOf: null },
    ...{ assets: [], correlations: null, multiplier: null },
    thresholds: { model: 'geometry', doubt: null },
  };
}
