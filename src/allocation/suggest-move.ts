/**
 * How far to go when weight moves from one place to another. Along w + x (e_to − e_from) the diversification ratio is
 *   (a + b x)/√(c + 2 d x + e x²),  a = Σ w σ, b = σ_to − σ_from, c = wᵀΣw, d = (Σw)_to − (Σw)_from, e = Σ_tt + Σ_ff − 2 Σ_tf,
 * and its slope has the sign of (b c − a d) − x (a e − b d), a line: so its maximum is at an end or where that line is 0.
 * Volatility is not above what it was for 0 ≤ x ≤ −2 d/e.
 */
import type { Covariance } from './allocation.ts';

/** A weight that goes from one place to another. */
export type Move = { readonly from: number; readonly to: number; readonly weight: number };

/** What is the same for all moves of given weights. */
export type MoveGround = {
  readonly covariance: Covariance;
  readonly deviations: Float64Array;
  /** Σw. */
  readonly marginal: Float64Array;
  /** a and c. */
  readonly apart: number;
  readonly variance: number;
};

/** Weights are moved in whole half points, or as far as they may go. */
const step = 0.005;
const rounding = 1e-9;

export function moveGround(covariance: Covariance, weights: Float64Array): MoveGround {
  const { assets, values } = covariance;
  const deviations = new Float64Array(assets);
  const marginal = new Float64Array(assets);
  let [apart, variance] = [0, 0];
  for (let i = 0; i < assets; i++) {
    deviations[i] = Math.sqrt(values[i * (assets + 1)] as number);
    for (let j = 0; j < assets; j++) {
      marginal[i] =
        (marginal[i] as number) + (values[i * assets + j] as number) * (weights[j] as number);
    }
    apart += (weights[i] as number) * (deviations[i] as number);
    variance += (weights[i] as number) * (marginal[i] as number);
  }
  return { covariance, deviations, marginal, apart, variance };
}

/** The weight up to `room` with the highest diversification ratio at no higher volatility; 0 where less than half a point is. */
export function bestWeight(
  ground: MoveGround,
  { from, to, room }: { readonly from: number; readonly to: number; readonly room: number },
): number {
  const { apart: a, variance: c } = ground;
  const { b, d, e } = lineOf(ground, from, to);
  // Of what moves exactly alike nothing is gained; of a copy rounding leaves anything.
  if (!(d < 0) || !(e > rounding * c)) return 0;
  const most = Math.min(room, (-2 * d) / e);
  const rise = b * c - a * d;
  const bend = a * e - b * d;
  const turn = rise > 0 && bend > 0 ? rise / bend : Number.POSITIVE_INFINITY;
  const wanted = rise > 0 ? Math.min(most, turn) : most;
  const weight = wanted >= room ? room : Math.floor(wanted / step + rounding) * step;
  return weight >= step - rounding && ratioGain(ground, { from, to, weight }) > 0 ? weight : 0;
}

/** By how much a move changes the diversification ratio. */
export function ratioGain(ground: MoveGround, { from, to, weight: x }: Move): number {
  const { apart: a, variance: c } = ground;
  const { b, d, e } = lineOf(ground, from, to);
  return (a + b * x) / Math.sqrt(c + 2 * d * x + e * x * x) - a / Math.sqrt(c);
}

/** By how much a move lowers the volatility, in the period of the covariance. */
export function volatilityCut(ground: MoveGround, { from, to, weight: x }: Move): number {
  const { d, e } = lineOf(ground, from, to);
  const { variance: c } = ground;
  return Math.sqrt(c) - Math.sqrt(Math.max(0, c + 2 * d * x + e * x * x));
}

function lineOf({ covariance, deviations, marginal }: MoveGround, from: number, to: number) {
  const { assets, values } = covariance;
  const at = (i: number, j: number): number => values[i * assets + j] as number;
  return {
    b: (deviations[to] as number) - (deviations[from] as number),
    d: (marginal[to] as number) - (marginal[from] as number),
    e: at(to, to) + at(from, from) - 2 * at(to, from),
  };
}
