/** Small dense matrices, row-major in Float64Array: the few operations that hot loops need without allocation. */

/** Of a pivot, as a share of its diagonal: below it is what rounding leaves of zero. */
const smallestPivot = 1e-12;

/** out = A x, A n × n. */
export function multiply(matrix: Float64Array, vector: Float64Array, out: Float64Array): void {
  const n = vector.length;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    const row = i * n;
    for (let j = 0; j < n; j++) sum += (matrix[row + j] as number) * (vector[j] as number);
    out[i] = sum;
  }
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/** xᵀ A x. */
export function quadraticForm(matrix: Float64Array, vector: Float64Array): number {
  const n = vector.length;
  let total = 0;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    const row = i * n;
    for (let j = 0; j < n; j++) sum += (matrix[row + j] as number) * (vector[j] as number);
    total += sum * (vector[i] as number);
  }
  return total;
}

/**
 * Cholesky factor L of a symmetric positive definite matrix, L Lᵀ = A, into the lower half of `lower`.
 * False when a pivot is not positive beyond rounding; `lower` is then of no use.
 */
export function factorPositiveDefinite(
  matrix: Float64Array,
  n: number,
  lower: Float64Array,
): boolean {
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = matrix[i * n + j] as number;
      for (let k = 0; k < j; k++)
        sum -= (lower[i * n + k] as number) * (lower[j * n + k] as number);
      if (i > j) lower[i * n + j] = sum / (lower[j * n + j] as number);
      else if (sum > smallestPivot * (matrix[i * n + i] as number))
        lower[i * n + i] = Math.sqrt(sum);
      else return false;
    }
  }
  return true;
}

/** Solves L Lᵀ x = b: `vector` holds b before and x after. */
export function solveFactored(lower: Float64Array, n: number, vector: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let sum = vector[i] as number;
    for (let k = 0; k < i; k++) sum -= (lower[i * n + k] as number) * (vector[k] as number);
    vector[i] = sum / (lower[i * n + i] as number);
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = vector[i] as number;
    for (let k = i + 1; k < n; k++) sum -= (lower[k * n + i] as number) * (vector[k] as number);
    vector[i] = sum / (lower[i * n + i] as number);
  }
}

/**
 * Inverse of a symmetric positive definite matrix by Cholesky, into `out`.
 * False when a pivot is not positive beyond rounding; `out` is then of no use. `lower` is space for the factor, n × n.
 */
export function invertPositiveDefinite(
  matrix: Float64Array,
  n: number,
  out: Float64Array,
  lower = new Float64Array(n * n),
): boolean {
  if (!factorPositiveDefinite(matrix, n, lower)) return false;
  const column = new Float64Array(n);
  for (let c = 0; c < n; c++) {
    column.fill(0);
    column[c] = 1;
    solveFactored(lower, n, column);
    for (let i = 0; i < n; i++) out[i * n + c] = column[i] as number;
  }
  return true;
}
