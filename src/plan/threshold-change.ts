/**
 * What moved each asset's threshold since the day before: the width of its slice at the weights of now, under the rule and
 * the targets of now, with the volatilities, correlations and costs of the one day or the other. The part of each input is its
 * Shapley value: what it moves, averaged over the six orders in which the three may change. All in pp.
 *
 * Volatilities are those that are forecast and those that they are measured against.
 * Source: Shapley (1953), "A value for n-person games".
 */
import type { ReasonCode } from '../base/reasons.ts';
import { createPolicy, followsCosts, needsForecast } from '../policy/create-policy.ts';
import type { Look, PolicyContext } from '../policy/policy.ts';
import type { PolicyRule } from '../policy/settings.ts';
import { type ThresholdSlice, thresholdSlices } from '../policy/threshold-slice.ts';
import { rescaleVariances } from '../risk/forecast-tracker.ts';
import type { ThresholdDays, ThresholdInputs } from './threshold-inputs.ts';

/** Of one asset; the parts add up to the change of the width, upper − lower. */
export type ThresholdChange = {
  /** What it is compared with, epoch ms. */
  readonly since: number;
  readonly widthPp: number;
  readonly volatilityPp: number;
  readonly correlationPp: number;
  readonly costPp: number;
};

export type ThresholdView = {
  readonly context: PolicyContext;
  readonly rule: PolicyRule;
  readonly look: Look;
  /** Where the slices are about. */
  readonly slices: readonly ThresholdSlice[];
};

/** Sets of inputs, as bits: those in a set are of today, the others of yesterday. */
const sets = { volatility: 1, correlation: 2, cost: 4, all: 7 } as const;

/** Share of the six orders in which an input comes right after a set of none, one or two others. */
const shareOfOrders = [1 / 3, 1 / 6, 1 / 3] as const;

/**
 * Null where there is nothing to compare: the rule follows neither forecast nor costs, there was no forecast to be used, or on
 * one of the days a trade would be due at these weights, so that there is no slice around them.
 */
export function thresholdChanges(
  view: ThresholdView,
  days: ThresholdDays,
): readonly ThresholdChange[] | null {
  const unchanged = unchangedInputs(days) | ignoredInputs(view.rule);
  if (unchanged === sets.all && !needsForecast(view.rule)) return null;
  const widths: Float64Array[] = [];
  for (let set = 0; set <= sets.all; set++) {
    const known = set | unchanged;
    const found = widths[known] ?? widthsWith(view, inputsOf(days, known));
    if (found === null) return null;
    widths[known] = found;
    widths[set] = found;
  }
  return view.slices.map((_, asset) => {
    const volatilityPp = partOf(widths, sets.volatility, asset);
    const correlationPp = partOf(widths, sets.correlation, asset);
    const costPp = partOf(widths, sets.cost, asset);
    const widthPp = volatilityPp + correlationPp + costPp;
    return { since: days.since, widthPp, volatilityPp, correlationPp, costPp };
  });
}

function partOf(widths: readonly Float64Array[], input: number, asset: number): number {
  const widthOf = (set: number): number => widths[set]?.[asset] as number;
  let part = 0;
  for (let set = 0; set <= sets.all; set++) {
    if ((set & input) !== 0) continue;
    const others = (set & 1) + ((set >> 1) & 1) + (set >> 2);
    part += (shareOfOrders[others] as number) * (widthOf(set | input) - widthOf(set));
  }
  return 100 * part;
}

/** The forecast could not be used, or a band that speaks of it not. */
const neutralCodes: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'MULTIPLIER_NEUTRAL',
  'BAND_NEUTRAL',
]);

/** Null without a slice to measure. */
function widthsWith(
  { context, rule, look, slices }: ThresholdView,
  { forecast, costs, spreadsBps }: ThresholdInputs,
): Float64Array | null {
  if (forecast.version === 0 && needsForecast(rule)) return null;
  const markets = context.markets.map((market, m) => ({ ...market, cost: costs[m] as number }));
  const spreadBps = (asset: number): number => spreadsBps[asset] as number;
  const policy = createPolicy({ ...context, markets, spreadBps }, rule);
  policy.observe(forecast);
  if (policy.decide(look, new Float64Array(markets.length))) return null;
  if (policy.explain(look).some(({ code }) => neutralCodes.has(code))) return null;
  const { margin } = context;
  const found = thresholdSlices(policy, look, markets.length, { near: slices, margin });
  return Float64Array.from(found, ({ lower, upper }) => upper - lower);
}

function inputsOf({ today, yesterday }: ThresholdDays, set: number): ThresholdInputs {
  const dayOf = (input: number): ThresholdInputs => ((set & input) === 0 ? yesterday : today);
  const volatilities = dayOf(sets.volatility).forecast;
  const correlations = dayOf(sets.correlation).forecast;
  const { costs, spreadsBps } = dayOf(sets.cost);
  if (volatilities === correlations) return { forecast: volatilities, costs, spreadsBps };
  const covariance = correlations.covariance.slice();
  const assets = volatilities.referenceVariance.length;
  const variances = volatilities.referenceVariance.map(
    (_, i) => volatilities.covariance[i * assets + i] as number,
  );
  rescaleVariances(covariance, variances);
  return { forecast: { ...volatilities, covariance }, costs, spreadsBps };
}

/** The inputs that the widths of a rule do not depend on. */
function ignoredInputs(rule: PolicyRule): number {
  const forecast = needsForecast(rule) ? 0 : sets.volatility | sets.correlation;
  return forecast | (followsCosts(rule) ? 0 : sets.cost);
}

/** The inputs that are known to be the same on both days: what they move is then exactly 0. */
function unchangedInputs({ today, yesterday }: ThresholdDays): number {
  const sameForecast =
    isSame(today.forecast.covariance, yesterday.forecast.covariance) &&
    isSame(today.forecast.referenceVariance, yesterday.forecast.referenceVariance) &&
    isSame(today.forecast.longRunVariance, yesterday.forecast.longRunVariance);
  const sameCosts =
    isSame(today.costs, yesterday.costs) && isSame(today.spreadsBps, yesterday.spreadsBps);
  return (sameForecast ? sets.volatility | sets.correlation : 0) | (sameCosts ? sets.cost : 0);
}

function isSame(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
