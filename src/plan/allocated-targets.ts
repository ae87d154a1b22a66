/**
 * The targets that an allocator sets at a scheduled time, and that stand until the next: the shares of the method within its limits, a
 * step from the ones before at most, times what is invested; where the forecast volatility is above its target, times
 *   k = target / (σ √P), the rest being cash.
 * Where the method has no answer inverse volatility stands in, and last the weights of the configuration.
 */
import { type AllocationMethod, allocate } from '../allocation/allocate.ts';
import type { Allocation, Covariance, WeightBounds } from '../allocation/allocation.ts';
import { boundsOf, infeasibility, withinStep } from '../allocation/bounds.ts';
import { marketCap } from '../allocation/market-cap.ts';
import { fixedWeights } from '../allocation/naive-weights.ts';
import { namedCause } from '../allocation/named-cause.ts';
import { targetVolatility } from '../allocation/volatility-target.ts';
import { quadraticForm } from '../risk/matrix.ts';
import {
  type AllocationSettings,
  needsCovariance,
  type TargetMethod,
  weighsByCovariance,
} from './allocation-settings.ts';
import type { Settings } from './settings.ts';
import { investedPart, targetBounds } from './target-bounds.ts';

export type AllocatedSettings = Settings & { readonly allocation: AllocationSettings };

export function hasAllocation(settings: Settings): settings is AllocatedSettings {
  return settings.allocation !== undefined;
}

/** Whether targets follow from what the learner forecasts. */
export function isLearned({ allocation, forecast }: AllocatedSettings): boolean {
  const isForecast = allocation.covariance.kind === 'forecast' && forecast.model === 'champion';
  return isForecast && needsCovariance(allocation);
}

/** What was known of risk at a time, per day; or why nothing was. */
export type CovarianceThen =
  | {
      readonly values: Float64Array;
      /** In words: which forecast, or which days. */
      readonly source: string;
      /** Why it is not the one that was asked for; null when it is. */
      readonly cause: string | null;
      readonly periodsPerYear: number;
    }
  | { readonly cause: string };

/** What was decided about targets; recorded with each recommendation that goes by it. */
export type AllocatedTargets = {
  readonly method: TargetMethod;
  /** The scheduled time, epoch ms. */
  readonly at: number;
  /** Who answered: the method, or what stood in for it. */
  readonly used: string;
  readonly status: Allocation['status'];
  readonly residual: number;
  /** What failed before, in order, and why. */
  readonly fallbacks: Allocation['fallbacks'];
  /** Of the invested part, sum 1, before the volatility target. */
  readonly shares: readonly number[];
  /** Fractions of NAV. */
  readonly targets: readonly number[];
  readonly cashTarget: number;
  /** Null where none was needed, or none was there. */
  readonly covariance: { readonly source: string; readonly cause: string | null } | null;
  /** k; 1 where nothing is scaled. */
  readonly scale: number;
  /** Of the targets before they are scaled; null without a volatility target, or a covariance. */
  readonly volAnnual: number | null;
};

export type TargetCircumstances = {
  readonly at: number;
  /** Null where the settings need none. */
  readonly covariance: CovarianceThen | null;
  /** Shares before, sum 1; null where there were none. */
  readonly previous: Float64Array | null;
  /** Of a trade of each asset against the quote, as a fraction of its notional. */
  readonly costs: Float64Array;
};

export function allocateTargets(
  settings: AllocatedSettings,
  given: TargetCircumstances,
): AllocatedTargets {
  const { portfolio, allocation } = settings;
  const { covariance } = given;
  const { weights, used, status, residual, fallbacks } = sharesOf(settings, given);
  const invested = investedPart(portfolio);
  const whole = weights.map((share) => invested * share);
  const { scale, volAnnual, doubts } = volatilityHeld(whole, settings, covariance);
  const targets = Array.from(whole, (weight) => scale * weight);
  return {
    ...{ method: allocation.method, at: given.at, used, status, residual },
    fallbacks: [...fallbacks, ...doubts],
    ...{ shares: [...weights], targets },
    cashTarget: scale === 1 ? portfolio.cashTarget : 1 - targets.reduce((a, b) => a + b, 0),
    covariance:
      covariance !== null && 'values' in covariance
        ? { source: covariance.source, cause: covariance.cause }
        : null,
    ...{ scale, volAnnual },
  };
}

type Found = Allocation & { readonly used: string };

function sharesOf(settings: AllocatedSettings, given: TargetCircumstances): Found {
  const { portfolio, allocation } = settings;
  const { method } = allocation;
  if (method === 'fixed') {
    const status = { status: 'optimal', residual: 0, fallbacks: [] } as const;
    return { ...status, weights: fixedShares(settings), used: method };
  }
  const bounds = targetBounds(allocation, portfolio);
  const reachable = stepped(bounds, settings, given.previous);
  const contradiction = infeasibility(reachable);
  if (contradiction !== null)
    return fixedInstead(settings, given, [{ method, cause: contradiction }]);
  if (method === 'market-cap') {
    const wanted = marketCap(Float64Array.from(allocation.capitalisations ?? []), bounds.upper);
    return { ...fixedWeights(wanted.weights, reachable), used: method };
  }
  const covariance = covarianceOf(settings, given);
  if ('cause' in covariance) {
    return fixedInstead(settings, given, [{ method, cause: covariance.cause }]);
  }
  return allocated(settings, given, { method, covariance, bounds, reachable });
}

/** A method by risk, and what stands in for it. */
function allocated(
  settings: AllocatedSettings,
  given: TargetCircumstances,
  task: {
    readonly method: AllocationMethod;
    readonly covariance: Covariance;
    readonly bounds: WeightBounds;
    readonly reachable: WeightBounds;
  },
): Found {
  const { allocation } = settings;
  const trading = tradingOf(settings, given);
  const { budgets } = allocation;
  const found = allocate(task.covariance, {
    ...{ method: task.method, linkage: allocation.linkage, trading },
    bounds: trading === undefined ? task.reachable : task.bounds,
    budgets: budgets === null ? undefined : Float64Array.from(budgets),
    start: given.previous ?? undefined,
  });
  const failed = found.fallbacks.map(({ method }) => method);
  // What a person wrote is more to the point than equal weights.
  if (failed.includes('inverse-volatility')) return fixedInstead(settings, given, found.fallbacks);
  const used = failed.length === 0 ? task.method : 'inverse-volatility';
  return { ...found, used, fallbacks: namedAll(found.fallbacks, settings) };
}

/** The nearest to the weights of the configuration within limits and step; where these contradict each other, within the step. */
function fixedInstead(
  settings: AllocatedSettings,
  { previous }: TargetCircumstances,
  fallbacks: Allocation['fallbacks'],
): Found {
  const { allocation, portfolio } = settings;
  const wanted = fixedShares(settings);
  const any = boundsOf(wanted.length, { least: 0, most: 1 });
  const limited = fixedWeights(
    wanted,
    stepped(targetBounds(allocation, portfolio), settings, previous),
  );
  const found =
    limited.status === 'infeasible'
      ? fixedWeights(wanted, stepped(any, settings, previous))
      : limited;
  return { ...found, status: 'inexact', used: 'fixed', fallbacks: namedAll(fallbacks, settings) };
}

function fixedShares({ portfolio }: AllocatedSettings): Float64Array {
  const sum = portfolio.targets.reduce((total, target) => total + target, 0);
  return Float64Array.from(portfolio.targets, (target) => target / sum);
}

function stepped(
  bounds: WeightBounds,
  { allocation, portfolio }: AllocatedSettings,
  previous: Float64Array | null,
): WeightBounds {
  const maximumStep = allocation.maximumStep / investedPart(portfolio);
  if (previous === null || maximumStep >= 1) return bounds;
  return withinStep(bounds, { current: previous, maximumStep });
}

/** Half the variance of a year beside what it costs to get there; undefined where costs do not count. */
function tradingOf(
  { allocation, portfolio }: AllocatedSettings,
  { previous, costs, covariance }: TargetCircumstances,
) {
  const { turnoverPenalty, maximumStep } = allocation;
  if (turnoverPenalty === 0 || previous === null) return undefined;
  if (covariance === null || !('values' in covariance)) return undefined;
  return {
    current: previous,
    costs: costs.map((cost) => turnoverPenalty * cost),
    riskAversion: covariance.periodsPerYear,
    maximumStep: Math.min(1, maximumStep / investedPart(portfolio)),
  };
}

/** Of methods that need none it is never read. */
function covarianceOf(
  { allocation, portfolio }: AllocatedSettings,
  { covariance }: TargetCircumstances,
): Covariance | { readonly cause: string } {
  const assets = portfolio.symbols.length;
  if (!weighsByCovariance(allocation)) return { assets, values: new Float64Array(assets * assets) };
  if (covariance === null) return { cause: 'no covariance is known' };
  return 'values' in covariance ? { assets, values: covariance.values } : covariance;
}

function volatilityHeld(
  weights: Float64Array,
  { allocation }: AllocatedSettings,
  covariance: CovarianceThen | null,
): Pick<AllocatedTargets, 'scale' | 'volAnnual'> & { readonly doubts: Allocation['fallbacks'] } {
  const { volatilityTarget: limit } = allocation;
  if (limit === null || covariance === null) return { scale: 1, volAnnual: null, doubts: [] };
  if (!('values' in covariance)) {
    const doubts = [{ method: 'volatility target', cause: covariance.cause }];
    return { scale: 1, volAnnual: null, doubts };
  }
  const { values, periodsPerYear } = covariance;
  const { scale } = targetVolatility(
    weights,
    { assets: weights.length, values },
    { periodsPerYear, volAnnual: limit, refuge: null },
  );
  const variance = Math.max(0, quadraticForm(values, weights));
  return { scale, volAnnual: Math.sqrt(variance * periodsPerYear), doubts: [] };
}

function namedAll(
  fallbacks: Allocation['fallbacks'],
  { portfolio }: AllocatedSettings,
): Allocation['fallbacks'] {
  return fallbacks.map(({ method, cause }) => ({
    method,
    cause: namedCause(cause, portfolio.symbols),
  }));
}
