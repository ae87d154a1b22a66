/**
 * The quadratic program behind allocations,
 *
 *   minimise ½ wᵀ H w − qᵀ w + Σ c_i |w_i − w0_i|  subject to  Σ w = 1, lower ≤ w ≤ upper, and limits of sums of groups,
 *
 * by a primal active set: few weights are free, the others lie at a knot (a limit, or the weight held now). The free ones go to their
 * best point or to the first knot in the way; at their best point the knot that hinders most is let go.
 * Source: Nocedal and Wright 2006, "Numerical Optimization", 16.5, with knots in place of bounds.
 */
import { highestKnot, isAtKnot, lowestKnot, slopeAt } from './pieces.ts';
import { createQuadraticChooser } from './quadratic-choice.ts';
import { createQuadraticDirection } from './quadratic-direction.ts';
import {
  createQuadraticState,
  letSumsGo,
  placeAt,
  type QuadraticProblem,
  type QuadraticState,
  refreshGradient,
  slopesOf,
} from './quadratic-state.ts';
import { createStep, takeStep } from './quadratic-step.ts';

/** By so much a sum of weights may miss its limits. */
const sumTolerance = 1e-7;

export type QuadraticEnd =
  | 'optimal'
  /** The limits contradict each other. */
  | 'infeasible'
  /** H has no inverse on the assets that are needed. */
  | 'singular'
  /** Too many steps. */
  | 'unfinished';

export type QuadraticProgram = {
  readonly state: QuadraticState;
  /** From where the last call ended, at first from the start. */
  solve(linear: Float64Array): QuadraticEnd;
  /** How fast qᵀ w rises with a factor of q, while no other weights become free. */
  responseTo(linear: Float64Array): number;
};

export function createQuadraticProgram(
  problem: QuadraticProblem,
  start: Float64Array,
): QuadraticProgram {
  const state = createQuadraticState(problem);
  const { assets, factor, rows } = state;
  const direction = createQuadraticDirection(state);
  const chooser = createQuadraticChooser(state);
  const step = createStep();
  const slopes = new Float64Array(assets);
  const mostSteps = 200 + 20 * (assets + rows.count);
  placeAt(state, start);

  const pushFree = (): void => {
    const { members } = factor;
    slopesOf(state, slopes);
    for (let f = 0; f < factor.count(); f++) {
      const i = members[f] as number;
      direction.step[f] =
        -(slopes[i] as number) - slopeAt(state.pieces, i, state.places[i] as number);
    }
  };

  return {
    state,
    solve(linear) {
      let choice: ReturnType<typeof chooser.choose> | null = null;
      let isFresh = true;
      refreshGradient(state, linear);
      chooser.forget();
      for (let count = 0; count < mostSteps; count++) {
        setLevels(state);
        pushFree();
        if (!direction.find({ corrects: true })) {
          letSumsGo(state);
          continue;
        }
        takeStep(state, direction.step, step);
        const isBlocked = step.share < 1;
        if (step.share === 0) chooser.sendBack(step.asset);
        else if (isBlocked || choice === 'released') chooser.forget();
        choice = isBlocked ? null : chooser.choose();
        if (choice === 'singular') return choice;
        if (choice === 'none' && isFresh) return isInside(state) ? 'optimal' : 'infeasible';
        isFresh = choice === 'none';
        if (isFresh) refreshGradient(state, linear);
      }
      return 'unfinished';
    },
    responseTo(linear) {
      const { members } = factor;
      const { step: response } = direction;
      for (let f = 0; f < factor.count(); f++) response[f] = linear[members[f] as number] as number;
      if (!direction.find({ corrects: false })) return 0;
      let sum = 0;
      for (let f = 0; f < factor.count(); f++)
        sum += (linear[members[f] as number] as number) * (response[f] as number);
      return sum;
    },
  };
}

/** Sums on a segment have its slope; those that are held get their multipliers with the direction. */
function setLevels({ rows }: QuadraticState): void {
  for (let row = 0; row < rows.count; row++) {
    const place = rows.places[row] as number;
    rows.levels[row] = isAtKnot(place) ? 0 : slopeAt(rows.pieces, row, place);
  }
}

function isInside({ rows }: QuadraticState): boolean {
  for (let row = 0; row < rows.count; row++) {
    const sum = rows.sums[row] as number;
    const beyond = Math.max(
      lowestKnot(rows.pieces, row) - sum,
      sum - highestKnot(rows.pieces, row),
    );
    if (beyond > sumTolerance) return false;
  }
  return true;
}
