/**
 * The weights of the highest diversification ratio σᵀw / √(wᵀ Σ w) within limits.
 * Source: Choueifaty and Coignard 2008, "Toward maximum diversification".
 */
import { dot, quadraticForm } from '../risk/matrix.ts';
import type { Covariance, WeightBounds } from './allocation.ts';
import type { Attempt } from './attempt.ts';
import { findHighestRatio } from './highest-ratio.ts';
import { createQuadraticProgram } from './quadratic-program.ts';
import { residualOf } from './quadratic-residual.ts';
import { solveOnRidges } from './ridges.ts';

export type MaximumDiversificationOptions = {
  readonly bounds: WeightBounds;
  /** Weights near the wanted ones, such as those of the last look: the nearer, the faster. */
  readonly start?: Float64Array | undefined;
};

export function maximumDiversification(
  covariance: Covariance,
  { bounds, start }: MaximumDiversificationOptions,
): Attempt {
  const { assets, values } = covariance;
  const volatilities = new Float64Array(assets);
  for (let i = 0; i < assets; i++) volatilities[i] = Math.sqrt(values[i * (assets + 1)] as number);
  const near = start ?? new Float64Array(assets).fill(1 / assets);
  const firstFactor = quadraticForm(values, near) / dot(volatilities, near);
  const linear = new Float64Array(assets);
  return solveOnRidges(covariance, (ridge) => {
    const problem = { hessian: covariance, bounds, trading: null, ridge };
    const program = createQuadraticProgram(problem, start ?? bounds.lower);
    const search = { program, numerator: volatilities, linear, firstFactor };
    if (findHighestRatio(search) === null) return null;
    return { weights: program.state.weights, residual: residualOf(program.state, linear) };
  });
}
