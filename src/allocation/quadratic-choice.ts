/**
 * Which knot hinders most once the free weights are at their best: where the slope is steeper than the knot can hold. Letting it go
 * lowers the objective; where none hinders, the conditions of Karush, Kuhn and Tucker hold.
 */
import { excessOf, isAtKnot } from './pieces.ts';
import { type QuadraticState, slopesOf } from './quadratic-state.ts';

/** Of the largest slope: below it a slope is rounding. */
const slopeTolerance = 1e-13;

/** Of the highest score: what is let go along with it. */
const nearlyBest = 0.8;

/** Not to be let go, because the weight came back at once, or because it adds no curvature of its own. */
const cameBack = 1;
const isFlat = 2;

export type QuadraticChooser = {
  /** Lets knots go; `singular` when one hinders that cannot be let go. */
  choose(): 'released' | 'none' | 'singular';
  /** The asset came to its knot without a way between: if it was let go alone, not again before the weights move. */
  sendBack(asset: number): void;
  /** The weights moved. */
  forget(): void;
};

export function createQuadraticChooser(state: QuadraticState): QuadraticChooser {
  const { assets, places, pieces, factor, rows } = state;
  const slopes = new Float64Array(assets);
  const excesses = new Float64Array(assets);
  const bars = new Uint8Array(assets);
  const scales = scalesOf(state);
  let lastReleased = -1;
  /** After a weight came back at once they are let go one by one, until the weights move. */
  let isCareful = false;

  /** The highest score of those that may be let go: what a slope too steep gains. */
  const score = (tolerance: number): number => {
    let best = 0;
    for (let i = 0; i < assets; i++) {
      const place = places[i] as number;
      const isOpen = isAtKnot(place) && bars[i] === 0;
      const found = isOpen ? excessOf(pieces, i, place, -(slopes[i] as number)) : 0;
      const excess = Math.abs(found) > tolerance ? found : 0;
      excesses[i] = excess;
      if (excess !== 0) best = Math.max(best, Math.abs(excess) * (scales[i] as number));
    }
    return best;
  };

  /** Lets those go that score nearly as high, at most as many as are free already; gives how many went. */
  const release = (best: number): number => {
    const most = isCareful ? 1 : Math.max(1, factor.count());
    let count = 0;
    // One by one the highest goes; some of many may be wrong.
    const least = isCareful ? best : nearlyBest * best;
    for (let i = 0; i < assets && count < most; i++) {
      const excess = excesses[i] as number;
      const isSteep = Math.abs(excess) * (scales[i] as number) >= least;
      if (excess === 0 || !isSteep) continue;
      if (factor.join(i)) {
        places[i] = segmentBeside(places[i] as number, excess);
        lastReleased = i;
        count++;
      } else {
        bars[i] = isFlat;
      }
    }
    return count;
  };

  const findRow = (): { readonly row: number; readonly excess: number } => {
    let [worst, excess] = [-1, 0];
    for (let row = 0; row < rows.count; row++) {
      const place = rows.places[row] as number;
      if (!isAtKnot(place)) continue;
      const found = excessOf(rows.pieces, row, place, rows.levels[row] as number);
      if (Math.abs(found) <= Math.abs(excess)) continue;
      worst = row;
      excess = found;
    }
    return { row: worst, excess };
  };

  return {
    forget() {
      bars.fill(0);
      isCareful = false;
    },
    sendBack(asset) {
      if (asset < 0) return;
      if (isCareful && asset === lastReleased) bars[asset] = cameBack;
      isCareful = true;
    },
    choose() {
      const tolerance = slopeTolerance * slopesOf(state, slopes);
      const { row, excess: rowExcess } = findRow();
      if (Math.abs(rowExcess) > tolerance) {
        rows.places[row] = segmentBeside(rows.places[row] as number, rowExcess);
        return 'released';
      }
      for (;;) {
        const best = score(tolerance);
        if (best === 0) return bars.includes(isFlat) ? 'singular' : 'none';
        if (release(best) > 0) return 'released';
      }
    },
  };
}

function segmentBeside(knotPlace: number, excess: number): number {
  return excess > 0 ? knotPlace + 1 : knotPlace - 1;
}

/** One slope gains the more the less curvature it meets. */
function scalesOf({ assets, problem }: QuadraticState): Float64Array {
  const { values } = problem.hessian;
  const curvature = (i: number): number => values[i * (assets + 1)] as number;
  const all = Float64Array.from({ length: assets }, (_, i) => curvature(i));
  const smallest = 1e-3 * (all.reduce((sum, value) => sum + value, 0) / assets);
  return all.map((value) => 1 / Math.sqrt(Math.max(value, smallest)));
}
