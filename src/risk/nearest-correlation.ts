/**
 * The correlation matrix that is nearest to a symmetric one, in the sum of squares of all cells: projections in turn on the matrices
 * without negative eigenvalues and on those with ones on the diagonal, the first giving back what it took the last time.
 * Source: Higham 2002, "Computing the nearest correlation matrix – a problem from finance".
 */
import { correlationsOf } from './correlations.ts';
import { recomposed, symmetricEigen } from './symmetric-eigen.ts';

const tolerance = 1e-10;
const maximumRounds = 1_000;

/** Of a row-major n × n matrix; one that is a correlation matrix stays as it is. */
export function nearestCorrelation(matrix: Float64Array, assets: number): Float64Array {
  let point = withOnes(matrix, assets);
  let taken = new Float64Array(matrix.length);
  let nearest = point;
  for (let round = 0; round < maximumRounds; round++) {
    const back = point.map((value, cell) => value - (taken[cell] as number));
    const { values, vectors } = symmetricEigen(back, assets);
    if (round === 0 && (values[0] as number) >= 0) return point;
    nearest = recomposed({ values: values.map((value) => Math.max(0, value)), vectors });
    taken = nearest.map((value, cell) => value - (back[cell] as number));
    const next = withOnes(nearest, assets);
    const change = next.reduce(
      (most, value, cell) => Math.max(most, Math.abs(value - (point[cell] as number))),
      0,
    );
    point = next;
    if (change < tolerance) break;
  }
  return correlationsOf(nearest, assets);
}

function withOnes(matrix: Float64Array, assets: number): Float64Array {
  return matrix.map((value, cell) => (cell % (assets + 1) === 0 ? 1 : value));
}
