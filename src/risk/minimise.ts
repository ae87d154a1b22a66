/**
 * Minimum of a smooth function of a few variables within bounds: quasi-Newton steps on the variables that are not held by
 * a bound, projected into the box and halved until the function falls enough; curvature by damped BFGS.
 * Sources: Bertsekas 1982, "Projected Newton Methods", SIAM J. Control Optim. 20; Nocedal and Wright 2006, 3.1 and 18.3.
 */
import { dot, factorPositiveDefinite, multiply, quadraticForm, solveFactored } from './matrix.ts';

export type Objective = {
  value(point: Float64Array): number;
  /** Of the point valued last. */
  gradient(out: Float64Array): void;
};

export type Minimum = {
  readonly point: Float64Array;
  readonly value: number;
  readonly steps: number;
  /** No further step is expected to gain more than the tolerance. */
  readonly isConverged: boolean;
};

/** Of the fall that the slope promises, the least that a step must bring. */
const leastShareOfSlope = 1e-4;
const maximumHalvings = 30;

export function minimiseInBox(
  objective: Objective,
  options: {
    readonly start: Float64Array;
    readonly lower: Float64Array;
    readonly upper: Float64Array;
    /** For each variable a step that changes the function by about ½: the first guess of its curvature. */
    readonly scales: Float64Array;
    /** In units of the function. */
    readonly tolerance: number;
    readonly maximumSteps: number;
  },
): Minimum {
  const { lower, upper, scales, tolerance, maximumSteps } = options;
  const n = lower.length;
  const clamp = (value: number, i: number): number =>
    Math.min(Math.max(value, lower[i] as number), upper[i] as number);
  const point = options.start.map(clamp);
  const next = new Float64Array(n);
  const gradient = new Float64Array(n);
  const nextGradient = new Float64Array(n);
  const step = new Float64Array(n);
  const curvature = createCurvature(scales);
  let value = objective.value(point);
  let steps = 0;
  objective.gradient(gradient);

  const isHeld = (i: number): boolean =>
    (gradient[i] as number) > 0 ? point[i] === lower[i] : point[i] === upper[i];

  /** Moves along the projected direction; false when nothing lower is found. */
  const search = (direction: Float64Array): boolean => {
    let length = 1;
    for (let halving = 0; halving <= maximumHalvings; halving++, length /= 2) {
      for (let i = 0; i < n; i++) {
        next[i] = clamp((point[i] as number) + length * (direction[i] as number), i);
        step[i] = (next[i] as number) - (point[i] as number);
      }
      const slope = dot(gradient, step);
      if (slope >= 0) continue;
      const found = objective.value(next);
      if (found <= value + leastShareOfSlope * slope) {
        value = found;
        return true;
      }
    }
    return false;
  };

  const result = (isConverged: boolean): Minimum => ({ point, value, steps, isConverged });
  while (steps < maximumSteps) {
    const direction = curvature.newtonStep(gradient, isHeld);
    if (-0.5 * dot(gradient, direction) <= tolerance) return result(true);
    if (!search(direction)) {
      if (curvature.isFirstGuess()) return result(false);
      curvature.reset();
      continue;
    }
    steps++;
    objective.gradient(nextGradient);
    curvature.update(
      step,
      nextGradient.map((slope, i) => slope - (gradient[i] as number)),
    );
    point.set(next);
    gradient.set(nextGradient);
  }
  return result(false);
}

type Curvature = {
  /** The step to the minimum of the quadratic model over the variables not held. */
  newtonStep(gradient: Float64Array, isHeld: (i: number) => boolean): Float64Array;
  update(step: Float64Array, change: Float64Array): void;
  reset(): void;
  isFirstGuess(): boolean;
};

/** An estimate of the matrix of second derivatives, always positive definite. */
function createCurvature(scales: Float64Array): Curvature {
  const n = scales.length;
  const matrix = new Float64Array(n * n);
  const free = new Float64Array(n * n);
  const lower = new Float64Array(n * n);
  const product = new Float64Array(n);
  const step = new Float64Array(n);
  let isFirst = true;

  const reset = (): void => {
    matrix.fill(0);
    for (let i = 0; i < n; i++) matrix[i * n + i] = (scales[i] as number) ** -2;
    isFirst = true;
  };

  const newtonStep: Curvature['newtonStep'] = (gradient, isHeld) => {
    free.set(matrix);
    for (let i = 0; i < n; i++) {
      step[i] = -(gradient[i] as number);
      if (!isHeld(i)) continue;
      step[i] = 0;
      for (let j = 0; j < n; j++) {
        free[i * n + j] = 0;
        free[j * n + i] = 0;
      }
      free[i * n + i] = 1;
    }
    if (!factorPositiveDefinite(free, n, lower)) {
      reset();
      return newtonStep(gradient, isHeld);
    }
    solveFactored(lower, n, step);
    return step;
  };

  const update: Curvature['update'] = (moved, change) => {
    multiply(matrix, moved, product);
    const modelled = quadraticForm(matrix, moved);
    const seen = dot(moved, change);
    // Powell's damping: where the function bends down, the change is mixed with the modelled one.
    const share = seen >= 0.2 * modelled ? 1 : (0.8 * modelled) / (modelled - seen);
    const mixed = change.map((value, i) => share * value + (1 - share) * (product[i] as number));
    const bend = dot(moved, mixed);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const added = ((mixed[i] as number) * (mixed[j] as number)) / bend;
        const removed = ((product[i] as number) * (product[j] as number)) / modelled;
        matrix[i * n + j] = (matrix[i * n + j] as number) + added - removed;
      }
    }
    isFirst = false;
  };

  reset();
  return { newtonStep, update, reset, isFirstGuess: () => isFirst };
}
