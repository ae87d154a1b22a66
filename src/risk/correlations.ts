/** Correlations read off a covariance, and their mean over all pairs; matrices are row-major n × n. */

/** ρ_ij = σ_ij / √(σ_ii σ_jj). */
export function correlationsOf(covariance: Float64Array, assets: number): Float64Array {
  const deviation = (i: number): number => Math.sqrt(covariance[i * assets + i] as number);
  return covariance.map((value, cell) => {
    const [i, j] = [Math.floor(cell / assets), cell % assets];
    return i === j ? 1 : value / (deviation(i) * deviation(j));
  });
}

/** NaN of a single asset. */
export function meanCorrelation(correlations: Float64Array, assets: number): number {
  let sum = 0;
  for (const value of correlations) sum += value;
  return (sum - assets) / (assets * (assets - 1));
}
