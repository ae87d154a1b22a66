/**
 * Where the free weights would go if no limit stood in their way, with the sums that are held staying as they are:
 *
 *   p = z − Y ν,  z = H_FF⁻¹ r,  Y = H_FF⁻¹ A_Fᵀ,  (A_F Y) ν = A_F z − e
 *
 * r is what pushes the free weights, A_F holds the rows of the sums held, e is what these are off by, ν are their multipliers.
 */
import { factorPositiveDefinite, solveFactored } from '../risk/matrix.ts';
import { isAtKnot, knotAbove } from './pieces.ts';
import type { QuadraticState } from './quadratic-state.ts';

/** Of its parts: what rounding leaves of a weight that cannot move. */
const smallestMove = 1e-13;

export type QuadraticDirection = {
  /** By the places of the free factor. */
  readonly step: Float64Array;
  /**
   * From what pushes each free weight, which `step` holds before and the direction after. The multipliers go into the levels of the
   * rows when asked for. False when the sums held are not independent of each other.
   */
  find(options: { readonly corrects: boolean }): boolean;
};

export function createQuadraticDirection(state: QuadraticState): QuadraticDirection {
  const { assets, factor, rows } = state;
  const step = new Float64Array(assets);
  const held = new Int32Array(rows.count);
  const columns = Array.from({ length: rows.count }, () => new Float64Array(assets));
  const products = new Float64Array(rows.count ** 2);
  const lower = new Float64Array(rows.count ** 2);
  const multipliers = Array.from({ length: rows.count + 1 }, (_, k) => new Float64Array(k));

  const sumOver = (row: number, vector: Float64Array): number => {
    let sum = 0;
    for (let f = 0; f < factor.count(); f++) {
      if (rows.isMember[row * assets + (factor.members[f] as number)] === 1)
        sum += vector[f] as number;
    }
    return sum;
  };

  const fillColumn = (row: number, column: Float64Array): void => {
    for (let f = 0; f < factor.count(); f++) {
      column[f] = rows.isMember[row * assets + (factor.members[f] as number)] as number;
    }
    factor.solve(column);
  };

  return {
    step,
    find({ corrects }) {
      let count = 0;
      for (let row = 0; row < rows.count; row++) {
        if (!isAtKnot(rows.places[row] as number)) continue;
        held[count] = row;
        fillColumn(row, columns[count] as Float64Array);
        count++;
      }
      factor.solve(step);
      const solution = multipliers[count] as Float64Array;
      for (let k = 0; k < count; k++) {
        const row = held[k] as number;
        for (let other = 0; other < count; other++)
          products[k * count + other] = sumOver(row, columns[other] as Float64Array);
        const knot = knotAbove(rows.pieces, row, rows.places[row] as number);
        solution[k] = sumOver(row, step) - (corrects ? knot - (rows.sums[row] as number) : 0);
      }
      if (!factorPositiveDefinite(products, count, lower)) return false;
      solveFactored(lower, count, solution);
      for (let f = 0; f < factor.count(); f++) {
        let move = step[f] as number;
        let parts = Math.abs(move);
        for (let k = 0; k < count; k++) {
          const part = (solution[k] as number) * ((columns[k] as Float64Array)[f] as number);
          move -= part;
          parts += Math.abs(part);
        }
        step[f] = Math.abs(move) > smallestMove * parts ? move : 0;
      }
      if (corrects) {
        for (let k = 0; k < count; k++) rows.levels[held[k] as number] = solution[k] as number;
      }
      return true;
    },
  };
}
