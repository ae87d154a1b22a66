/** A covariance of which a portfolio could have a negative variance, made one that can be: variances stay, correlations are the nearest. */
import { composeCovariance } from './compose-covariance.ts';
import { correlationsOf } from './correlations.ts';
import { nearestCorrelation } from './nearest-correlation.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

/** Of the largest eigenvalue: below it one is negative beyond rounding. */
const rounding = 1e-12;

/** Of a row-major, symmetric n × n matrix without negative variances; null where nothing is to be mended. */
export function mendedCovariance(covariance: Float64Array, assets: number): Float64Array | null {
  const { values } = symmetricEigen(covariance, assets);
  if ((values[0] as number) >= -rounding * Math.abs(values.at(-1) as number)) return null;
  const variances = Float64Array.from(
    { length: assets },
    (_, i) => covariance[i * (assets + 1)] as number,
  );
  // An asset without risk goes along with none.
  const correlations = correlationsOf(covariance, assets).map((value) =>
    Number.isFinite(value) ? value : 0,
  );
  const mended = new Float64Array(covariance.length);
  composeCovariance({ variances, correlations: nearestCorrelation(correlations, assets) }, mended);
  return mended;
}
