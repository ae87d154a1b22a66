/**
 * GARCH(1,1) and GJR-GARCH(1,1) by maximum likelihood, from each of a few usual starts, or from the one that is given.
 * Returns are scaled to unit variance first, so the fit of tenfold returns is the same fit with a hundredfold ω.
 */
import { invariant } from '../base/errors.ts';
import { type GarchModel, type GarchParameters, garchStartVariance } from './garch.ts';
import {
  coordinateLimits,
  coordinateScales,
  coordinatesOf,
  gradientAt,
  parametersAt,
} from './garch-coordinates.ts';
import { createGarchLikelihood, type GarchLikelihood } from './garch-likelihood.ts';
import { minimiseInBox, type Objective } from './minimise.ts';

export type GarchFit = {
  readonly parameters: GarchParameters;
  /** In nats; null where the returns do not vary. */
  readonly logLikelihood: number | null;
  /**
   * `inexact`: the search ended before it was within 1e-7 of the maximum. `too-short` and `flat` are no fits: the variance of
   * the sample stands for a model, because there are fewer than 60 returns, or because they do not vary.
   */
  readonly status: 'converged' | 'inexact' | 'too-short' | 'flat';
  readonly iterations: number;
  /** σ² of the bar after the last return. */
  readonly nextVariance: number;
};

const fewestReturns = 60;
/** Of the search from one start. */
const maximumSteps = 200;
/** Of the log-likelihood, in nats. */
const tolerance = 1e-7;
/** Beside the mean. */
const smallestDeviation = 1e-12;
const largestDeviation = 1e100;

/** Persistence and weight of shocks, α + γ/2, of assets as they usually are. */
const usualStarts = [
  [0.98, 0.05],
  [0.9, 0.15],
  [0.8, 0.5],
] as const;
const usualDegreesOfFreedom = 8;

/**
 * The returns are finite and below 1e100. A `start`, of a fit to much the same returns, is the only one: that is quicker, but
 * where the likelihood has several maxima, it ends at the nearest.
 */
export function fitGarch(
  returns: Float64Array,
  model: GarchModel,
  start?: GarchParameters,
): GarchFit {
  const sample = momentsOf(returns, model.mean);
  const scale = Math.sqrt(sample.variance);
  invariant(scale < largestDeviation, `the deviation of returns was ${scale}`);
  if (returns.length < fewestReturns) return withoutModel('too-short', sample);
  if (scale === 0) return withoutModel('flat', sample);

  const scaled = returns.map((value) => value / scale);
  const mean = sample.mean / scale;
  const likelihood = createGarchLikelihood(scaled, garchStartVariance(scaled, mean));
  const objective = objectiveOf(likelihood, model);
  const starts = start
    ? [rescaled(start, 1 / scale)]
    : usualStarts.map((usual) => usualParameters(usual, mean));
  const limits = coordinateLimits(model, mean);
  const scales = coordinateScales(returns.length);
  const minimum = starts
    .map((parameters) =>
      minimiseInBox(objective, {
        start: coordinatesOf(parameters),
        ...limits,
        scales,
        tolerance,
        maximumSteps,
      }),
    )
    .reduce((best, found) => (found.value < best.value ? found : best));
  likelihood.value(parametersAt(minimum.point, model));
  return {
    parameters: rescaled(parametersAt(minimum.point, model), scale),
    logLikelihood: -minimum.value - returns.length * Math.log(scale),
    status: minimum.isConverged ? 'converged' : 'inexact',
    iterations: minimum.steps,
    nextVariance: likelihood.nextVariance() * sample.variance,
  };
}

/** −L, which the optimiser makes small. */
function objectiveOf(likelihood: GarchLikelihood, model: GarchModel): Objective {
  let at: Float64Array = new Float64Array();
  return {
    value(point) {
      at = point;
      return -likelihood.value(parametersAt(point, model));
    },
    gradient(out) {
      gradientAt(at, model, likelihood.gradient(), out);
      for (let i = 0; i < out.length; i++) out[i] = -(out[i] as number);
    },
  };
}

type Moments = { readonly count: number; readonly mean: number; readonly variance: number };

/** Mean, zero where the model has none, and mean square about it, zero where nothing but rounding is left. */
function momentsOf(returns: Float64Array, mean: GarchModel['mean']): Moments {
  const count = returns.length;
  const average = (of: (value: number) => number): number =>
    count === 0 ? 0 : returns.reduce((sum, value) => sum + of(value), 0) / count;
  const center = mean === 'zero' ? 0 : average((value) => value);
  const variance = average((value) => (value - center) ** 2);
  const isFlat = Math.sqrt(variance) <= smallestDeviation * Math.abs(center);
  return { count, mean: center, variance: isFlat ? 0 : variance };
}

function usualParameters(
  [persistence, shock]: (typeof usualStarts)[number],
  mean: number,
): GarchParameters {
  return {
    mean,
    omega: 1 - persistence,
    alpha: shock,
    gamma: 0,
    beta: persistence - shock,
    degreesOfFreedom: usualDegreesOfFreedom,
  };
}

/** The parameters of returns that are so many times as large. */
function rescaled(parameters: GarchParameters, scale: number): GarchParameters {
  return {
    ...parameters,
    mean: parameters.mean * scale,
    omega: parameters.omega * scale * scale,
  };
}

/** The same variance on every bar. */
function withoutModel(status: GarchFit['status'], { count, mean, variance }: Moments): GarchFit {
  return {
    parameters: { mean, omega: variance, alpha: 0, gamma: 0, beta: 0, degreesOfFreedom: null },
    logLikelihood: variance > 0 ? -0.5 * count * (Math.log(2 * Math.PI * variance) + 1) : null,
    status,
    iterations: 0,
    nextVariance: variance,
  };
}
