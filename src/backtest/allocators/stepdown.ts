/**
 * p-values of many tests held together: the chance that any one true nought among them is rejected is at most the level. The largest
 * statistic is held against the largest of all in resamples that are centred, the next against the largest of those left, and so on.
 * Source: Romano and Wolf 2005, "Stepwise multiple testing as formalized data snooping"; p-values as in Romano and Wolf 2016.
 */

export type HeldTogether = {
  /** |estimate| / its deviation; 0 for what never varies. */
  readonly statistics: Float64Array;
  /** The same of each resample, of its distance from the estimate. */
  readonly resampled: readonly Float64Array[];
};

/** In the order of the statistics. */
export function stepdownP({ statistics, resampled }: HeldTogether): Float64Array {
  const order = [...statistics.keys()].sort(
    (a, b) => (statistics[b] as number) - (statistics[a] as number) || a - b,
  );
  const beyond = new Int32Array(order.length);
  for (const row of resampled) {
    let largest = 0;
    // From the smallest statistic up, so that the largest of those left is at hand.
    for (let k = order.length - 1; k >= 0; k--) {
      const test = order[k] as number;
      largest = Math.max(largest, row[test] as number);
      if (largest >= (statistics[test] as number)) beyond[k] = (beyond[k] as number) + 1;
    }
  }
  const values = new Float64Array(order.length);
  let highest = 0;
  for (const [k, test] of order.entries()) {
    highest = Math.max(highest, (1 + (beyond[k] as number)) / (1 + resampled.length));
    values[test] = highest;
  }
  return values;
}
