/**
 * Risk budgets within limits of weights and of their sums in groups: minimise ½ yᵀ Σ y − λ Σ b_i ln y_i for any λ > 0, where the
 * weights w = y / Σ y meet the limits. Without limits that bind these meet their budgets; with them there is still one solution.
 * Newton steps: the limits of y / Σ y are a cone, so the quadratic model at w with λ = wᵀ Σ w,
 *   ½ yᵀ H y − 2 λ aᵀy,  H = Σ + λ diag(b_i / w_i²),  a_i = b_i / w_i,
 * is least on the ray of the weights with the highest ratio aᵀw / √(wᵀ H w). Each step goes as far as the objective falls.
 * Sources: Spinu 2013, "An algorithm for computing risk parity weights"; limits of y / Σ y as skfolio and Riskfolio-Lib have them.
 */
import { dot, multiply, quadraticForm } from '../risk/matrix.ts';
import type { Covariance, WeightBounds } from './allocation.ts';
import { optimalResidual } from './attempt.ts';
import { findHighestRatio } from './highest-ratio.ts';
import { projectWeights } from './project-weights.ts';
import { createQuadraticProgram, type QuadraticProgram } from './quadratic-program.ts';
import { residualOf } from './quadratic-residual.ts';
import type { Solved } from './ridges.ts';

const mostSteps = 100;
/** Of a residual: below it another step gains little more than rounding. */
const smallResidual = 1e-13;
/** Of the wanted weights: what the first point keeps of each at least. */
const keptShares = [1e-2, 1e-4, 1e-6] as const;
const mostHalvings = 40;

export type BoundedBudgets = {
  /** Sum 1; 0 of assets that may not be held, above it of others. */
  readonly budgets: Float64Array;
  readonly bounds: WeightBounds;
  /** Sum 1, above zero where there is a budget; they need not meet the limits. */
  readonly near: Float64Array;
};

/**
 * The residual is the largest violation of the conditions of the minimum beside the largest slope. Null where no weights are found that
 * are all above zero.
 */
export function meetBudgetsWithin(covariance: Covariance, problem: BoundedBudgets): Solved | null {
  const point = insideOf(problem);
  if (point === null) return null;
  let best: Solved | null = null;
  let start = point;
  for (let count = 0; count < mostSteps; count++) {
    const step = stepFrom({ point, start }, covariance, problem);
    if (step === null) return best;
    const { weights, residual, move } = step;
    const isBetter = residual < (best?.residual ?? Number.POSITIVE_INFINITY);
    const isNear = best !== null && best.residual <= optimalResidual;
    if (isNear && !isBetter) return best;
    if (isBetter) best = { weights, residual };
    if (residual <= smallResidual) return best;
    start = weights;
    const length = lengthOf(covariance, problem.budgets, { point, move });
    for (let i = 0; i < point.length; i++)
      point[i] = (point[i] as number) + length * (move[i] as number);
    const sum = point.reduce((total, value) => total + value, 0);
    for (let i = 0; i < point.length; i++) point[i] = (point[i] as number) / sum;
  }
  return best;
}

/** Weights within the limits, above zero where there is a budget; null where none are found. */
function insideOf({ near, bounds }: BoundedBudgets): Float64Array | null {
  for (const share of keptShares) {
    const lower = near.map((weight, i) => {
      const most = bounds.upper[i] as number;
      return Math.max(bounds.lower[i] as number, Math.min(most, share * weight));
    });
    const found = projectWeights(near, { ...bounds, lower });
    if (found !== null) return found;
  }
  return null;
}

/** From a point to the minimum of the quadratic model there, a multiple of weights within the limits. */
type Step = Solved & { readonly move: Float64Array };

function stepFrom(
  { point, start }: { readonly point: Float64Array; readonly start: Float64Array },
  { assets, values }: Covariance,
  { budgets, bounds }: BoundedBudgets,
): Step | null {
  const variance = quadraticForm(values, point);
  const pulls = budgets.map((budget, i) => (budget > 0 ? budget / (point[i] as number) : 0));
  const curvatures = pulls.map((pull, i) =>
    pull > 0 ? (variance * pull) / (point[i] as number) : 0,
  );
  const hessian = { assets, values: values.slice() };
  for (let i = 0; i < assets; i++) {
    const cell = i * (assets + 1);
    hessian.values[cell] = (values[cell] as number) + (curvatures[i] as number);
  }
  const program = createQuadraticProgram({ hessian, bounds, trading: null, ridge: 0 }, start);
  const linear = new Float64Array(assets);
  const search = { program, numerator: pulls, linear, firstFactor: 2 * variance };
  const factor = findHighestRatio(search);
  if (factor === null) return null;
  const { weights } = program.state;
  const scale = (2 * variance) / factor;
  const move = weights.map((weight, i) => scale * weight - (point[i] as number));
  return { weights, move, residual: residualAt(program, { values, budgets, curvatures }) };
}

/** Of the objective itself, with the multipliers of the model: the slopes H w less `linear` are Σ w less λ b_i / w_i. */
function residualAt(
  { state }: QuadraticProgram,
  by: {
    readonly values: Float64Array;
    readonly budgets: Float64Array;
    readonly curvatures: Float64Array;
  },
): number {
  const { weights } = state;
  const variance = quadraticForm(by.values, weights);
  const linear = weights.map((weight, i) => {
    const budget = by.budgets[i] as number;
    const pull = budget > 0 ? (variance * budget) / weight : 0;
    return (by.curvatures[i] as number) * weight + pull;
  });
  return residualOf(state, linear);
}

/** The share of a move, at most all, at which the objective is least. */
function lengthOf(
  { assets, values }: Covariance,
  budgets: Float64Array,
  { point, move }: { readonly point: Float64Array; readonly move: Float64Array },
): number {
  const along = new Float64Array(assets);
  multiply(values, move, along);
  const [slope, curve] = [dot(along, point), dot(along, move)];
  const variance = quadraticForm(values, point);
  const rises = (length: number): boolean => {
    const pull = budgets.reduce((sum, budget, i) => {
      const change = move[i] as number;
      return budget > 0 ? sum + (budget * change) / ((point[i] as number) + length * change) : sum;
    }, 0);
    return slope + length * curve > variance * pull;
  };
  if (!rises(1)) return 1;
  let [low, high] = [0, 1];
  for (let halving = 0; halving < mostHalvings; halving++) {
    const middle = (low + high) / 2;
    if (rises(middle)) high = middle;
    else low = middle;
  }
  return low;
}
