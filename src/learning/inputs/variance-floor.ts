/**
 * A floor below the variance of a day: 2 % of its EWMA (half-life 90 days) over the days before it. A market that stood
 * still for a day has not become riskless, and ln 0 is no number. A day without variance and without a past gives NaN.
 */

const share = 0.02;
const decay = 2 ** (-1 / 90);

/** Takes the variances of one asset day by day and answers with what they count as. */
export function createVarianceFloor(): (variance: number) => number {
  let [sum, weight] = [0, 0];
  return (variance) => {
    const floor = weight > 0 ? (share * sum) / weight : 0;
    const counted = Math.max(variance, floor);
    if (!(counted > 0)) return Number.NaN;
    sum = decay * sum + counted;
    weight = decay * weight + 1;
    return counted;
  };
}
