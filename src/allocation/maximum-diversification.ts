/**
 * The weights of the highest diversification ratio σᵀw / √(wᵀ Σ w) within limits. They minimise ½ wᵀ Σ w − μ σᵀw for the one μ at
 * which μ σᵀw = wᵀ Σ w; limits hold for the weights themselves, since no variable is scaled. μ is found by Newton steps: as long as
 * the same weights are free, they move on a line as μ does.
 * Source: Choueifaty and Coignard 2008, "Toward maximum diversification"; the one μ as in Dinkelbach 1967, "On nonlinear fractional
 * programming".
 */
import { dot, quadraticForm } from '../risk/matrix.ts';
import type { Covariance, WeightBounds } from './allocation.ts';
import type { Attempt } from './attempt.ts';
import { createQuadraticProgram, type QuadraticProgram } from './quadratic-program.ts';
import { residualOf } from './quadratic-residual.ts';
import { solveOnRidges } from './ridges.ts';

const mostSteps = 60;
/** Of the variance: how near μ σᵀw must come to it. */
const tolerance = 1e-14;

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
    if (!findFactor({ program, volatilities, linear, firstFactor })) return null;
    return { weights: program.state.weights, residual: residualOf(program.state, linear) };
  });
}

type Search = {
  readonly program: QuadraticProgram;
  readonly volatilities: Float64Array;
  /** μ σ, left at the one μ. */
  readonly linear: Float64Array;
  readonly firstFactor: number;
};

/** Newton steps for μ between those found too low and too high; false when the program has no answer. */
function findFactor({ program, volatilities, linear, firstFactor }: Search): boolean {
  const { weights, gradient } = program.state;
  let factor = firstFactor > 0 ? firstFactor : 1;
  let [low, high] = [0, Number.POSITIVE_INFINITY];
  for (let step = 0; step < mostSteps; step++) {
    for (let i = 0; i < linear.length; i++) linear[i] = factor * (volatilities[i] as number);
    if (program.solve(linear) !== 'optimal') return false;
    const sum = dot(volatilities, weights);
    const excess = -dot(weights, gradient);
    const variance = factor * sum - excess;
    if (sum > 0 && Math.abs(excess) <= tolerance * variance) return true;
    if (sum > 0 && excess > 0) high = factor;
    else low = factor;
    const response = program.responseTo(volatilities);
    const next = (variance - response * factor ** 2) / (sum - response * factor);
    if (next > low && next < high) factor = next;
    else factor = high < Number.POSITIVE_INFINITY ? (low + high) / 2 : 2 * factor;
    if (factor <= low || factor >= high) return sum > 0;
  }
  return false;
}
