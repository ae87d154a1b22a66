/** A covariance from its parts: Σ_ij = √v_i ρ_ij √v_j, row-major. */

export function composeCovariance(
  parts: { readonly variances: Float64Array; readonly correlations: Float64Array },
  out: Float64Array,
): void {
  const { variances, correlations } = parts;
  const assets = variances.length;
  for (let i = 0; i < assets; i++) {
    const scale = Math.sqrt(variances[i] as number);
    for (let j = 0; j < i; j++) {
      const cell = i * assets + j;
      const value = (correlations[cell] as number) * scale * Math.sqrt(variances[j] as number);
      out[cell] = value;
      out[j * assets + i] = value;
    }
    out[i * assets + i] = variances[i] as number;
  }
}
