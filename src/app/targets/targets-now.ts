/**
 * The targets in force at a look: those of the last one while no scheduled time has passed and the settings of them are the same, else
 * computed anew from what was known at the last scheduled time.
 */
import { hashOf } from '../../base/canonical-json.ts';
import type { Reason } from '../../base/reasons.ts';
import { dayMs } from '../../base/time.ts';
import { type Candles, closedBy } from '../../market/candles.ts';
import { dailyCandlesOf } from '../../market/daily-candles.ts';
import { align, barsPerYear } from '../../market/panel.ts';
import { allocationReasons, withAllocated } from '../../plan/allocated.ts';
import {
  type AllocatedSettings,
  type AllocatedTargets,
  allocateTargets,
  type CovarianceThen,
  hasAllocation,
  isLearned,
} from '../../plan/allocated-targets.ts';
import { needsCovariance } from '../../plan/allocation-settings.ts';
import type { RecordedInputs } from '../../plan/inputs.ts';
import { quoteCosts } from '../../plan/quote-costs.ts';
import type { Settings } from '../../plan/settings.ts';
import { amongAll, type Weighed, weighedSettings } from '../../plan/weighed-settings.ts';
import { lastSlots } from '../../policy/schedule.ts';
import type { RecommendationRecord } from '../../ports/store.ts';
import { createLearner } from '../learning/learned-day.ts';
import { inputsOf } from '../plans/gate.ts';
import type { Workspace } from '../workspace.ts';
import { covariancesAt, shortHistory } from './target-covariance.ts';

export type TargetLook = Pick<RecordedInputs, 'asOf' | 'holdings' | 'prices' | 'unfit'> & {
  readonly series: readonly Candles[];
  /** The look before on this account, if there was one. */
  readonly lastLook: RecommendationRecord | undefined;
};

/** Undefined where targets are those of the settings, and where data are unfit and none stand yet. */
export async function targetsNow(
  place: Pick<Workspace, 'settings' | 'models'>,
  look: TargetLook,
): Promise<AllocatedTargets | undefined> {
  const { settings } = place;
  if (!hasAllocation(settings)) return undefined;
  const { lastLook, asOf, unfit } = look;
  const before = lastLook && inputsOf(lastLook);
  const standing = before?.allocated;
  const at = lastSlots(settings.allocation.every)(asOf);
  const isSame = isSameQuestion(before?.settings, settings);
  if (isSame && (unfit || standing?.at === at)) return standing;
  if (unfit) return undefined;
  const weighed = weighedSettings(settings);
  const allocated = await weighedNow(place.models, weighed, { look, at });
  return amongAll(allocated, weighed, settings.portfolio.symbols.length);
}

async function weighedNow(
  models: Workspace['models'],
  { settings, members }: Weighed,
  { look, at }: { readonly look: TargetLook; readonly at: number },
): Promise<AllocatedTargets> {
  const series = members.map((i) => closedBy(look.series[i] as Candles, at));
  return allocateTargets(settings, {
    at,
    covariance: needsCovariance(settings.allocation)
      ? await covarianceThen(models, settings, { series, at })
      : null,
    previous: sharesBefore(settings, look),
    costs: quoteCosts(settings, align(series.map(dailyCandlesOf))),
  });
}

/** The settings with the targets that stand since the last look; those of the configuration where none do. */
export function settingsStanding(
  settings: Settings,
  lastLook: RecommendationRecord | null,
): Settings {
  return withAllocated(settings, inputsStanding(settings, lastLook)?.allocated);
}

/** What an allocator said of the targets that stand; nothing where none do. */
export function reasonsStanding(
  settings: Settings,
  lastLook: RecommendationRecord | null,
): readonly Reason[] {
  const inputs = inputsStanding(settings, lastLook);
  return inputs === undefined ? [] : allocationReasons(inputs);
}

/** Of the last look, where its targets still stand. */
function inputsStanding(
  settings: Settings,
  lastLook: RecommendationRecord | null,
): RecordedInputs | undefined {
  const inputs = lastLook === null ? undefined : inputsOf(lastLook);
  const stands = hasAllocation(settings) && isSameQuestion(inputs?.settings, settings);
  return stands ? inputs : undefined;
}

/** The settings with the targets of a recommendation from files at a time. */
export async function settingsOfFiles(
  place: Pick<Workspace, 'settings' | 'models' | 'market'>,
  { at, holdings }: { readonly at: number; readonly holdings: RecordedInputs['holdings'] },
): Promise<Settings> {
  const { settings, market } = place;
  if (!hasAllocation(settings)) return settings;
  const { series, unfit } = await market.candles(settings.portfolio.symbols, at);
  const look = { asOf: at, holdings, prices: null, unfit, series, lastLook: undefined };
  return withAllocated(settings, await targetsNow(place, look));
}

/** Whether the settings that targets follow from are the same. */
function isSameQuestion(before: Settings | undefined, now: Settings): boolean {
  const question = ({ allocation, portfolio, forecast }: Settings): string =>
    hashOf({ allocation: allocation ?? null, portfolio, forecast });
  return before !== undefined && question(before) === question(now);
}

/** With a learner of its own: that of the workspace keeps the day of the look. */
async function covarianceThen(
  models: Workspace['models'],
  settings: AllocatedSettings,
  { series, at }: { readonly series: readonly Candles[]; readonly at: number },
): Promise<CovarianceThen> {
  const short = shortHistory(series.map(dailyCandlesOf), at);
  if (short !== undefined) return short;
  const learned = isLearned(settings) ? await learnedAt(models, settings, series) : null;
  const [then] = covariancesAt(settings, series, {
    times: [at],
    learned: learned && (() => learned),
  });
  return then as CovarianceThen;
}

async function learnedAt(
  models: Workspace['models'],
  settings: AllocatedSettings,
  series: readonly Candles[],
): Promise<CovarianceThen> {
  const day = await createLearner(models).learn(settings, series);
  if (!('model' in day)) return day;
  const { model, cause, risk, data } = day;
  return {
    values: risk.covariance.slice(-(risk.assets ** 2)),
    source: `the forecast of ${model}`,
    cause,
    periodsPerYear: barsPerYear({ intervalMs: dayMs, sessions: data.panel.sessions }),
  };
}

/** The shares of the look before; without one, of what is held. */
function sharesBefore({ portfolio }: Settings, look: TargetLook): Float64Array | null {
  const among = (shares: ReadonlyMap<string, number>): Float64Array | null =>
    normalised(portfolio.symbols.map((symbol) => shares.get(symbol) ?? 0));
  const recorded = look.lastLook && among(sharesOfRecord(look.lastLook));
  return recorded ?? among(valuesHeld(look));
}

/** At the prices of the moment, or the last closes. */
function valuesHeld({ holdings, prices, series }: TargetLook): ReadonlyMap<string, number> {
  return new Map(
    series.map(({ symbol, close }) => {
      const price = Number(prices?.[symbol] ?? close.at(-1) ?? 0);
      return [symbol, Number(holdings[symbol] ?? 0) * price];
    }),
  );
}

function sharesOfRecord(record: RecommendationRecord): ReadonlyMap<string, number> {
  const { allocated, settings } = inputsOf(record);
  const { assets } = record.recommendation;
  return new Map(
    allocated === undefined
      ? assets.map(({ symbol, target }) => [symbol, target])
      : settings.portfolio.symbols.map((symbol, i) => [symbol, allocated.shares[i] as number]),
  );
}

/** Null where they sum to nothing. */
function normalised(weights: readonly number[]): Float64Array | null {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return sum > 0 ? Float64Array.from(weights, (weight) => weight / sum) : null;
}
