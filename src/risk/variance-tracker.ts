/**
 * Variances day by day, of any origin; here an EWMA of squared returns, v = Σ λ^k r² / Σ λ^k over an asset's own days with
 * λ = 2^(−1/h), short histories completed. Per day.
 */
import { completeVariances } from './complete-variances.ts';
import type { DailyReturns } from './covariance-forecaster.ts';

export type VarianceTracker = {
  /** Takes the returns of a day; every day from 0, in order. */
  observe(day: number): void;
  /** Writes one variance per asset; false when no asset has a return. */
  variances(out: Float64Array): boolean;
};

export function createEwmaVarianceTracker(
  { assets, values }: DailyReturns,
  halfLifeDays: number,
): VarianceTracker {
  const decay = 2 ** (-1 / halfLifeDays);
  const sums = new Float64Array(assets);
  const weights = new Float64Array(assets);
  const days = new Float64Array(assets);
  return {
    observe(day) {
      for (let i = 0; i < assets; i++) {
        const value = values[day * assets + i] as number;
        if (Number.isNaN(value)) continue;
        sums[i] = decay * (sums[i] as number) + value * value;
        weights[i] = decay * (weights[i] as number) + 1;
        days[i] = (days[i] as number) + 1;
      }
    },
    variances(out) {
      for (let i = 0; i < assets; i++) {
        out[i] = (days[i] as number) > 0 ? (sums[i] as number) / (weights[i] as number) : 0;
      }
      return completeVariances(out, days);
    },
  };
}
