/**
 * The two parameters of DCC(1,1) by maximum composite likelihood, S as given: of devolatilised returns z the sum over days and pairs
 *   −½ [ln(1 − ρ²) + (z_i² + z_j² − 2ρ z_i z_j)/(1 − ρ²) − z_i² − z_j²],  over (n − 1)/2, from Q = S on.
 * Summing pairs needs no inverse and serves unequal histories; the likelihood of all assets at once is biased when they are many.
 * Source: Pakel, Shephard, Sheppard and Engle (2021), "Fitting Vast Dimensional Time-Varying Covariance Models".
 */
import { createDccState, type DccParameters } from './dcc.ts';
import { minimiseInBox } from './minimise.ts';

/** Devolatilised returns of the days from `from` to `to`, `to` left out, in a matrix days × assets; NaN where there is none. */
export type DccWindow = {
  readonly assets: number;
  readonly values: Float64Array;
  readonly from: number;
  readonly to: number;
};

export type DccFit = { readonly parameters: DccParameters; readonly logLikelihood: number };

/** In the coordinates ln a and −ln(1 − a − b), in which the likelihood is about as curved everywhere. */
const lower = Float64Array.of(Math.log(1e-4), -Math.log(1 - 0.5));
const upper = Float64Array.of(Math.log(0.3), -Math.log(1 - 0.9995));
const scales = Float64Array.of(0.3, 0.3);
const difference = 1e-4;
const smallestRest = 1e-6;

/** Begins at the best of the starts. */
export function fitDcc(
  window: DccWindow,
  target: Float64Array,
  starts: readonly DccParameters[],
): DccFit {
  let seen = new Float64Array(lower.length);
  const value = (point: Float64Array): number =>
    -dccLikelihood(window, target, parametersAt(point));
  const objective = {
    value(point: Float64Array): number {
      seen = Float64Array.from(point);
      return value(point);
    },
    gradient(out: Float64Array): void {
      for (let i = 0; i < seen.length; i++) {
        const at = (step: number): number => value(seen.map((x, k) => (k === i ? x + step : x)));
        out[i] = (at(difference) - at(-difference)) / (2 * difference);
      }
    },
  };
  const points = starts.map(pointAt).sort((one, other) => value(one) - value(other));
  const start = points[0] as Float64Array;
  const options = { start, lower, upper, scales, tolerance: 1e-4, maximumSteps: 50 };
  const minimum = minimiseInBox(objective, options);
  return { parameters: parametersAt(minimum.point), logLikelihood: -minimum.value };
}

function parametersAt(point: Float64Array): DccParameters {
  const a = Math.exp(point[0] as number);
  return { a, b: 1 - Math.exp(-(point[1] as number)) - a };
}

function pointAt({ a, b }: DccParameters): Float64Array {
  return Float64Array.of(Math.log(a), -Math.log(1 - a - b));
}

export function dccLikelihood(
  { assets, values, from, to }: DccWindow,
  target: Float64Array,
  parameters: DccParameters,
): number {
  const state = createDccState(assets);
  state.setTarget(target, { restart: true });
  let sum = 0;
  for (let day = from; day < to; day++) {
    const offset = day * assets;
    for (let i = 1; i < assets; i++) {
      const first = values[offset + i] as number;
      if (Number.isNaN(first)) continue;
      // One logarithm for many terms, taken before their product leaves the normal numbers.
      let determinant = 1;
      for (let j = 0; j < i; j++) {
        const second = values[offset + j] as number;
        if (Number.isNaN(second)) continue;
        const rho = state.correlation(i, j);
        const rest = Math.max(1 - rho * rho, smallestRest);
        if (determinant < 1e-250) {
          sum += Math.log(determinant);
          determinant = 1;
        }
        determinant *= rest;
        const squares = first * first + second * second;
        sum += (squares - 2 * rho * first * second) / rest - squares;
      }
      sum += Math.log(determinant);
    }
    state.step(parameters, values, offset);
  }
  return -sum / (assets - 1);
}
