/**
 * Variance forecasts with half of their relative moves: ln V_i = ln slow_i + med d + ½(d_i − med d), d_i = ln forecast_i − ln slow_i,
 * slow the EWMA of squared returns with a half-life of 63 days. Where correlations are above .9, variances that move each on their
 * own make spreads between assets that cannot be.
 */
import type { DailyReturns } from '../../risk/covariance-forecaster.ts';
import { median } from '../../risk/median.ts';
import { createEwmaVarianceTracker, type VarianceTracker } from '../../risk/variance-tracker.ts';

const slowHalfLifeDays = 63;
const shareOfRelative = 0.5;

/** From forecasts at the close of each day: ln of the variance of the day after, days × assets, NaN where there is none. */
export function createRelativeVarianceTracker(
  returns: DailyReturns,
  logVariance: Float64Array,
): VarianceTracker {
  const { assets } = returns;
  const slow = createEwmaVarianceTracker(returns, slowHalfLifeDays);
  let last = 0;
  return {
    observe(day) {
      last = day;
      slow.observe(day);
    },
    variances(out) {
      if (!slow.variances(out)) return false;
      const moves = out.map(
        (variance, i) => (logVariance[last * assets + i] as number) - Math.log(variance),
      );
      const known = moves.filter(Number.isFinite);
      const middle = known.length > 0 ? median(known) : 0;
      for (let i = 0; i < assets; i++) {
        const move = moves[i] as number;
        const relative = Number.isFinite(move) ? shareOfRelative * (move - middle) : 0;
        out[i] = (out[i] as number) * Math.exp(middle + relative);
      }
      return true;
    },
  };
}
