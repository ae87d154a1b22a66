/**
 * Long-run variance of a series whose neighbours hang together: γ₀ + 2 Σ_{k=1…L} (1 − k/(L + 1)) γ_k, γ_k = Σ (d_t − d̄)(d_{t−k} − d̄)/T.
 * The variance of its mean is this over T. Source: Newey and West (1987).
 */

export function longRunVariance(series: Float64Array, lag: number): number {
  const length = series.length;
  const mean = series.reduce((sum, value) => sum + value, 0) / length;
  const autocovariance = (distance: number): number => {
    let sum = 0;
    for (let t = distance; t < length; t++) {
      sum += ((series[t] as number) - mean) * ((series[t - distance] as number) - mean);
    }
    return sum / length;
  };
  let variance = autocovariance(0);
  for (let k = 1; k <= Math.min(lag, length - 1); k++) {
    variance += 2 * (1 - k / (lag + 1)) * autocovariance(k);
  }
  return variance;
}

/** Errors over h days overlap for h − 1, and volatility leaves more behind. */
export function leastLag(horizonDays: number): number {
  return horizonDays + 5;
}
