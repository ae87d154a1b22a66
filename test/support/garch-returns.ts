/** SIMULATED returns of a GARCH process with known parameters, after 500 bars that are thrown away. */
import { createRandom } from '../../src/base/random.ts';
import { type GarchParameters, garchPersistence } from '../../src/risk/garch.ts';

const thrownAway = 500;

/** Degrees of freedom, if any, are whole: Student's t is z₀ √((ν − 2)/Σ z²_k), the sum over ν normal numbers. */
export function garchReturns(options: {
  parameters: GarchParameters;
  count: number;
  seed: number;
}): Float64Array {
  const { parameters, count, seed } = options;
  const { mean, omega, alpha, gamma, beta, degreesOfFreedom } = parameters;
  const random = createRandom(seed);
  const innovation = (): number => {
    const normal = random.normal();
    if (degreesOfFreedom === null) return normal;
    let sum = 0;
    for (let k = 0; k < degreesOfFreedom; k++) sum += random.normal() ** 2;
    return normal * Math.sqrt((degreesOfFreedom - 2) / sum);
  };
  const returns = new Float64Array(count);
  let variance = omega / (1 - garchPersistence(parameters));
  for (let t = -thrownAway; t < count; t++) {
    const residual = Math.sqrt(variance) * innovation();
    if (t >= 0) returns[t] = mean + residual;
    variance = omega + (alpha + (residual < 0 ? gamma : 0)) * residual ** 2 + beta * variance;
  }
  return returns;
}
