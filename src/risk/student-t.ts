/**
 * Student's t scaled to unit variance, ν > 2: ln f(z) = c(ν) − (ν+1)/2 · ln(1 + z²/(ν−2)) with
 * c(ν) = ln Γ((ν+1)/2) − ln Γ(ν/2) − ½ ln(π(ν−2)). Source: Bollerslev (1987).
 */
import { digamma, logGamma } from './gamma-function.ts';

/** c(ν). */
export function studentTConstant(degreesOfFreedom: number): number {
  return (
    logGamma((degreesOfFreedom + 1) / 2) -
    logGamma(degreesOfFreedom / 2) -
    0.5 * Math.log(Math.PI * (degreesOfFreedom - 2))
  );
}

/** dc/dν. */
export function studentTConstantSlope(degreesOfFreedom: number): number {
  return (
    0.5 *
    (digamma((degreesOfFreedom + 1) / 2) -
      digamma(degreesOfFreedom / 2) -
      1 / (degreesOfFreedom - 2))
  );
}
