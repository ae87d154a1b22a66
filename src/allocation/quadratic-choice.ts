/**
 * Which knot hinders most once the free weights are at their best: where the slope is steeper than the knot can hold. Letting it go
 * lowers the objective; where none hinders, the conditions of Karush, Kuhn and Tucker hold.
 */
import { excessOf, isAtKnot } from './pieces.ts';
import { type QuadraticState, slopesOf } from './quadratic-state.ts';

/** Of the largest slope: below it a slope is rounding. */
const slopeTolerance = 1e-13;

/** Not to be let go, because the weight came back at once, or because it adds no curvature of its own. */
const cameBack = 1;
const isFlat = 2;

export type QuadraticChooser = {
  /** Lets a knot go; `singular` when one hinders that cannot be let go. */
  choose(): 'released' | 'none' | 'singular';
  /** The asset came to its knot without a way between: not let go again before the weights move, if it was let go last. */
  sendBack(asset: number): void;
  /** The weights moved. */
  forget(): void;
};

export function createQuadraticChooser(state: QuadraticState): QuadraticChooser {
  const { assets, places, pieces, factor, rows } = state;
  const slopes = new Float64Array(assets);
  const bars = new Uint8Array(assets);
  const scales = scalesOf(state);
  let lastReleased = -1;

  const findAsset = (): { readonly asset: number; readonly excess: number } => {
    let [asset, excess, score] = [-1, 0, 0];
    for (let i = 0; i < assets; i++) {
      const place = places[i] as number;
      if (!isAtKnot(place) || bars[i] !== 0) continue;
      const found = excessOf(pieces, i, place, -(slopes[i] as number));
      const foundScore = Math.abs(found) * (scales[i] as number);
      if (foundScore <= score) continue;
      asset = i;
      excess = found;
      score = foundScore;
    }
    return { asset, excess };
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
    },
    sendBack(asset) {
      if (asset === lastReleased) bars[asset] = cameBack;
    },
    choose() {
      const tolerance = slopeTolerance * slopesOf(state, slopes);
      const { row, excess: rowExcess } = findRow();
      if (Math.abs(rowExcess) > tolerance) {
        rows.places[row] = segmentBeside(rows.places[row] as number, rowExcess);
        return 'released';
      }
      for (;;) {
        const { asset, excess } = findAsset();
        if (Math.abs(excess) <= tolerance) return bars.includes(isFlat) ? 'singular' : 'none';
        if (factor.join(asset)) {
          places[asset] = segmentBeside(places[asset] as number, excess);
          lastReleased = asset;
          return 'released';
        }
        bars[asset] = isFlat;
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
