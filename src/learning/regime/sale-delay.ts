/**
 * What it would have brought to sell a half at once and the rest up to three days later: at the first close that is ¾ σ
 * below the highest since, else at the third. The gain is by how much the rest grew more than what it would have bought,
 * less the costs of a second order; in bps of the rest.
 */

export const longestDays = 3;
const stopDeviations = 0.75;

export type DelayedSale = {
  /** Of the asset, at the decision and on the three days after it. */
  readonly closes: ArrayLike<number>;
  /** Of what is bought instead, on the same days; all alike for cash. */
  readonly otherCloses: ArrayLike<number>;
  /** σ, of log returns. */
  readonly deviation: number;
  readonly secondOrderBps: number;
};

/** NaN while one of the days it takes is missing. */
export function delayGainBps(sale: DelayedSale): number {
  const { closes, otherCloses, secondOrderBps } = sale;
  const day = lastDayOf(sale);
  const grown = (prices: ArrayLike<number>): number =>
    (prices[day] ?? Number.NaN) / (prices[0] as number);
  return 1e4 * (grown(closes) - grown(otherCloses)) - secondOrderBps;
}

/** The day on which the rest is sold: the first that is not known yet where none of those known ends it. */
export function lastDayOf({
  closes,
  deviation,
}: Pick<DelayedSale, 'closes' | 'deviation'>): number {
  let highest = closes[0] as number;
  let day = 0;
  do {
    day++;
    highest = Math.max(highest, closes[day] as number);
  } while (
    day < longestDays &&
    Math.log((closes[day] as number) / highest) > -stopDeviations * deviation
  );
  return day;
}
