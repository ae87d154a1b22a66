/**
 * Random swaps that a suggestion is held against: as much weight moves, out of as many assets into as many, drawn from all that the
 * limits allow, by a seed. What is no better than most of them in forecast risk owes its risk to luck or to trading as such. Swaps of
 * the very same risk, the suggestion itself among them, are drawn again.
 */
import { createRandom, type Random } from '../base/random.ts';
import { quadraticForm } from '../risk/matrix.ts';
import type { SuggestionProblem } from './suggest-problem.ts';

/** Swaps that could be drawn, and how many of them have a higher forecast risk. */
export type SwapContest = { readonly made: number; readonly beaten: number };

export const swapsDrawn = 200;
/** Of the swaps; a suggestion that beats fewer is not made. */
export const leastBeaten = 0.95;
const seed = 1;
/** Draws that overstep a limit or have the same risk are thrown away, so many for each swap. */
const draws = 20;
const rounding = 1e-9;

export function isProven({ made, beaten }: SwapContest): boolean {
  return beaten >= leastBeaten * made;
}

/** Cash, the last place, takes part only where the suggestion moves it. */
export function againstSwaps(problem: SuggestionProblem, suggested: Float64Array): SwapContest {
  const { covariance, targets } = problem;
  const changes = suggested.map((weight, i) => weight - (targets[i] as number));
  const counts = {
    sold: changes.filter((change) => change < -rounding).length,
    bought: changes.filter((change) => change > rounding).length,
  };
  const moved = changes.reduce((sum, change) => sum + Math.max(0, change), 0);
  const hasCash = Math.abs(changes.at(-1) ?? 0) > rounding;
  const places = [...targets.keys()].slice(0, hasCash ? targets.length : -1);
  const risk = quadraticForm(covariance.values, suggested);
  const random = createRandom(seed);
  let [made, beaten] = [0, 0];
  for (let swap = 0; swap < swapsDrawn; swap++) {
    for (let draw = 0; draw < draws; draw++) {
      const drawn = randomSwap(problem, { random, places, moved, ...counts });
      if (drawn === null) continue;
      const excess = quadraticForm(covariance.values, drawn) - risk;
      if (Math.abs(excess) <= rounding * risk) continue;
      made++;
      if (excess > 0) beaten++;
      break;
    }
  }
  return { made, beaten };
}

/** Null where the draw oversteps a limit. */
function randomSwap(
  { targets, lower, upper }: SuggestionProblem,
  of: {
    readonly random: Random;
    readonly places: readonly number[];
    readonly moved: number;
    readonly sold: number;
    readonly bought: number;
  },
): Float64Array | null {
  const { random, moved } = of;
  const isSellable = (i: number): boolean => (targets[i] as number) > (lower[i] as number);
  const isBuyable = (i: number): boolean => (targets[i] as number) < (upper[i] as number);
  const sold = drawnFrom(of.places.filter(isSellable), of.sold, random);
  const others = of.places.filter((i) => isBuyable(i) && !sold.includes(i));
  const bought = drawnFrom(others, of.bought, random);
  if (sold.length < of.sold || bought.length < of.bought) return null;
  const weights = targets.slice();
  for (const [places, sign] of [
    [sold, -1],
    [bought, 1],
  ] as const) {
    const shares = randomShares(places.length, random);
    for (const [k, i] of places.entries()) {
      const weight = (weights[i] as number) + sign * moved * (shares[k] as number);
      if (weight < (lower[i] as number) - rounding || weight > (upper[i] as number) + rounding) {
        return null;
      }
      weights[i] = weight;
    }
  }
  return weights;
}

function drawnFrom(places: readonly number[], count: number, random: Random): readonly number[] {
  const left = [...places];
  const drawn: number[] = [];
  while (drawn.length < count && left.length > 0) {
    drawn.push(...left.splice(Math.floor(random.uniform() * left.length), 1));
  }
  return drawn;
}

/** Uniform among shares that sum to 1. */
function randomShares(count: number, random: Random): readonly number[] {
  const parts = Array.from({ length: count }, () => -Math.log(1 - random.uniform()));
  const total = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => (total > 0 ? part / total : 1 / count));
}
