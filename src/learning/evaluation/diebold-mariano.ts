/**
 * Whether one forecast loses less than another: with d_t the difference of their losses on day t, a mean over all assets,
 * t = d̄ / √(ω/T), ω the long-run variance of d by Newey and West. Negative: the first is better. About standard normal, so
 * p = Φ(t) is that of "the first is not better"; in short samples it is too sure.
 * Assumes that differences do not drift; blind to which losses were chosen after the fact. Source: Diebold and Mariano (1995).
 */
import { normalProbability } from '../../risk/normal-probability.ts';
import { longRunVariance } from './newey-west.ts';

export type DieboldMariano = {
  readonly days: number;
  readonly meanDifference: number;
  readonly standardError: number;
  readonly t: number;
  /** One-sided: small where the first is better. */
  readonly p: number;
};

/** Of differences of losses, first less second; null with fewer than two days or no spread. */
export function dieboldMariano(differences: Float64Array, lag: number): DieboldMariano | null {
  const days = differences.length;
  const variance = longRunVariance(differences, lag);
  if (days < 2 || !(variance > 0)) return null;
  const meanDifference = differences.reduce((sum, value) => sum + value, 0) / days;
  const standardError = Math.sqrt(variance / days);
  const t = meanDifference / standardError;
  return { days, meanDifference, standardError, t, p: normalProbability(t) };
}
