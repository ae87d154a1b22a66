/**
 * The way of a price through one simulated bar: a Brownian bridge from open to close in logs, with the extremes that
 * the bridge reaches between its knots (max of a bridge from a to b with variance v: (a + b + √((b − a)² − 2v ln u)) / 2).
 * A pure function of its arguments, so a path need not be kept to be asked for again.
 */
import { createRandom } from '../base/random.ts';

/** Pieces of a bar between knots. */
export const pathPieces = 6;

export type BarPath = {
  /** Log price relative to the open at the start, at the knots and at the end. */
  readonly knots: Float64Array;
  readonly highest: number;
  readonly lowest: number;
};

export function barPath(bar: {
  seed: number;
  /** Log return from open to close. */
  logReturn: number;
  /** Standard deviation of log returns over the bar. */
  deviation: number;
}): BarPath {
  const random = createRandom(bar.seed);
  const variance = bar.deviation ** 2 / pathPieces;
  const knots = new Float64Array(pathPieces + 1);
  knots[pathPieces] = bar.logReturn;
  let highest = Math.max(0, bar.logReturn);
  let lowest = Math.min(0, bar.logReturn);
  for (let k = 1; k <= pathPieces; k += 1) {
    const before = knots[k - 1] as number;
    const left = pathPieces - k + 1;
    if (k < pathPieces) {
      const spread = Math.sqrt((variance * (left - 1)) / left);
      knots[k] = before + (bar.logReturn - before) / left + spread * random.normal();
    }
    const after = knots[k] as number;
    const middle = (before + after) / 2;
    const reach = (): number =>
      Math.sqrt((after - before) ** 2 - 2 * variance * Math.log(1 - random.uniform())) / 2;
    highest = Math.max(highest, middle + reach());
    lowest = Math.min(lowest, middle - reach());
  }
  return { knots, highest, lowest };
}
