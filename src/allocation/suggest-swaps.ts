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
/** Draws without room or of the same risk are thrown away, so many for each swap. */
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

/** Null where the limits of the assets drawn leave too little room. */
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
  const spare = (i: number): number => (targets[i] as number) - (lower[i] as number);
  const free = (i: number): number => (upper[i] as number) - (targets[i] as number);
  const sold = drawnFrom(
    of.places.filter((i) => spare(i) > 0),
    of.sold,
    random,
  );
  const others = of.places.filter((i) => free(i) > 0 && !sold.includes(i));
  const bought = drawnFrom(others, of.bought, random);
  const out = randomParts(moved, sold.map(spare), random);
  const into = randomParts(moved, bought.map(free), random);
  if (out === null || into === null) return null;
  const weights = targets.slice();
  for (const [k, i] of sold.entries()) weights[i] = (weights[i] as number) - (out[k] as number);
  for (const [k, i] of bought.entries()) weights[i] = (weights[i] as number) + (into[k] as number);
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

/** A whole in parts within their limits, each uniform in what those before it leave; null where the limits are too tight. */
function randomParts(
  whole: number,
  limits: readonly number[],
  random: Random,
): readonly number[] | null {
  let left = whole;
  let room = limits.reduce((sum, limit) => sum + limit, 0);
  if (room < whole - rounding) return null;
  return limits.map((limit) => {
    room -= limit;
    const least = Math.max(0, left - room);
    const most = Math.min(limit, left);
    const part = least + random.uniform() * Math.max(0, most - least);
    left -= part;
    return part;
  });
}
