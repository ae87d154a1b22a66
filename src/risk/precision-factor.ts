/**
 * The factor of a precision matrix and back: L lower triangular with L Lᵀ = Σ⁻¹, so that the log-likelihood of returns r is
 * Σ_i ln L_ii − ½‖Lᵀr‖² up to a constant. With Σ = U Uᵀ, U upper triangular, L is the inverse of Uᵀ.
 * Row i of Lᵀr is the part of r_i that the later r_j do not explain, over its deviation: the terms of the last m assets alone
 * are the likelihood of these m. Row-major n × n.
 */

/** Of a pivot, as a share of its diagonal: below it is what rounding leaves of zero. */
const smallestPivot = 1e-13;

/**
 * Writes L; false when Σ is not positive definite beyond rounding. `order` says which asset comes first, second, …;
 * `work` is space for n × n.
 */
export function factorPrecision(
  covariance: Float64Array,
  options: { readonly order: Int32Array; readonly work: Float64Array },
  out: Float64Array,
): boolean {
  const { order, work } = options;
  const n = order.length;
  for (let i = 0; i < n; i++) {
    const row = (order[i] as number) * n;
    for (let j = 0; j <= i; j++) {
      work[i * n + j] = covariance[row + (order[j] as number)] as number;
    }
  }
  for (let j = n - 1; j >= 0; j--) {
    const row = j * n;
    const whole = covariance[(order[j] as number) * (n + 1)] as number;
    const pivot = work[row + j] as number;
    if (!(pivot > smallestPivot * whole)) return false;
    const scale = 1 / Math.sqrt(pivot);
    for (let i = 0; i <= j; i++) work[row + i] = (work[row + i] as number) * scale;
    for (let i = 0; i < j; i++) {
      const factor = work[row + i] as number;
      const target = i * n;
      for (let k = 0; k <= i; k++) {
        work[target + k] = (work[target + k] as number) - factor * (work[row + k] as number);
      }
    }
  }
  invertLower(work, n, out);
  return true;
}

/** Writes Σ = (L Lᵀ)⁻¹ in the assets' own order; `work` is space for n × n. */
export function covarianceOfFactor(
  factor: Float64Array,
  options: { readonly order: Int32Array; readonly work: Float64Array },
  out: Float64Array,
): void {
  const { order, work } = options;
  const n = order.length;
  invertLower(factor, n, work);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < n; k++) sum += (work[k * n + i] as number) * (work[k * n + j] as number);
      out[(order[i] as number) * n + (order[j] as number)] = sum;
      out[(order[j] as number) * n + (order[i] as number)] = sum;
    }
  }
}

/** out = Lᵀ r, r in the assets' own order; what is NaN counts as 0. */
export function whiten(
  factor: Float64Array,
  options: { readonly order: Int32Array; readonly values: Float64Array; readonly offset: number },
  out: Float64Array,
): void {
  const { order, values, offset } = options;
  const n = order.length;
  out.fill(0, 0, n);
  for (let j = 0; j < n; j++) {
    const value = values[offset + (order[j] as number)] as number;
    if (Number.isNaN(value)) continue;
    for (let i = 0; i <= j; i++)
      out[i] = (out[i] as number) + (factor[j * n + i] as number) * value;
  }
}

/** Of a lower triangular matrix with a positive diagonal; what is above the diagonal of `out` stays. */
function invertLower(lower: Float64Array, n: number, out: Float64Array): void {
  for (let i = 0; i < n; i++) {
    const row = i * n;
    const scale = 1 / (lower[row + i] as number);
    out.fill(0, row, row + i);
    for (let k = 0; k < i; k++) {
      const factor = (lower[row + k] as number) * scale;
      for (let c = 0; c <= k; c++) {
        out[row + c] = (out[row + c] as number) - factor * (out[k * n + c] as number);
      }
    }
    out[row + i] = scale;
  }
}
