/**
 * The risk-aware no-trade region: trade only if the best flows gain more than an event costs,
 * gain = penalty(w0) − penalty(w*) − Σ c|f| > F, with penalty (κ/2)(w − p)ᵀ M (w − p). `geometry` is the same rule with the
 * metric that needs no forecast.
 */
import { invariant } from '../base/errors.ts';
import type { Reason } from '../base/reasons.ts';
import { invertPositiveDefinite, quadraticForm } from '../risk/matrix.ts';
import type { RiskForecast } from '../risk/risk-forecast.ts';
import { creditOf, shortOf } from './margin.ts';
import { bps, type Look, type Policy, type PolicyContext } from './policy.ts';
import { geometryMetric, regionMetric } from './region-metric.ts';
import { createRegionProof } from './region-proof.ts';
import { createRegionSolver, type RegionSolution } from './region-solver.ts';
import { createRegionProblem } from './region-state.ts';
import type { RegionSettings } from './settings.ts';

/** With no event cost a solve must come this near to the optimum, as a fraction of NAV. */
const toleranceWithoutEvent = 1e-9;

export function createRegion(
  context: PolicyContext,
  settings: RegionSettings & { usesForecast: boolean },
): Policy {
  const { targets, markets, margin } = context;
  const assets = targets.length;
  const eventCost = settings.eventCostBps / 1e4;
  const tolerance = eventCost > 0 ? eventCost / 1e3 : toleranceWithoutEvent;
  const geometry = geometryMetric(targets, context.cashTarget);
  const multipliers = new Float64Array(assets).fill(1);
  const curvature = new Float64Array(assets * assets);
  const inverse = new Float64Array(assets * assets);
  const metric = new Float64Array(assets * assets);
  const factor = new Float64Array(assets * assets);
  const problem = createRegionProblem({ markets, curvature, inverse });
  const driftAbs = new Float64Array(assets);
  const solver = createRegionSolver(assets);
  // Written anew at each look: objects of their own would be made for every bar.
  const reach = new Float64Array(assets);
  const start = { driftAbs, sellable: targets, spendable: 0 };
  const options = { tolerance, threshold: eventCost };
  const proof = createRegionProof(markets, assets);
  const reasonsOfForecast: Reason[] = [];

  const readDrift = (weights: Float64Array): void => {
    for (let i = 0; i < assets; i++) driftAbs[i] = (weights[i] as number) - (targets[i] as number);
  };

  /** What is held, and on margin how far below that it may go. */
  const sellableOf = (weights: Float64Array): Float64Array => {
    if (margin === undefined) return weights;
    for (let i = 0; i < assets; i++) reach[i] = (weights[i] as number) + shortOf(margin);
    return reach;
  };

  /** False when the metric is not positive definite; nothing can be solved with it then. */
  const useMetric = (shape: Float64Array): boolean => {
    for (let k = 0; k < shape.length; k++) curvature[k] = settings.tightness * (shape[k] as number);
    proof.renew(curvature);
    return invertPositiveDefinite(curvature, assets, inverse, factor);
  };
  invariant(useMetric(geometry), 'the geometry of weights must be positive definite');

  const solve = (look: Look, flows: Float64Array, threshold: number): RegionSolution => {
    readDrift(look.weights);
    // Always from nothing: a decision depends on this look alone, in a backtest as live.
    flows.fill(0);
    start.sellable = sellableOf(look.weights);
    start.spendable = look.cash + creditOf(margin);
    options.threshold = threshold;
    return solver.solve(problem, start, flows, options);
  };

  return {
    multipliers,
    distance(weights) {
      readDrift(weights);
      return Math.sqrt(quadraticForm(curvature, driftAbs) / 2);
    },
    observe(forecast: RiskForecast) {
      reasonsOfForecast.length = 0;
      if (!settings.usesForecast) return;
      const isUsable = regionMetric(forecast, { ...settings, geometry }, metric, multipliers);
      if (isUsable && useMetric(metric)) return;
      multipliers.fill(1);
      useMetric(geometry);
      reasonsOfForecast.push({
        code: 'MULTIPLIER_NEUTRAL',
        cause: 'there is no usable forecast',
      });
    },
    decide(look, flows) {
      readDrift(look.weights);
      if (look.cash >= 0 && proof.settles(driftAbs, eventCost)) return false;
      const { status, gain, mostGain } = solve(look, flows, eventCost);
      const excess = solver.excess();
      if (excess !== null) proof.keep(mostGain, driftAbs, excess);
      return (status === 'solved' || status === 'inexact') && gain > eventCost;
    },
    explain(look): Reason[] {
      const flows = new Float64Array(markets.length);
      const { status, gain, cost, penaltyBefore } = solve(look, flows, Number.NEGATIVE_INFINITY);
      if (status === 'inside') {
        return [{ code: 'REGION_INSIDE', penaltyBps: bps(penaltyBefore) }, ...reasonsOfForecast];
      }
      const figures = {
        costBps: bps(cost),
        eventCostBps: settings.eventCostBps,
        savedBps: bps(gain + cost),
      };
      const code = gain > eventCost ? 'REGION_LEFT' : 'COST_EXCEEDS_BENEFIT';
      return [{ code, ...figures }, ...reasonsOfForecast];
    },
  };
}
