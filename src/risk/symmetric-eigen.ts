/** The spectrum of a symmetric matrix, A = Σ_k λ_k u_k u_kᵀ with orthonormal u_k; matrices are row-major n × n. */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

export type SymmetricEigen = {
  /** λ, ascending. */
  readonly values: Float64Array;
  /** u_k in row k. */
  readonly vectors: Float64Array;
};

export function symmetricEigen(matrix: Float64Array, n: number): SymmetricEigen {
  const rows = Array.from({ length: n }, (_, i) => matrix.slice(i * n, (i + 1) * n));
  const found = new EigenvalueDecomposition(new Matrix(rows), { assumeSymmetric: true });
  return {
    values: Float64Array.from(found.realEigenvalues),
    vectors: Float64Array.from(found.eigenvectorMatrix.transpose().to1DArray()),
  };
}

/** Σ_k λ_k u_k u_kᵀ, symmetric to the last bit. */
export function recomposed({ values, vectors }: SymmetricEigen): Float64Array {
  const n = values.length;
  const matrix = new Float64Array(n * n);
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < n; i++) {
      const scaled = (values[k] as number) * (vectors[k * n + i] as number);
      if (scaled === 0) continue;
      for (let j = 0; j <= i; j++) {
        matrix[i * n + j] = (matrix[i * n + j] as number) + scaled * (vectors[k * n + j] as number);
      }
    }
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) matrix[j * n + i] = matrix[i * n + j] as number;
  }
  return matrix;
}
