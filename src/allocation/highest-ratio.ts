/**
 * The weights of the highest ratio aᵀw / √(wᵀ H w) within the limits of a quadratic program. They minimise ½ wᵀ H w − μ aᵀw for the one
 * μ at which μ aᵀw = wᵀ H w; limits hold for the weights themselves, since no variable is scaled. μ is found by Newton steps: as long
 * as the same weights are free, they move on a line as μ does.
 * Source: the one μ as in Dinkelbach 1967, "On nonlinear fractional programming".
 */
import { dot } from '../risk/matrix.ts';
import type { QuadraticProgram } from './quadratic-program.ts';

const mostSteps = 60;
/** Of wᵀ H w: how near μ aᵀw must come to it. */
const tolerance = 1e-14;

export type RatioSearch = {
  readonly program: QuadraticProgram;
  /** a. */
  readonly numerator: Float64Array;
  /** μ a, left at the one μ. */
  readonly linear: Float64Array;
  /** Where the search for μ begins. */
  readonly firstFactor: number;
};

/** Newton steps for μ between those found too low and too high; gives it, null when the program has no answer. */
export function findHighestRatio(search: RatioSearch): number | null {
  const { program, numerator, linear, firstFactor } = search;
  const { weights, gradient } = program.state;
  let factor = firstFactor > 0 ? firstFactor : 1;
  let [low, high] = [0, Number.POSITIVE_INFINITY];
  for (let step = 0; step < mostSteps; step++) {
    for (let i = 0; i < linear.length; i++) linear[i] = factor * (numerator[i] as number);
    if (program.solve(linear) !== 'optimal') return null;
    const sum = dot(numerator, weights);
    const excess = -dot(weights, gradient);
    const form = factor * sum - excess;
    if (sum > 0 && Math.abs(excess) <= tolerance * form) return factor;
    if (sum > 0 && excess > 0) high = factor;
    else low = factor;
    const response = program.responseTo(numerator);
    const next = (form - response * factor ** 2) / (sum - response * factor);
    if (next > low && next < high) factor = next;
    else factor = high < Number.POSITIVE_INFINITY ? (low + high) / 2 : 2 * factor;
    if (factor <= low || factor >= high) return sum > 0 ? factor : null;
  }
  return null;
}
