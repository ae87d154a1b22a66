/**
 * Draws correlations towards their mean: ρ'_ij = (1 − s) ρ_ij + s ρ̄ for i ≠ j; variances stay.
 * The target is the constant-correlation matrix of Ledoit and Wolf (2004); s, from 0 to 1, is given and not estimated.
 */

/** In place on a row-major n × n covariance. */
export function shrinkCorrelations(
  covariance: Float64Array,
  options: { assets: number; shrinkage: number },
): void {
  const { assets, shrinkage } = options;
  if (shrinkage === 0 || assets < 2) return;
  const deviation = (i: number): number => Math.sqrt(covariance[i * assets + i] as number);
  let sum = 0;
  let pairs = 0;
  for (let i = 0; i < assets; i++) {
    for (let j = 0; j < i; j++) {
      const scale = deviation(i) * deviation(j);
      if (scale > 0) {
        sum += (covariance[i * assets + j] as number) / scale;
        pairs++;
      }
    }
  }
  const mean = pairs > 0 ? sum / pairs : 0;
  for (let i = 0; i < assets; i++) {
    for (let j = 0; j < i; j++) {
      const value =
        (1 - shrinkage) * (covariance[i * assets + j] as number) +
        shrinkage * mean * deviation(i) * deviation(j);
      covariance[i * assets + j] = value;
      covariance[j * assets + i] = value;
    }
  }
}
