/**
 * The covariance of daily returns with care for how few they are: own variances beside correlations that are taken as they come
 * (`none`), drawn towards none (`linear`), moved eigenvalue by eigenvalue (`nonlinear`) or freed of noise (`denoised`). Means are
 * taken as zero. Of unequal histories a pair is estimated over the days that it has in common, and completed where they
 * are few; the days that correct for noise are then the harmonic mean over all pairs.
 */
import { composeCovariance } from './compose-covariance.ts';
import { correlationsOf } from './correlations.ts';
import type { CovarianceCare } from './covariance-cares.ts';
import type { DailyReturns } from './covariance-forecaster.ts';
import { denoisedCorrelations } from './denoised-correlations.ts';
import { createEwmaCovariance } from './ewma-covariance.ts';
import { linearShrinkage, shrinkLinearly } from './linear-shrinkage.ts';
import { fewestNonlinearDays, shrinkNonlinearly } from './nonlinear-shrinkage.ts';
import { createPairSums } from './pair-sums.ts';

/** Row-major n × n, per day, positive semidefinite; null while no asset has returned at all. */
export function carefulCovariance(
  returns: DailyReturns,
  care: CovarianceCare,
): Float64Array | null {
  const { assets } = returns;
  const sample = sampleOf(returns);
  if (sample === null) return null;
  const { variances } = sample;
  const standard = standardised(returns, variances);
  const correlations = caredFor(sample.correlations, { returns: standard, care });
  const covariance = new Float64Array(assets * assets);
  composeCovariance({ variances, correlations }, covariance);
  return covariance;
}

type Sample = { readonly variances: Float64Array; readonly correlations: Float64Array };

function sampleOf({ assets, values }: DailyReturns): Sample | null {
  const variances = new Float64Array(assets);
  if (values.some(Number.isNaN)) {
    const sums = createPairSums({ assets, decay: 1 });
    for (let at = 0; at < values.length; at += assets) sums.observe(values, at);
    const correlations = new Float64Array(assets * assets);
    sums.correlations(correlations);
    return sums.variances(variances) ? { variances, correlations } : null;
  }
  if (values.length === 0) return null;
  const moments = createEwmaCovariance({ assets, halfLifeBars: Number.POSITIVE_INFINITY });
  for (let at = 0; at < values.length; at += assets) moments.observe(values, at);
  const covariance = new Float64Array(assets * assets);
  moments.covariance(covariance);
  for (let i = 0; i < assets; i++) variances[i] = covariance[i * (assets + 1)] as number;
  // An asset without risk goes along with none.
  const correlations = correlationsOf(covariance, assets).map((value) => value || 0);
  return { variances, correlations };
}

function caredFor(
  correlations: Float64Array,
  { returns, care }: { readonly returns: DailyReturns; readonly care: CovarianceCare },
): Float64Array {
  const { assets } = returns;
  if (care === 'none' || assets < 2) return correlations;
  const days = commonDays(returns);
  if (care === 'denoised') return denoisedCorrelations(correlations, { assets, days });
  if (care === 'linear' || days < fewestNonlinearDays) {
    const shrinkage = linearShrinkage(returns, correlations);
    return shrinkLinearly(correlations, { assets, shrinkage });
  }
  return correlationsOf(shrinkNonlinearly(correlations, { assets, days }), assets);
}

/** In units of each asset's own volatility; zero where it has none. */
function standardised({ assets, values }: DailyReturns, variances: Float64Array): DailyReturns {
  const scales = variances.map((variance) => (variance > 0 ? 1 / Math.sqrt(variance) : 0));
  return { assets, values: values.map((value, cell) => value * (scales[cell % assets] as number)) };
}

/** Harmonic mean over all pairs of the days that they have in common; a pair without counts as of one. */
function commonDays({ assets, values }: DailyReturns): number {
  let sum = 0;
  for (let i = 0; i < assets; i++) {
    for (let j = 0; j < i; j++) {
      let days = 0;
      for (let at = 0; at < values.length; at += assets) {
        if (!Number.isNaN((values[at + i] as number) + (values[at + j] as number))) days++;
      }
      sum += 1 / Math.max(1, days);
    }
  }
  return (assets * (assets - 1)) / 2 / sum;
}
