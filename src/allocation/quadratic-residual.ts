/**
 * How far weights are from the conditions of Karush, Kuhn and Tucker, computed anew from H and q without a ridge: the largest violation
 * beside the largest slope, so that neither the unit of the covariance nor its period matters.
 */
import { multiply } from '../risk/matrix.ts';
import { excessOf, isAtKnot } from './pieces.ts';
import type { QuadraticState } from './quadratic-state.ts';

export function residualOf(state: QuadraticState, linear: Float64Array): number {
  const { assets, weights, pieces, places, rows, problem } = state;
  const slopes = new Float64Array(assets);
  multiply(problem.hessian.values, weights, slopes);
  let largest = 0;
  for (let i = 0; i < assets; i++) {
    const own = linear[i] as number;
    largest = Math.max(largest, Math.abs(slopes[i] as number), Math.abs(own));
    slopes[i] = (slopes[i] as number) - own;
  }
  let violation = 0;
  for (let row = 0; row < rows.count; row++) {
    const level = rows.levels[row] as number;
    const at = row * assets;
    for (let i = 0; i < assets; i++)
      slopes[i] = (slopes[i] as number) + level * (rows.isMember[at + i] as number);
    const place = rows.places[row] as number;
    if (isAtKnot(place))
      violation = Math.max(violation, Math.abs(excessOf(rows.pieces, row, place, level)));
  }
  for (let i = 0; i < assets; i++) {
    const place = places[i] as number;
    const push = -(slopes[i] as number);
    violation = Math.max(violation, Math.abs(excessOf(pieces, i, place, push)));
  }
  return violation === 0 ? 0 : violation / largest;
}
