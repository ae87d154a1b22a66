/**
 * Several covariance forecasts as one, by mixing the factors of their precisions: with L_k L_kᵀ = Σ_k⁻¹, L = Σ_k π_k L_k and
 * Σ = (L Lᵀ)⁻¹. The weights π, on the simplex, are those that would have made the last N days most likely:
 *   max_π Σ_t [Σ_i ln Σ_k π_k L_k,t,ii − ½‖Σ_k π_k L_k,tᵀ r_t‖²].
 * Factors depend on the order of the assets, and so a little do weights and Σ. An asset without a return on a day comes first in
 * that day's factors, so that the likelihood of the others is exact.
 * Source: Johansson, Ogut, Pelger, Schmelzer and Boyd (2023), "A Simple Method for Predicting Covariance Matrices of Financial
 * Returns", section 3, and their package cvxcovariance.
 */
import type { CovarianceForecaster, DailyReturns } from '../../risk/covariance-forecaster.ts';
import { covarianceOfFactor, factorPrecision, whiten } from '../../risk/precision-factor.ts';
import { createMixLikelihood } from './mix-likelihood.ts';
import { maximiseOnSimplex } from './simplex-maximum.ts';

/** Of the log-likelihood of the window. */
const tolerance = 1e-7;
const maximumSteps = 50;

export type CovarianceMix = CovarianceForecaster & {
  /** π of the last forecast, and how far its likelihood may be from the best. */
  weights(): { readonly weights: Float64Array; readonly gap: number };
};

export function createCovarianceMix(
  returns: DailyReturns,
  options: {
    readonly name: string;
    readonly experts: readonly CovarianceForecaster[];
    /** N. */
    readonly windowDays: number;
  },
): CovarianceMix {
  const { assets, values } = returns;
  const { experts } = options;
  const cells = assets * assets;
  const covariances = experts.map(() => new Float64Array(cells));
  const factors = experts.map(() => new Float64Array(cells));
  const work = new Float64Array(cells);
  const mixed = new Float64Array(cells);
  const whitened = experts.map(() => new Float64Array(assets));
  const likelihood = createMixLikelihood({ ...options, experts: experts.length, assets });
  const order = Int32Array.from({ length: assets }, (_, i) => i);
  let hasForecasts = false;
  const even = new Float64Array(experts.length).fill(1 / experts.length);
  let best: { readonly weights: Float64Array; readonly gap: number } = { weights: even, gap: 0 };

  const factorAll = (): boolean =>
    covariances.every((covariance, k) =>
      factorPrecision(covariance, { order, work }, factors[k] as Float64Array),
    );

  const scoreForecasts = (day: number): void => {
    const offset = day * assets;
    const isMissing = (i: number): boolean => Number.isNaN(values[offset + i] as number);
    const missing = missingFirst(order, isMissing);
    if (missing.hasMoved && !factorAll()) return;
    if (missing.count === assets) return;
    factors.forEach((factor, k) => {
      whiten(factor, { order, values, offset }, whitened[k] as Float64Array);
    });
    likelihood.add({ factors, whitened, from: missing.count });
    const { weights } = best;
    best = maximiseOnSimplex(likelihood, { start: weights, tolerance, maximumSteps });
  };

  const observe = (day: number): void => {
    if (hasForecasts) scoreForecasts(day);
    for (const expert of experts) expert.observe(day);
    hasForecasts =
      experts.every((expert, k) => expert.covariance(covariances[k] as Float64Array)) &&
      factorAll();
  };

  const covariance = (out: Float64Array): boolean => {
    if (!hasForecasts) return false;
    mixed.fill(0);
    factors.forEach((factor, k) => {
      const weight = best.weights[k] as number;
      for (let c = 0; c < cells; c++)
        mixed[c] = (mixed[c] as number) + weight * (factor[c] as number);
    });
    covarianceOfFactor(mixed, { order, work }, out);
    return true;
  };

  return { name: options.name, observe, covariance, weights: () => best };
}

/** Reorders so that the missing assets come first, else by number. */
function missingFirst(
  order: Int32Array,
  isMissing: (i: number) => boolean,
): { count: number; hasMoved: boolean } {
  let count = 0;
  let hasMoved = false;
  let at = 0;
  for (const wanted of [true, false]) {
    for (let i = 0; i < order.length; i++) {
      if (isMissing(i) !== wanted) continue;
      if (wanted) count++;
      if (order[at] !== i) hasMoved = true;
      order[at++] = i;
    }
  }
  return { count, hasMoved };
}
