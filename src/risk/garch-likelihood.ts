/**
 * Log-likelihood of returns under GARCH, L = Σ (ln f(z_t) − ½ ln σ²_t) with f normal or Student's t of unit variance, and its
 * gradient by one pass backwards through the recursion, whatever the number of parameters:
 * λ_t = dL/dσ²_t = (k z²_t − 1)/(2σ²_t) + β λ_{t+1}, with k = (ν+1)/(ν−2+z²_t), or 1 for normal innovations.
 */
import { type GarchParameters, garchVariances } from './garch.ts';
import { studentTConstant, studentTConstantSlope } from './student-t.ts';

export type GarchGradient = {
  mean: number;
  omega: number;
  alpha: number;
  gamma: number;
  beta: number;
  /** 0 for normal innovations. */
  degreesOfFreedom: number;
};

export type GarchLikelihood = {
  /** L in nats. */
  value(parameters: GarchParameters): number;
  /** Of L, at the parameters valued last. */
  gradient(): GarchGradient;
  /** σ² of the bar after the last return, at the parameters valued last. */
  nextVariance(): number;
};

export function garchLogLikelihood(
  returns: Float64Array,
  parameters: GarchParameters,
  startVariance: number,
): number {
  return createGarchLikelihood(returns, startVariance).value(parameters);
}

/** `startVariance` stands for ε² and σ² before the first return, whatever the parameters. */
export function createGarchLikelihood(
  returns: Float64Array,
  startVariance: number,
): GarchLikelihood {
  const count = returns.length;
  const variances = new Float64Array(count);
  /** 1 + z²/(ν − 2), and the sum of its logarithms. */
  const tails = new Float64Array(count);
  let tailLogs = 0;
  let next = 0;
  let at: GarchParameters;

  const value = (parameters: GarchParameters): number => {
    at = parameters;
    next = garchVariances(returns, parameters, startVariance, variances);
    const { mean, degreesOfFreedom } = parameters;
    if (degreesOfFreedom === null) {
      return (
        -0.5 *
        (count * Math.log(2 * Math.PI) +
          sumOfLogs(variances) +
          sumOfSquares(returns, mean, variances))
      );
    }
    for (let t = 0; t < count; t++) {
      const residual = (returns[t] as number) - mean;
      tails[t] = 1 + (residual * residual) / ((degreesOfFreedom - 2) * (variances[t] as number));
    }
    tailLogs = sumOfLogs(tails);
    return (
      count * studentTConstant(degreesOfFreedom) -
      0.5 * (sumOfLogs(variances) + (degreesOfFreedom + 1) * tailLogs)
    );
  };

  const gradient = (): GarchGradient => {
    const { mean, alpha, gamma, beta, degreesOfFreedom } = at;
    const tilt = gamma / 2;
    const shock = alpha + tilt;
    const isNormal = degreesOfFreedom === null;
    const spare = isNormal ? 1 : degreesOfFreedom - 2;
    const factor = isNormal ? 1 : (degreesOfFreedom + 1) / spare;
    let byMean = 0;
    let byOmega = 0;
    let byShock = 0;
    let byTilt = 0;
    let byBeta = 0;
    let weightedSquares = 0;
    let adjoint = 0;
    for (let t = count - 1; t >= 0; t--) {
      const residual = (returns[t] as number) - mean;
      const square = residual * residual;
      const tilted = residual * Math.abs(residual);
      const variance = variances[t] as number;
      const weight = isNormal ? 1 : factor / (tails[t] as number);
      const pull = (weight * residual) / variance;
      byOmega += adjoint;
      byShock += adjoint * square;
      byTilt -= adjoint * tilted;
      byBeta += adjoint * variance;
      byMean += pull - 2 * adjoint * (shock * residual - tilt * Math.abs(residual));
      const weighted = pull * residual;
      weightedSquares += weighted;
      adjoint = (weighted - 1) / (2 * variance) + beta * adjoint;
    }
    const byStart = adjoint * startVariance;
    byShock += byStart;
    return {
      mean: byMean,
      omega: byOmega + adjoint,
      alpha: byShock,
      gamma: 0.5 * (byShock + byTilt),
      beta: byBeta + byStart,
      degreesOfFreedom: isNormal
        ? 0
        : count * studentTConstantSlope(degreesOfFreedom) +
          0.5 * (weightedSquares / spare - tailLogs),
    };
  };

  return { value, gradient, nextVariance: () => next };
}

/** Σ ε²_t/σ²_t. */
function sumOfSquares(returns: Float64Array, mean: number, variances: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < returns.length; t++) {
    const residual = (returns[t] as number) - mean;
    sum += (residual * residual) / (variances[t] as number);
  }
  return sum;
}

/** Σ ln x_t of numbers within 1e±100, as logarithms of their products: a logarithm is dearer than many products. */
function sumOfLogs(values: Float64Array): number {
  let sum = 0;
  let product = 1;
  for (let t = 0; t < values.length; t++) {
    product *= values[t] as number;
    if (product > 1e150 || product < 1e-150) {
      sum += Math.log(product);
      product = 1;
    }
  }
  return sum + Math.log(product);
}
