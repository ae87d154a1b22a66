/**
 * Weights by risk budgets, in units of volatility: the one y > 0 with y_i (C y)_i = b_i for a correlation matrix C and budgets b of sum
 * 1, which minimises ½ yᵀ C y − Σ b_i ln y_i. Cyclic coordinate steps
 *   y_i = (−a_i + √(a_i² + 4 b_i)) / 2,  a_i = Σ_{j≠i} C_ij y_j,
 * with yᵀ C y brought back to 1 after each cycle; damped Newton steps where cycles do not end.
 * Sources: Spinu 2013, "An algorithm for computing risk parity weights"; Griveau-Billion, Richard and Roncalli 2013, "A fast algorithm
 * for computing high-dimensional risk parity portfolios".
 */
import { dot, factorPositiveDefinite, multiply, solveFactored } from '../risk/matrix.ts';

const mostCycles = 200;
const mostNewtonSteps = 100;
/** Largest difference between a share of the risk and its budget. */
const tolerance = 1e-14;
/** Of the squared sum of y: less variance than that is none but for rounding. */
const smallestVariance = 1e-14;

export type BudgetProblem = {
  /** n × n, row-major. */
  readonly correlations: Float64Array;
  /** Above zero, sum 1. */
  readonly budgets: Float64Array;
};

/** Leaves y in `point`, which holds the start; gives the largest difference |y_i (C y)_i − b_i|, null where there is no solution. */
export function meetBudgets(problem: BudgetProblem, point: Float64Array): number | null {
  const slopes = new Float64Array(point.length);
  let worst = Number.POSITIVE_INFINITY;
  if (!rescale(problem, point, slopes)) return null;
  for (let cycle = 0; cycle < mostCycles; cycle++) {
    descend(problem, point, slopes);
    if (!rescale(problem, point, slopes)) return null;
    const found = worstOf(problem, point, slopes);
    // Below a hundred times the tolerance only rounding is left where a cycle gains nothing.
    if (found <= tolerance || (found >= worst && worst < 100 * tolerance)) return found;
    worst = found;
  }
  return newton(problem, point, slopes);
}

/** One cycle; the slopes C y follow each step. */
function descend(
  { correlations, budgets }: BudgetProblem,
  point: Float64Array,
  slopes: Float64Array,
): void {
  const n = point.length;
  for (let i = 0; i < n; i++) {
    const old = point[i] as number;
    const other = (slopes[i] as number) - old;
    // The root that does not subtract what is nearly equal.
    const root = Math.sqrt(other * other + 4 * (budgets[i] as number));
    const next = other > 0 ? (2 * (budgets[i] as number)) / (root + other) : (root - other) / 2;
    point[i] = next;
    const change = next - old;
    const row = i * n;
    for (let j = 0; j < n; j++)
      slopes[j] = (slopes[j] as number) + change * (correlations[row + j] as number);
  }
}

/** Makes yᵀ C y 1, with slopes from scratch; false where y has no variance. */
function rescale(
  { correlations }: BudgetProblem,
  point: Float64Array,
  slopes: Float64Array,
): boolean {
  multiply(correlations, point, slopes);
  const variance = dot(point, slopes);
  const sum = point.reduce((total, value) => total + value, 0);
  if (!(variance > smallestVariance * sum * sum)) return false;
  const factor = 1 / Math.sqrt(variance);
  for (let i = 0; i < point.length; i++) {
    point[i] = (point[i] as number) * factor;
    slopes[i] = (slopes[i] as number) * factor;
  }
  return true;
}

function worstOf({ budgets }: BudgetProblem, point: Float64Array, slopes: Float64Array): number {
  let worst = 0;
  for (let i = 0; i < point.length; i++) {
    const difference = (point[i] as number) * (slopes[i] as number) - (budgets[i] as number);
    worst = Math.max(worst, Math.abs(difference));
  }
  return worst;
}

/** Steps of the Hessian C + diag(b_i / y_i²), shortened while the objective has not fallen enough. */
function newton(problem: BudgetProblem, point: Float64Array, slopes: Float64Array): number | null {
  const { correlations, budgets } = problem;
  const n = point.length;
  const hessian = new Float64Array(n * n);
  const lower = new Float64Array(n * n);
  const step = new Float64Array(n);
  let worst = Number.POSITIVE_INFINITY;
  for (let count = 0; count < mostNewtonSteps; count++) {
    if (!rescale(problem, point, slopes)) return null;
    const found = worstOf(problem, point, slopes);
    if (found <= tolerance || (found >= worst / 2 && worst < 1e4 * tolerance)) return found;
    worst = found;
    hessian.set(correlations);
    for (let i = 0; i < n; i++) {
      const share = (budgets[i] as number) / (point[i] as number);
      hessian[i * (n + 1)] = (hessian[i * (n + 1)] as number) + share / (point[i] as number);
      step[i] = share - (slopes[i] as number);
    }
    if (!factorPositiveDefinite(hessian, n, lower)) return null;
    const push = step.slice();
    solveFactored(lower, n, step);
    // Self-concordance: with a decrement this large in units of the smallest budget, so long a step stays inside.
    const least = budgets.reduce((smallest, budget) => Math.min(smallest, budget), 1);
    const decrement = Math.sqrt(Math.max(0, dot(push, step)) / least);
    const length = 1 / (1 + (decrement > 0.25 ? decrement : 0));
    for (let i = 0; i < n; i++) point[i] = (point[i] as number) + length * (step[i] as number);
  }
  return null;
}
