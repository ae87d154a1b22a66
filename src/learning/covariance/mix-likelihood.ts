/**
 * The likelihood of the last days as a function of the weights of mixed precision factors:
 *   Σ_t [Σ_i ln Σ_k π_k d_k,t,i − ½ πᵀP_t π],  d_k,t the diagonal of L_k,t, P_t,kl = (L_k,tᵀ r_t)ᵀ(L_l,tᵀ r_t); concave in π.
 */
import type { ConcaveFunction } from './simplex-maximum.ts';

export type MixLikelihood = ConcaveFunction & {
  /** Takes a day in place of the oldest: of each expert the factor and the whitened returns, the rows before `from` left out. */
  add(day: {
    readonly factors: readonly Float64Array[];
    readonly whitened: readonly Float64Array[];
    readonly from: number;
  }): void;
};

export function createMixLikelihood(options: {
  readonly experts: number;
  readonly assets: number;
  readonly windowDays: number;
}): MixLikelihood {
  const { experts, assets, windowDays } = options;
  const rowsOfDay = assets * experts;
  const diagonals = new Float64Array(windowDays * rowsOfDay);
  const firstRow = new Int32Array(windowDays).fill(assets);
  const squares = new Float64Array(windowDays * experts * experts);
  const total = new Float64Array(experts * experts);
  let days = 0;

  const add: MixLikelihood['add'] = ({ factors, whitened, from }) => {
    const slot = days++ % windowDays;
    firstRow[slot] = from;
    for (let k = 0; k < experts; k++) {
      const factor = factors[k] as Float64Array;
      for (let i = from; i < assets; i++) {
        diagonals[slot * rowsOfDay + i * experts + k] = factor[i * assets + i] as number;
      }
      for (let l = 0; l < experts; l++) {
        let sum = 0;
        for (let i = from; i < assets; i++) {
          sum += (whitened[k]?.[i] as number) * (whitened[l]?.[i] as number);
        }
        squares[(slot * experts + k) * experts + l] = sum;
      }
    }
    total.fill(0);
    for (let c = 0; c < squares.length; c++) {
      const cell = c % total.length;
      total[cell] = (total[cell] as number) + (squares[c] as number);
    }
  };

  const evaluate: MixLikelihood['evaluate'] = (point, gradient, curvature) => {
    let value = 0;
    for (let k = 0; k < experts; k++) {
      let sum = 0;
      for (let l = 0; l < experts; l++) {
        sum += (total[k * experts + l] as number) * (point[l] as number);
      }
      gradient[k] = -sum;
      value -= (point[k] as number) * (sum / 2);
    }
    curvature.set(total);
    const counted = Math.min(days, windowDays);
    for (let slot = 0; slot < counted; slot++) {
      for (let i = firstRow[slot] as number; i < assets; i++) {
        value += addLogarithm(slot * rowsOfDay + i * experts, point, gradient, curvature);
      }
    }
    return value;
  };

  /** ln of one mixed diagonal, into gradient and curvature too. */
  const addLogarithm = (
    row: number,
    point: Float64Array,
    gradient: Float64Array,
    curvature: Float64Array,
  ): number => {
    let mixed = 0;
    for (let k = 0; k < experts; k++)
      mixed += (diagonals[row + k] as number) * (point[k] as number);
    for (let k = 0; k < experts; k++) {
      const slope = (diagonals[row + k] as number) / mixed;
      gradient[k] = (gradient[k] as number) + slope;
      for (let l = 0; l < experts; l++) {
        const cell = k * experts + l;
        curvature[cell] =
          (curvature[cell] as number) + (slope * (diagonals[row + l] as number)) / mixed;
      }
    }
    return Math.log(mixed);
  };

  return { weights: experts, add, evaluate };
}
