/** One step of a quadratic program: the free weights go along a direction, at most to the first knot in the way, which then holds. */
import { isAtKnot, knotAbove, knotBelow } from './pieces.ts';
import { addColumn, type QuadraticState, sumUp } from './quadratic-state.ts';

/** Of the moves of its members: what rounding leaves of a sum that cannot move. */
const smallestMove = 1e-9;

export type Step = {
  /** Of the direction; 1 when nothing was in the way. */
  share: number;
  /** The weight that came to a knot, by its place in the factor, or the sum that did; −1 for neither. */
  free: number;
  row: number;
  isUp: boolean;
  /** The asset of that weight. */
  asset: number;
};

export function createStep(): Step {
  return { share: 1, free: -1, row: -1, isUp: false, asset: -1 };
}

/** Leaves in `step` what was in the way. */
export function takeStep(state: QuadraticState, direction: Float64Array, step: Step): void {
  const { factor, weights, gradient, places, pieces, rows, problem } = state;
  step.share = 1;
  step.free = -1;
  step.row = -1;
  step.asset = -1;
  shortenByWeights(state, direction, step);
  shortenByRows(state, direction, step);
  for (let f = 0; f < factor.count(); f++) {
    const i = factor.members[f] as number;
    const move = step.share * (direction[f] as number);
    weights[i] = (weights[i] as number) + move;
    gradient[i] = (gradient[i] as number) + problem.ridge * move;
    addColumn(state, i, move);
  }
  if (step.row >= 0) {
    rows.places[step.row] = heldPlace(rows.places[step.row] as number, step.isUp);
  } else if (step.free >= 0) {
    const i = factor.members[step.free] as number;
    step.asset = i;
    places[i] = heldPlace(places[i] as number, step.isUp);
    weights[i] = knotAbove(pieces, i, places[i] as number);
    factor.leave(step.free);
  }
  sumUp(state);
}

/** The knot at the end of a segment. */
function heldPlace(segment: number, isUp: boolean): number {
  return isUp ? segment + 1 : segment - 1;
}

function shortenByWeights(state: QuadraticState, direction: Float64Array, step: Step): void {
  const { factor, weights, pieces, places } = state;
  for (let f = 0; f < factor.count(); f++) {
    const move = direction[f] as number;
    if (move === 0) continue;
    const i = factor.members[f] as number;
    const place = places[i] as number;
    const knot = move > 0 ? knotAbove(pieces, i, place) : knotBelow(pieces, i, place);
    const reach = Math.max(0, (knot - (weights[i] as number)) / move);
    if (reach >= step.share) continue;
    step.share = reach;
    step.free = f;
    step.isUp = move > 0;
  }
}

function shortenByRows(state: QuadraticState, direction: Float64Array, step: Step): void {
  const { assets, factor, rows } = state;
  for (let row = 0; row < rows.count; row++) {
    const place = rows.places[row] as number;
    if (isAtKnot(place)) continue;
    const at = row * assets;
    let [move, moved] = [0, 0];
    for (let f = 0; f < factor.count(); f++) {
      if (rows.isMember[at + (factor.members[f] as number)] === 0) continue;
      move += direction[f] as number;
      moved += Math.abs(direction[f] as number);
    }
    // A sum that follows from others that are held does not move but by rounding.
    if (Math.abs(move) <= smallestMove * moved) continue;
    const knot = move > 0 ? knotAbove(rows.pieces, row, place) : knotBelow(rows.pieces, row, place);
    const reach = Math.max(0, (knot - (rows.sums[row] as number)) / move);
    if (reach >= step.share) continue;
    step.share = reach;
    step.row = row;
    step.isUp = move > 0;
  }
}
