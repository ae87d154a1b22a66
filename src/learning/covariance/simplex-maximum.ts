/**
 * Maximum of a smooth concave function of a few weights x ≥ 0, Σx = 1: Newton steps, each the exact maximum of the quadratic
 * model on the simplex by an active set, halved until the function rises enough.
 * Certificate: with the gradient g, no point of the simplex is more than max g − gᵀx above x (Frank and Wolfe 1956); it is zero
 * exactly where the conditions of Karush, Kuhn and Tucker hold.
 * Source: Nocedal and Wright 2006, "Numerical Optimization", 16.5 and 18.1.
 */
import { dot, multiply } from '../../risk/matrix.ts';

export type ConcaveFunction = {
  readonly weights: number;
  /** The value at a point, with its gradient and minus its second derivatives or a positive stand-in for them, row-major. */
  evaluate(point: Float64Array, gradient: Float64Array, curvature: Float64Array): number;
};

export type SimplexMaximum = {
  readonly weights: Float64Array;
  readonly value: number;
  /** How far the true maximum may be above, at most. */
  readonly gap: number;
};

const leastShareOfSlope = 1e-4;
const maximumHalvings = 40;
/** Of the value: what sums of thousands of terms may be off by. */
const roundingShare = 1e-13;

export function maximiseOnSimplex(
  concave: ConcaveFunction,
  options: {
    readonly start: Float64Array;
    /** The gap at which to stop, in units of the function. */
    readonly tolerance: number;
    readonly maximumSteps: number;
  },
): SimplexMaximum {
  const n = concave.weights;
  const weights = options.start.slice();
  const gradient = new Float64Array(n);
  const curvature = new Float64Array(n * n);
  const next = new Float64Array(n);
  const nextGradient = new Float64Array(n);
  const nextCurvature = new Float64Array(n * n);
  let value = concave.evaluate(weights, gradient, curvature);

  /** Moves towards a point; false when nothing higher is found on the way. */
  const search = (towards: Float64Array): boolean => {
    const slope = dot(gradient, towards) - dot(gradient, weights);
    let length = 1;
    for (let halving = 0; halving <= maximumHalvings; halving++, length /= 2) {
      for (let k = 0; k < n; k++) {
        const from = weights[k] as number;
        next[k] = from + length * ((towards[k] as number) - from);
      }
      const found = concave.evaluate(next, nextGradient, nextCurvature);
      const rounding = roundingShare * Math.abs(value);
      if (found >= value + leastShareOfSlope * length * slope - rounding) {
        value = found;
        weights.set(next);
        gradient.set(nextGradient);
        curvature.set(nextCurvature);
        return true;
      }
    }
    return false;
  };

  let gap = gapAt(weights, gradient);
  for (let step = 0; step < options.maximumSteps && gap > options.tolerance; step++) {
    if (!search(quadraticMaximum(weights, gradient, curvature))) break;
    gap = gapAt(weights, gradient);
  }
  return { weights, value, gap };
}

/** max g − gᵀx. */
function gapAt(weights: Float64Array, gradient: Float64Array): number {
  return Math.max(...gradient) - dot(gradient, weights);
}

/** Maximises gᵀ(y − x) − ½(y − x)ᵀH(y − x) over the simplex, from x on. */
function quadraticMaximum(
  weights: Float64Array,
  gradient: Float64Array,
  curvature: Float64Array,
): Float64Array {
  const n = weights.length;
  const point = weights.slice();
  const isFree = Array.from(point, (weight) => weight > 0);
  const moved = new Float64Array(n);
  const bent = new Float64Array(n);
  const slopes = new Float64Array(n);
  // Each round frees or holds one weight; in the exact problem no set of free weights comes twice.
  for (let round = 0; round < 10 * n; round++) {
    for (let k = 0; k < n; k++) moved[k] = (point[k] as number) - (weights[k] as number);
    multiply(curvature, moved, bent);
    for (let k = 0; k < n; k++) slopes[k] = (gradient[k] as number) - (bent[k] as number);
    const { step, level } = stepOfFree(slopes, curvature, isFree);
    let length = 1;
    let blocking = -1;
    for (let k = 0; k < n; k++) {
      const limit = -(point[k] as number) / (step[k] as number);
      if ((step[k] as number) < 0 && limit < length) [length, blocking] = [limit, k];
    }
    for (let k = 0; k < n; k++) point[k] = (point[k] as number) + length * (step[k] as number);
    if (blocking >= 0) {
      point[blocking] = 0;
      isFree[blocking] = false;
      continue;
    }
    multiply(curvature, step, bent);
    let best = -1;
    let excess = 1e-12 * (1 + Math.abs(level));
    for (let k = 0; k < n; k++) {
      const above = (slopes[k] as number) - (bent[k] as number) - level;
      if (!isFree[k] && above > excess) [best, excess] = [k, above];
    }
    if (best < 0) break;
    isFree[best] = true;
  }
  const total = point.reduce((sum, weight) => sum + weight, 0);
  return point.map((weight) => weight / total);
}

/** The step d of the free weights to the maximum of sᵀd − ½dᵀHd with Σd = 0, and the slope that all of them then have. */
function stepOfFree(
  slopes: Float64Array,
  curvature: Float64Array,
  isFree: readonly boolean[],
): { step: Float64Array; level: number } {
  const n = slopes.length;
  const free = [...slopes.keys()].filter((k) => isFree[k]);
  const step = new Float64Array(n);
  const size = free.length + 1;
  // A little on the diagonal, because models that agree leave the curvature flat.
  const flat = 1e-10 * Math.max(1, ...free.map((k) => curvature[k * n + k] as number));
  const rows = free.map((i, row) => [
    ...free.map((j, column) => (curvature[i * n + j] as number) + (row === column ? flat : 0)),
    1,
    slopes[i] as number,
  ]);
  rows.push([...free.map(() => 1), 0, 0]);
  const solved = solveLinear(rows, size);
  free.forEach((k, row) => {
    step[k] = solved[row] as number;
  });
  return { step, level: solved[size - 1] as number };
}

/** Gauss with pivoting; each row ends with its right side. */
function solveLinear(rows: number[][], size: number): Float64Array {
  for (let column = 0; column < size; column++) {
    let best = column;
    for (let row = column + 1; row < size; row++) {
      if (Math.abs(rows[row]?.[column] as number) > Math.abs(rows[best]?.[column] as number)) {
        best = row;
      }
    }
    [rows[column], rows[best]] = [rows[best] as number[], rows[column] as number[]];
    const pivot = rows[column] as number[];
    for (let row = 0; row < size; row++) {
      const other = rows[row] as number[];
      const factor = (other[column] as number) / (pivot[column] as number);
      if (row === column || factor === 0) continue;
      for (let k = column; k <= size; k++) {
        other[k] = (other[k] as number) - factor * (pivot[k] as number);
      }
    }
  }
  return Float64Array.from(rows, (row, k) => (row[size] as number) / (row[k] as number));
}
