/**
 * GARCH(1,1) and GJR-GARCH(1,1), per bar: r_t = μ + ε_t, ε_t = σ_t z_t with z of unit variance,
 * σ²_t = ω + (α + γ·1[ε_{t−1} < 0]) ε²_{t−1} + β σ²_{t−1}; GARCH has γ = 0.
 * As z is symmetric, variances return to V = ω/(1 − π) with the persistence π = α + γ/2 + β.
 * Sources: Bollerslev (1986); Glosten, Jagannathan and Runkle (1993).
 */

export type GarchModel = {
  /** GJR: squares after a negative return have a weight of their own. */
  readonly asymmetric: boolean;
  readonly innovations: 'normal' | 'student-t';
  readonly mean: 'zero' | 'constant';
  /** Holds V at the variance of the sample. */
  readonly varianceTargeting: boolean;
};

export type GarchParameters = {
  readonly mean: number;
  readonly omega: number;
  /** Of squares after any return; `gamma` comes on top of it after a negative one. */
  readonly alpha: number;
  readonly gamma: number;
  readonly beta: number;
  /** ν of Student-t innovations; null: normal ones. */
  readonly degreesOfFreedom: number | null;
};

const startBars = 75;
const startDecay = 0.94;

/** π = α + γ/2 + β. */
export function garchPersistence({ alpha, gamma, beta }: GarchParameters): number {
  return alpha + gamma / 2 + beta;
}

/**
 * What stands for ε²_0 and σ²_0 before the first return: Σ_k .94^k ε²_{k+1} / Σ_k .94^k over the first 75 returns,
 * the back-cast of the Python package `arch`.
 */
export function garchStartVariance(returns: Float64Array, mean: number): number {
  let sum = 0;
  let weights = 0;
  let weight = 1;
  for (let t = 0; t < Math.min(startBars, returns.length); t++) {
    sum += weight * ((returns[t] as number) - mean) ** 2;
    weights += weight;
    weight *= startDecay;
  }
  return sum / weights;
}

/**
 * Writes σ²_t for each return and answers that of the bar after the last.
 * ε²·1[ε < 0] = ½(ε² − ε|ε|), so that no branch depends on a sign.
 */
export function garchVariances(
  returns: Float64Array,
  parameters: GarchParameters,
  startVariance: number,
  out: Float64Array,
): number {
  const { mean, omega, alpha, gamma, beta } = parameters;
  const tilt = gamma / 2;
  const shock = alpha + tilt;
  let variance = omega + (shock + beta) * startVariance;
  for (let t = 0; t < returns.length; t++) {
    out[t] = variance;
    const residual = (returns[t] as number) - mean;
    const news = residual * (shock * residual - tilt * Math.abs(residual));
    variance = omega + news + beta * variance;
  }
  return variance;
}

/** Mean of the variances that are expected of the next bars: σ²_{T+1}, and then v_{k+1} = ω + π v_k. */
export function garchForecast(
  { parameters, nextVariance }: { parameters: GarchParameters; nextVariance: number },
  horizonBars: number,
): number {
  const persistence = garchPersistence(parameters);
  let variance = nextVariance;
  let sum = 0;
  for (let k = 0; k < horizonBars; k++) {
    sum += variance;
    variance = parameters.omega + persistence * variance;
  }
  return sum / horizonBars;
}
