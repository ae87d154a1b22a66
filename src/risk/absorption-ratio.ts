/**
 * How closely assets are tied together: the share of their summed variance that the first fifth of the eigenvectors of their covariance
 * takes up, at least one. 1 where few movements are all; about a fifth where nothing is shared. NaN without any risk.
 * Source: Kritzman, Li, Page and Rigobon 2011, "Principal components as a measure of systemic risk".
 */
import { symmetricEigen } from './symmetric-eigen.ts';

const shareOfVectors = 1 / 5;

/** How many eigenvectors count as the first. */
export function leadingMovements(assets: number): number {
  return Math.max(1, Math.round(shareOfVectors * assets));
}

/** Of a row-major n × n covariance. */
export function absorptionRatio(covariance: Float64Array, assets: number): number {
  if (covariance.some(Number.isNaN)) return Number.NaN;
  const { values } = symmetricEigen(covariance, assets);
  const first = values.subarray(-leadingMovements(assets));
  const sum = (some: Float64Array): number => some.reduce((total, value) => total + value, 0);
  return sum(first) / sum(values);
}
