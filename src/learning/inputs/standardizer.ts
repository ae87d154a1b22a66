/**
 * Features on one scale: z = (x − mean) / deviation over training rows, cut at ±5; 0 where a feature is missing or has not
 * varied. Deviation with n in the denominator.
 */

/** Where z is cut. */
export const widestDeviations = 5;

export type Standardizer = {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
};

export function standardized(standardizer: Standardizer, value: number, feature: number): number {
  const deviation = standardizer.deviation[feature] as number;
  if (!(deviation > 0) || Number.isNaN(value)) return 0;
  const z = (value - (standardizer.mean[feature] as number)) / deviation;
  return Math.max(-widestDeviations, Math.min(widestDeviations, z));
}

/** Mean and deviation of features as rows come in (Welford 1962); what is missing does not count. */
export type Moments = {
  observe(row: ArrayLike<number>): void;
  standardizer(): Standardizer;
};

export function createMoments(width: number): Moments {
  const count = new Float64Array(width);
  const mean = new Float64Array(width);
  const squares = new Float64Array(width);
  return {
    observe(row) {
      for (let j = 0; j < width; j++) {
        const value = row[j] as number;
        if (Number.isNaN(value)) continue;
        const seen = (count[j] as number) + 1;
        const step = value - (mean[j] as number);
        count[j] = seen;
        mean[j] = (mean[j] as number) + step / seen;
        squares[j] = (squares[j] as number) + step * (value - (mean[j] as number));
      }
    },
    standardizer: () => ({
      mean: mean.slice(),
      deviation: squares.map((sum, j) => Math.sqrt(sum / Math.max(1, count[j] as number))),
    }),
  };
}
