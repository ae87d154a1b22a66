/**
 * The two parameters of DCC(1,1) by maximum likelihood, S as given: of devolatilised returns z the sum over days of
 *   −½ [ln |R_t| + z_tᵀ R_t⁻¹ z_t] over the assets with a return, from Q = S on.
 * Source: Engle (2002), second stage. The composite likelihood of pairs (Pakel, Shephard, Sheppard and Engle 2021) needs no inverse,
 * but the larger `a` that it finds made worse forecasts of 15 coins and of 11 ETFs.
 */
import { createDccState, type DccParameters, type DccState } from './dcc.ts';
import { createEigenvalueFloor } from './eigenvalue-floor.ts';
import { dot, factorPositiveDefinite, solveFactored } from './matrix.ts';
import { minimiseInBox } from './minimise.ts';

/** Devolatilised returns of the days from `from` to `to`, `to` left out, in a matrix days × assets; NaN where there is none. */
export type DccWindow = {
  readonly assets: number;
  readonly values: Float64Array;
  readonly from: number;
  readonly to: number;
};

/** In the coordinates ln a and −ln(1 − a − b), in which the likelihood is about as curved everywhere. */
const lower = Float64Array.of(Math.log(1e-4), -Math.log(1 - 0.5));
const upper = Float64Array.of(Math.log(0.3), -Math.log(1 - 0.9995));
const scales = Float64Array.of(0.3, 0.3);
const difference = 1e-5;
/** Of the log-likelihood. */
const tolerance = 0.01;
const maximumSteps = 20;
/** Days of more assets say more: of 32 every second serves, of 48 every third. */
const assetsPerDay = 16;

/** Begins at the best of the starts. */
export function fitDcc(
  window: DccWindow,
  target: Float64Array,
  starts: readonly DccParameters[],
): DccParameters {
  const score = createDayScore(window);
  const value = (point: Float64Array): number =>
    -logLikelihood(window, target, { parameters: parametersAt(point), score });
  let last = { point: new Float64Array(), value: 0 };
  const objective = {
    value(point: Float64Array): number {
      last = { point: Float64Array.from(point), value: value(point) };
      return last.value;
    },
    gradient(out: Float64Array): void {
      for (let i = 0; i < out.length; i++) {
        const next = last.point.map((x, k) => (k === i ? x + difference : x));
        out[i] = (value(next) - last.value) / difference;
      }
    },
  };
  const points = starts.map(pointAt).sort((one, other) => value(one) - value(other));
  const start = points[0] as Float64Array;
  const options = { start, lower, upper, scales, tolerance, maximumSteps };
  return parametersAt(minimiseInBox(objective, options).point);
}

function parametersAt(point: Float64Array): DccParameters {
  const a = Math.exp(point[0] as number);
  return { a, b: 1 - Math.exp(-(point[1] as number)) - a };
}

function pointAt({ a, b }: DccParameters): Float64Array {
  return Float64Array.of(Math.log(a), -Math.log(1 - a - b));
}

function logLikelihood(
  { assets, values, from, to }: DccWindow,
  target: Float64Array,
  { parameters, score }: { parameters: DccParameters; score: DayScore },
): number {
  const state = createDccState(assets);
  state.setTarget(target, { restart: true });
  const everyDays = Math.max(1, Math.floor(assets / assetsPerDay));
  let sum = 0;
  for (let day = from; day < to; day++) {
    if ((day - from) % everyDays === 0) sum += score(state, day * assets);
    state.step(parameters, values, day * assets);
  }
  return sum;
}

type DayScore = (state: DccState, offset: number) => number;

function createDayScore({ assets, values }: DccWindow): DayScore {
  const matrix = new Float64Array(assets * assets);
  const factor = new Float64Array(assets * assets);
  const returns = new Float64Array(assets);
  const solved = new Float64Array(assets);
  const floor = createEigenvalueFloor(assets);

  return (state, offset) => {
    // An asset without a return stands apart with a return of 0, which changes nothing.
    for (let i = 0; i < assets; i++) {
      const value = values[offset + i] as number;
      returns[i] = Number.isNaN(value) ? 0 : value;
      for (let j = 0; j < i; j++) {
        const isApart = Number.isNaN(value + (values[offset + j] as number));
        const rho = isApart ? 0 : state.correlation(i, j);
        matrix[i * assets + j] = rho;
        matrix[j * assets + i] = rho;
      }
      matrix[i * assets + i] = 1;
    }
    if (!factorPositiveDefinite(matrix, assets, factor)) {
      floor(matrix);
      factorPositiveDefinite(matrix, assets, factor);
    }
    solved.set(returns);
    solveFactored(factor, assets, solved);
    let sum = -dot(returns, solved) / 2;
    for (let i = 0; i < assets; i++) sum -= Math.log(factor[i * assets + i] as number);
    return sum;
  };
}
