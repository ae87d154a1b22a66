/** A covariance of which a portfolio could have a negative variance, made one that can be: variances stay, correlations are the nearest. */
import { composeCovariance } from './compose-covariance.ts';
import { correlationsOf } from './correlations.ts';
import { factorPositiveDefinite } from './matrix.ts';
import { nearestCorrelation } from './nearest-correlation.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

/** Of the largest eigenvalue: below it one is negative beyond rounding. */
const rounding = 1e-12;

export type MendedCovariance = {
  readonly values: Float64Array;
  /** Below zero, of the matrix before. */
  readonly smallestEigenvalue: number;
  readonly largestEigenvalue: number;
};

/** Of a row-major, symmetric n × n matrix without negative variances; null where nothing is to be mended. */
export function mendedCovariance(
  covariance: Float64Array,
  assets: number,
): MendedCovariance | null {
  const work = new Float64Array(covariance.length);
  if (factorPositiveDefinite(covariance, assets, work)) return null;
  const { values } = symmetricEigen(covariance, assets);
  const [smallestEigenvalue, largestEigenvalue] = [values[0] as number, values.at(-1) as number];
  if (smallestEigenvalue >= -rounding * Math.abs(largestEigenvalue)) return null;
  const variances = Float64Array.from(
    { length: assets },
    (_, i) => covariance[i * (assets + 1)] as number,
  );
  // An asset without risk goes along with none.
  const correlations = correlationsOf(covariance, assets).map((value) =>
    Number.isFinite(value) ? value : 0,
  );
  composeCovariance({ variances, correlations: nearestCorrelation(correlations, assets) }, work);
  return { values: work, smallestEigenvalue, largestEigenvalue };
}
