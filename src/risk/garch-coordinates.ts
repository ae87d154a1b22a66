/**
 * The parameters of GARCH as six coordinates whose limits do not depend on each other, of returns scaled to unit variance:
 * base ω, stay b, up α, down α + γ, mean μ and tail 1/ν, with β = b (1 − h) and h = (up + down)/2, so that
 * 1 − π = (1 − b)(1 − h). What a model does not have is held: the mean of a zero-mean model and the tail of normal
 * innovations; without asymmetry down is up; with variance targeting ω is 1 − π, because the variance of the sample is 1.
 */
import type { GarchModel, GarchParameters } from './garch.ts';
import type { GarchGradient } from './garch-likelihood.ts';

const coordinateCount = 6;
const [base, stay, up, down, mean, tail] = [0, 1, 2, 3, 4, 5] as const;

const smallestBase = 1e-8;
const largestBase = 10;
/** Below 1, so that variances return to a level, if only after thousands of years. */
const largestWeight = 1 - 1e-6;
const fewestDegrees = 2.05;
const mostDegrees = 500;

/** Equal limits hold a coordinate. The mean is within a standard deviation of the sample's. */
export function coordinateLimits(
  model: GarchModel,
  sampleMean: number,
): { readonly lower: Float64Array; readonly upper: Float64Array } {
  const lower = new Float64Array(coordinateCount);
  const upper = new Float64Array(coordinateCount);
  const limit = (coordinate: number, from: number, to: number): void => {
    lower[coordinate] = from;
    upper[coordinate] = to;
  };
  if (!model.varianceTargeting) limit(base, smallestBase, largestBase);
  limit(stay, 0, largestWeight);
  limit(up, 0, largestWeight);
  if (model.asymmetric) limit(down, 0, largestWeight);
  if (model.mean === 'constant') limit(mean, sampleMean - 1, sampleMean + 1);
  if (model.innovations === 'student-t') limit(tail, 1 / mostDegrees, 1 / fewestDegrees);
  return { lower, upper };
}

/** About the standard errors of the coordinates with so many returns. */
export function coordinateScales(count: number): Float64Array {
  return Float64Array.of(0.3, 0.7, 1, 1, 1, 1).map((scale) => scale / Math.sqrt(count));
}

/** The weights of squares, and what they leave to β and to the return to V. */
function weightsAt(point: Float64Array, { asymmetric }: GarchModel) {
  const after = point[up] as number;
  const afterNegative = asymmetric ? (point[down] as number) : after;
  return { after, afterNegative, rest: 1 - (after + afterNegative) / 2 };
}

export function parametersAt(point: Float64Array, model: GarchModel): GarchParameters {
  const { after, afterNegative, rest } = weightsAt(point, model);
  const staying = point[stay] as number;
  return {
    mean: point[mean] as number,
    omega: model.varianceTargeting ? rest * (1 - staying) : (point[base] as number),
    alpha: after,
    gamma: afterNegative - after,
    beta: rest * staying,
    degreesOfFreedom: model.innovations === 'normal' ? null : 1 / (point[tail] as number),
  };
}

/** By the chain rule, from the gradient by parameters at this point. */
export function gradientAt(
  point: Float64Array,
  model: GarchModel,
  by: GarchGradient,
  out: Float64Array,
): void {
  const { rest } = weightsAt(point, model);
  const staying = point[stay] as number;
  const byLeaving = model.varianceTargeting ? by.omega : 0;
  const byRest = staying * by.beta + (1 - staying) * byLeaving;
  out[base] = model.varianceTargeting ? 0 : by.omega;
  out[stay] = rest * (by.beta - byLeaving);
  out[up] = by.alpha - (model.asymmetric ? by.gamma + byRest / 2 : byRest);
  out[down] = model.asymmetric ? by.gamma - byRest / 2 : 0;
  out[mean] = by.mean;
  out[tail] =
    model.innovations === 'normal' ? 0 : -by.degreesOfFreedom / (point[tail] as number) ** 2;
}

export function coordinatesOf(parameters: GarchParameters): Float64Array {
  const { alpha, gamma, beta, degreesOfFreedom } = parameters;
  const point = new Float64Array(coordinateCount);
  point[base] = parameters.omega;
  point[stay] = beta / (1 - alpha - gamma / 2);
  point[up] = alpha;
  point[down] = alpha + gamma;
  point[mean] = parameters.mean;
  point[tail] = degreesOfFreedom === null ? 0 : 1 / degreesOfFreedom;
  return point;
}
