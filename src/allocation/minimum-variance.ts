/**
 * The weights of least variance within limits, minimise ½ wᵀ Σ w − qᵀ w, also beside the price of trading there from weights held now,
 *   Σ (c_i / a) |w_i − w0_i|,  c_i the cost of a unit of notional, a the aversion to risk.
 * q is 0 for the least variance of all; Σ t for the least variance against weights t.
 * Source: Markowitz 1952, "Portfolio selection".
 */
import type { Covariance, WeightBounds } from './allocation.ts';
import { type Attempt, optimalResidual } from './attempt.ts';
import { createQuadraticProgram } from './quadratic-program.ts';
import { residualOf } from './quadratic-residual.ts';
import { solveOnRidges } from './ridges.ts';

/** Steps that take a ridge back out of the weights, each from where the last ended. */
const mostRefinements = 10;

export type Trading = {
  /** Weights held now, sum 1. */
  readonly current: Float64Array;
  /** Of a unit of notional, by asset. */
  readonly costs: Float64Array;
  /** How much half a unit of variance counts beside a unit of cost; above zero. */
  readonly riskAversion: number;
};

export type MinimumVarianceOptions = {
  readonly bounds: WeightBounds;
  readonly trading?: Trading | undefined;
  /** q; nought when absent. */
  readonly linear?: Float64Array | undefined;
  /** Weights near the wanted ones, such as those of the last look: the nearer, the faster. */
  readonly start?: Float64Array | undefined;
};

export function minimumVariance(covariance: Covariance, options: MinimumVarianceOptions): Attempt {
  const { bounds, trading } = options;
  const start = options.start ?? trading?.current ?? bounds.lower;
  const { assets } = covariance;
  const linear = options.linear ?? new Float64Array(assets);
  const pulled = new Float64Array(assets);
  return solveOnRidges(covariance, (ridge) => {
    const problem = { hessian: covariance, bounds, trading: pricesOf(trading), ridge };
    const program = createQuadraticProgram(problem, start);
    const { state } = program;
    if (program.solve(linear) !== 'optimal') return null;
    let residual = residualOf(state, linear);
    for (let k = 0; ridge > 0 && residual > optimalResidual && k < mostRefinements; k++) {
      for (let i = 0; i < assets; i++)
        pulled[i] = (linear[i] as number) + ridge * (state.weights[i] as number);
      if (program.solve(pulled) !== 'optimal') return null;
      residual = residualOf(state, linear);
    }
    return { weights: state.weights, residual };
  });
}

function pricesOf(trading: Trading | undefined) {
  if (trading === undefined) return null;
  const { current, costs, riskAversion } = trading;
  return { current, costs: costs.map((cost) => cost / riskAversion) };
}
