/**
 * Risk budgets within limits of weights: minimise ½ xᵀ C x − λ Σ b_i ln x_i with l_i ≤ x_i ≤ u_i, x = σ w in units of volatility, at
 * the one λ at which the weights sum to 1. Weights at a limit take more or less risk than their budget; the others share what is left
 * of it in proportion to theirs. Coordinate steps as without limits, cut off at them; λ by regula falsi (Illinois) on its logarithm.
 * Source: Richard and Roncalli 2019, "Constrained risk budgeting portfolios: theory, algorithms, applications and puzzles".
 */
import { dot, multiply } from '../risk/matrix.ts';
import type { BudgetProblem } from './budget-descent.ts';

const mostCycles = 2_000;
const mostSteps = 200;
/** Of the largest x: what a cycle may still change; of the sum of weights: how far from 1 it may be. */
const tolerance = 1e-15;
const sumTolerance = 1e-14;

export type BoundedProblem = BudgetProblem & {
  readonly volatilities: Float64Array;
  /** Of weights; with sums that allow for 1. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
};

/** Leaves the weights in `weights`, which holds the start, all above zero; gives the largest violation as a share of the variance. */
export function meetBudgetsWithin(problem: BoundedProblem, weights: Float64Array): number {
  const { volatilities, correlations } = problem;
  const point = weights.map((weight, i) => weight * (volatilities[i] as number));
  const slopes = new Float64Array(point.length);
  const sumAt = (logScale: number): number => {
    descend(problem, { point, slopes, scale: Math.exp(logScale) });
    let sum = -1;
    for (let i = 0; i < point.length; i++)
      sum += (point[i] as number) / (volatilities[i] as number);
    return sum;
  };
  multiply(correlations, point, slopes);
  const logScale = findScale(sumAt, Math.log(dot(point, slopes)));
  for (let i = 0; i < point.length; i++) {
    const weight = (point[i] as number) / (volatilities[i] as number);
    const least = problem.lower[i] as number;
    weights[i] = Math.min(problem.upper[i] as number, Math.max(least, weight));
  }
  return violationOf(problem, { point, slopes, scale: Math.exp(logScale) });
}

type Place = {
  readonly point: Float64Array;
  readonly slopes: Float64Array;
  readonly scale: number;
};

/** Cycles at one λ until nothing changes. */
function descend(problem: BoundedProblem, { point, slopes, scale }: Place): void {
  const { correlations, budgets, volatilities, lower, upper } = problem;
  const n = point.length;
  for (let cycle = 0; cycle < mostCycles; cycle++) {
    multiply(correlations, point, slopes);
    let [largest, changed] = [0, 0];
    for (let i = 0; i < n; i++) {
      const old = point[i] as number;
      const other = (slopes[i] as number) - old;
      const budget = scale * (budgets[i] as number);
      const root = Math.sqrt(other * other + 4 * budget);
      const free = other > 0 ? (2 * budget) / (root + other) : (root - other) / 2;
      const volatility = volatilities[i] as number;
      const least = volatility * (lower[i] as number);
      const next = Math.min(volatility * (upper[i] as number), Math.max(least, free));
      const change = next - old;
      if (change === 0) continue;
      point[i] = next;
      const row = i * n;
      for (let j = 0; j < n; j++)
        slopes[j] = (slopes[j] as number) + change * (correlations[row + j] as number);
      changed = Math.max(changed, Math.abs(change));
      largest = Math.max(largest, next);
    }
    if (changed <= tolerance * largest) return;
  }
}

/** The ln λ at which a rising function of it is nought; x is left there. */
function findScale(sumAt: (logScale: number) => number, start: number): number {
  let low = { at: start, sum: sumAt(start) };
  let high = low;
  for (let step = 1; low.sum > 0 && step < mostSteps; step++) {
    low = { at: low.at - step, sum: sumAt(low.at - step) };
  }
  for (let step = 1; high.sum < 0 && step < mostSteps; step++) {
    high = { at: high.at + step, sum: sumAt(high.at + step) };
  }
  let at = start;
  for (let step = 0; step < mostSteps; step++) {
    const chord = (low.at * high.sum - high.at * low.sum) / (high.sum - low.sum);
    // Every third step halves, since a chord alone may creep up from one side.
    const isChord = step % 3 < 2 && chord > low.at && chord < high.at;
    at = isChord ? chord : (low.at + high.at) / 2;
    const sum = sumAt(at);
    if (Math.abs(sum) <= sumTolerance || at === low.at || at === high.at) return at;
    if (sum < 0) low = { at, sum };
    else high = { at, sum };
  }
  return at;
}

/** A weight at a limit may be pushed against it. */
function violationOf(problem: BoundedProblem, { point, slopes, scale }: Place): number {
  const { budgets, volatilities, lower, upper, correlations } = problem;
  multiply(correlations, point, slopes);
  let worst = 0;
  for (let i = 0; i < point.length; i++) {
    const value = point[i] as number;
    const push = scale * (budgets[i] as number) - value * (slopes[i] as number);
    const volatility = volatilities[i] as number;
    const isHeld =
      push > 0
        ? value >= volatility * (upper[i] as number)
        : value <= volatility * (lower[i] as number);
    if (!isHeld) worst = Math.max(worst, Math.abs(push));
  }
  return worst / dot(point, slopes);
}
