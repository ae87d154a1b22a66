/**
 * Makes a correlation matrix positive definite: eigenvalues below 1e-6 are lifted to it and the diagonal is scaled back to 1.
 * A matrix whose smallest eigenvalue is above (its Cholesky factor less the floor exists) stays as it is.
 * Eigenvalues by cyclic Jacobi rotations: Golub and Van Loan 2013, "Matrix Computations", 8.5.
 */
import { factorPositiveDefinite } from './matrix.ts';

const smallestEigenvalue = 1e-6;
const maximumSweeps = 30;

export type EigenvalueFloor = (correlations: Float64Array) => void;

export function createEigenvalueFloor(assets: number): EigenvalueFloor {
  const work = new Float64Array(assets * assets);
  const vectors = new Float64Array(assets * assets);

  return (correlations) => {
    work.set(correlations);
    for (let i = 0; i < assets; i++) work[i * (assets + 1)] = 1 - smallestEigenvalue;
    if (factorPositiveDefinite(work, assets, vectors)) return;
    work.set(correlations);
    diagonalise(work, assets, vectors);
    for (let i = 0; i < assets; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (let k = 0; k < assets; k++) {
          const eigenvalue = Math.max(work[k * assets + k] as number, smallestEigenvalue);
          sum +=
            eigenvalue * (vectors[k * assets + i] as number) * (vectors[k * assets + j] as number);
        }
        correlations[i * assets + j] = sum;
      }
    }
    normalise(correlations, assets);
  };
}

/** Leaves the eigenvalues on the diagonal of the matrix and the eigenvectors in the rows of `vectors`. */
function diagonalise(matrix: Float64Array, n: number, vectors: Float64Array): void {
  vectors.fill(0);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  for (let sweep = 0; sweep < maximumSweeps; sweep++) {
    let largest = 0;
    for (let i = 1; i < n; i++) {
      for (let j = 0; j < i; j++) {
        const cell = matrix[i * n + j] as number;
        largest = Math.max(largest, Math.abs(cell));
        if (cell !== 0) rotate(matrix, n, vectors, i, j);
      }
    }
    if (largest < 1e-13) return;
  }
}

/** Turns rows and columns i and j so that the cell (i, j) vanishes. */
function rotate(matrix: Float64Array, n: number, vectors: Float64Array, i: number, j: number) {
  const cell = matrix[i * n + j] as number;
  const ratio = ((matrix[j * n + j] as number) - (matrix[i * n + i] as number)) / (2 * cell);
  const tangent = (ratio >= 0 ? 1 : -1) / (Math.abs(ratio) + Math.sqrt(1 + ratio * ratio));
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  const sine = tangent * cosine;
  const turn = (values: Float64Array, a: number, b: number): void => {
    const [first, second] = [values[a] as number, values[b] as number];
    values[a] = cosine * first - sine * second;
    values[b] = sine * first + cosine * second;
  };
  for (let k = 0; k < n; k++) turn(matrix, k * n + i, k * n + j);
  for (let k = 0; k < n; k++) turn(matrix, i * n + k, j * n + k);
  for (let k = 0; k < n; k++) turn(vectors, i * n + k, j * n + k);
}

/** Makes the diagonal 1 and the matrix symmetric, from its lower triangle. */
function normalise(matrix: Float64Array, n: number): void {
  const scales = Float64Array.from({ length: n }, (_, i) => Math.sqrt(matrix[i * n + i] as number));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const value = (matrix[i * n + j] as number) / ((scales[i] as number) * (scales[j] as number));
      matrix[i * n + j] = value;
      matrix[j * n + i] = value;
    }
    matrix[i * n + i] = 1;
  }
}
