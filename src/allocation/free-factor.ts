/**
 * Cholesky factor of the rows and columns of a matrix that belong to the free assets, L Lᵀ = A_FF, kept while assets join and leave:
 * O(k²) each for k free ones. A leaving row is turned out by Givens rotations.
 * Source: Golub and Van Loan 2013, "Matrix Computations", 6.5.
 */
import type { Covariance } from './allocation.ts';

/** Of a pivot, as a share of its diagonal: below it is what rounding leaves of zero. */
const smallestPivot = 1e-12;

export type FreeFactor = {
  /** Free assets in the order in which they joined; the first `count()` of it. */
  readonly members: Int32Array;
  count(): number;
  /** False, and nothing is changed, when the asset adds no variance of its own beyond rounding. */
  join(asset: number): boolean;
  /** Takes out the member at a place of `members`. */
  leave(place: number): void;
  clear(): void;
  /** Solves A_FF x = b: the first `count()` of `vector` hold b before and x after. */
  solve(vector: Float64Array): void;
};

/** `ridge` is added to the diagonal. */
export function createFreeFactor({ assets: n, values }: Covariance, ridge: number): FreeFactor {
  const lower = new Float64Array(n * n);
  const members = new Int32Array(n);
  let count = 0;

  const rotateColumns = (column: number): void => {
    const at = column * n + column;
    const [first, second] = [lower[at] as number, lower[at + 1] as number];
    const length = Math.hypot(first, second);
    const [cosine, sine] = [first / length, second / length];
    for (let row = column; row < count; row++) {
      const cell = row * n + column;
      const [left, right] = [lower[cell] as number, lower[cell + 1] as number];
      lower[cell] = cosine * left + sine * right;
      lower[cell + 1] = cosine * right - sine * left;
    }
  };

  return {
    members,
    count: () => count,
    clear() {
      count = 0;
    },
    join(asset) {
      const row = count * n;
      const from = asset * n;
      let pivot = (values[from + asset] as number) + ridge;
      const diagonal = pivot;
      for (let i = 0; i < count; i++) {
        let sum = values[from + (members[i] as number)] as number;
        const other = i * n;
        for (let k = 0; k < i; k++)
          sum -= (lower[row + k] as number) * (lower[other + k] as number);
        const cell = sum / (lower[other + i] as number);
        lower[row + i] = cell;
        pivot -= cell * cell;
      }
      if (!(pivot > smallestPivot * diagonal)) return false;
      lower[row + count] = Math.sqrt(pivot);
      members[count] = asset;
      count++;
      return true;
    },
    leave(place) {
      count--;
      for (let row = place; row < count; row++) {
        const to = row * n;
        lower.copyWithin(to, to + n, to + n + row + 2);
        members[row] = members[row + 1] as number;
      }
      for (let column = place; column < count; column++) rotateColumns(column);
    },
    solve(vector) {
      for (let i = 0; i < count; i++) {
        const row = i * n;
        let sum = vector[i] as number;
        for (let k = 0; k < i; k++) sum -= (lower[row + k] as number) * (vector[k] as number);
        vector[i] = sum / (lower[row + i] as number);
      }
      for (let i = count - 1; i >= 0; i--) {
        const row = i * n;
        const value = (vector[i] as number) / (lower[row + i] as number);
        vector[i] = value;
        for (let k = 0; k < i; k++)
          vector[k] = (vector[k] as number) - (lower[row + k] as number) * value;
      }
    },
  };
}
