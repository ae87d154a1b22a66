/**
 * Equal risk contributions, or contributions in proportion to budgets: w_i (Σ w)_i / wᵀ Σ w = b_i. Without limits that bind these
 * are exact; with limits those that bind take more or less, and the others share the rest. Limits of groups that bind move the weights
 * to the nearest within them, which is inexact.
 * Source: Maillard, Roncalli and Teiletche 2010, "The properties of equally weighted risk contribution portfolios".
 */
import { dot, multiply } from '../risk/matrix.ts';
import type { Allocation, Covariance, WeightBounds } from './allocation.ts';
import { type Attempt, allocationOf, noWeights, optimalResidual } from './attempt.ts';
import { type BoundedProblem, meetBudgetsWithin } from './bounded-budgets.ts';
import { isWithin } from './bounds.ts';
import { meetBudgets } from './budget-descent.ts';
import { projectWeights } from './project-weights.ts';

export type RiskBudgetOptions = {
  readonly bounds: WeightBounds;
  /** Above zero, in any unit; equal ones when absent. */
  readonly budgets?: Float64Array | undefined;
  /** Weights near the wanted ones, such as those of the last look: the nearer, the faster. */
  readonly start?: Float64Array | undefined;
};

export function riskBudgets(covariance: Covariance, options: RiskBudgetOptions): Attempt {
  const { assets, values } = covariance;
  const { bounds } = options;
  const volatilities = new Float64Array(assets);
  for (let i = 0; i < assets; i++) volatilities[i] = Math.sqrt(values[i * (assets + 1)] as number);
  const still = volatilities.findIndex((volatility) => !(volatility > 0));
  if (still >= 0) return { cause: `asset ${still + 1} has no variance` };
  const budgets = sharesOf(options.budgets ?? new Float64Array(assets).fill(1));
  const idle = budgets.findIndex((budget) => !(budget > 0));
  if (idle >= 0) return { cause: `asset ${idle + 1} has no budget` };
  const problem = { correlations: correlationsOf(covariance, volatilities), budgets, volatilities };
  const near = options.start ?? volatilities.map((volatility) => 1 / volatility);
  // A weight of nought would stay there.
  const point = near.map((weight, i) => Math.max(weight * (volatilities[i] as number), 1e-6));
  const residual = meetBudgets(problem, point);
  if (residual === null) return { cause: 'some mix of the assets has no variance' };
  const weights = sharesOf(point.map((value, i) => value / (volatilities[i] as number)));
  if (isWithin(weights, bounds)) return converged(weights, residual);
  return withinLimits(covariance, { ...problem, ...bounds }, weights);
}

function withinLimits(
  covariance: Covariance,
  problem: BoundedProblem & WeightBounds,
  weights: Float64Array,
): Allocation {
  const residual = meetBudgetsWithin(problem, weights);
  if (isWithin(weights, problem)) return converged(weights, residual);
  const nearest = projectWeights(weights, problem);
  if (nearest === null) return noWeights;
  const residualThere = differenceOf(covariance, nearest, problem.budgets);
  return allocationOf(nearest, { status: 'inexact', residual: residualThere });
}

function converged(weights: Float64Array, residual: number): Allocation {
  const status = residual <= optimalResidual ? 'converged' : 'inexact';
  return allocationOf(weights, { status, residual });
}

/** The largest between a share of the variance and its budget. */
function differenceOf(
  { values }: Covariance,
  weights: Float64Array,
  budgets: Float64Array,
): number {
  const slopes = new Float64Array(weights.length);
  multiply(values, weights, slopes);
  const variance = dot(weights, slopes);
  return weights.reduce((worst, weight, i) => {
    const share = (weight * (slopes[i] as number)) / variance;
    return Math.max(worst, Math.abs(share - (budgets[i] as number)));
  }, 0);
}

function sharesOf(values: Float64Array): Float64Array {
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
}

function correlationsOf({ assets, values }: Covariance, volatilities: Float64Array): Float64Array {
  const correlations = new Float64Array(assets * assets);
  for (let i = 0; i < assets; i++) {
    const inverse = 1 / (volatilities[i] as number);
    for (let j = 0; j < assets; j++) {
      const cell = i * assets + j;
      correlations[cell] = ((values[cell] as number) * inverse) / (volatilities[j] as number);
    }
    correlations[i * (assets + 1)] = 1;
  }
  return correlations;
}
