/**
 * Equal risk contributions, or contributions in proportion to budgets: w_i (Σ w)_i / wᵀ Σ w = b_i. Without limits that bind these
 * are exact; with limits they are as near as the same convex problem allows within them.
 * Source: Maillard, Roncalli and Teiletche 2010, "The properties of equally weighted risk contribution portfolios".
 */
import type { Allocation, Covariance, WeightBounds } from './allocation.ts';
import { type Attempt, allocationOf, optimalResidual } from './attempt.ts';
import { meetBudgetsWithin } from './bounded-budgets.ts';
import { isWithin } from './bounds.ts';
import { meetBudgets } from './budget-descent.ts';

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
  const problem = { correlations: correlationsOf(covariance, volatilities), budgets };
  const near = options.start ?? volatilities.map((volatility) => 1 / volatility);
  // A weight of nought would stay there.
  const point = near.map((weight, i) => Math.max(weight * (volatilities[i] as number), 1e-6));
  const residual = meetBudgets(problem, point);
  if (residual === null) return { cause: 'some mix of the assets has no variance' };
  const weights = sharesOf(point.map((value, i) => value / (volatilities[i] as number)));
  if (isWithin(weights, bounds)) return converged(weights, residual);
  return withinLimits(covariance, { bounds, budgets, weights });
}

function withinLimits(
  covariance: Covariance,
  {
    bounds,
    budgets,
    weights,
  }: {
    readonly bounds: WeightBounds;
    readonly budgets: Float64Array;
    /** Those that meet the budgets without limits. */
    readonly weights: Float64Array;
  },
): Attempt {
  const mayHold = (_: number, i: number): boolean =>
    (bounds.upper[i] as number) > 0 &&
    bounds.groups.every(({ members, upper }) => upper > 0 || !members.includes(i));
  const held = (values: Float64Array): Float64Array =>
    sharesOf(values.map((value, i) => (mayHold(value, i) ? value : 0)));
  const limited = { bounds, budgets: held(budgets), near: held(weights) };
  const found = meetBudgetsWithin(covariance, limited);
  if (found === null) return { cause: 'no weights above zero were found within the limits' };
  return converged(found.weights, found.residual);
}

function converged(weights: Float64Array, residual: number): Allocation {
  const status = residual <= optimalResidual ? 'converged' : 'inexact';
  return allocationOf(weights, { status, residual });
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
