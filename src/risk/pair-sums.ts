/**
 * Weighted sums of products over the days that each pair of assets has in common, with zero means:
 *   v_i = Σ w x_i² / Σ w,  ρ̂_ij = Σ w x_i x_j / √(Σ w x_i² · Σ w x_j²), all three sums over the same days,
 * w = decay^age, the age counted in days on which both have a value. Short histories are completed.
 */
import { createCompleteCorrelations } from './complete-correlations.ts';
import { completeVariances } from './complete-variances.ts';

export type PairSums = {
  /** Takes one value per asset, from `offset` in a row-major matrix; NaN where there is none. */
  observe(values: Float64Array, offset: number): void;
  /** Takes one row-major matrix of products of a day, as realised covariances are; NaN on the diagonal where there is none. */
  observeProducts(products: Float64Array, offset: number): void;
  /** Forgets everything. */
  clear(): void;
  /** Writes v, completed; false when no asset has a value. */
  variances(out: Float64Array): boolean;
  /** Writes correlations, row-major, completed and positive definite. */
  correlations(out: Float64Array): void;
};

export function createPairSums(options: { assets: number; decay: number }): PairSums {
  const { assets, decay } = options;
  const cells = assets * assets;
  // Of a pair (i, j), i ≥ j, at i·n + j; squares of i on the days of j at i·n + j, and of j on those days at j·n + i.
  const products = new Float64Array(cells);
  const squares = new Float64Array(cells);
  const weights = new Float64Array(cells);
  const days = new Float64Array(cells);
  const ownDays = new Float64Array(assets);
  const complete = createCompleteCorrelations(assets);

  const add = (i: number, j: number, product: number, squareI: number, squareJ: number): void => {
    const cell = i * assets + j;
    const mirror = j * assets + i;
    products[cell] = decay * (products[cell] as number) + product;
    squares[cell] = decay * (squares[cell] as number) + squareI;
    if (i !== j) squares[mirror] = decay * (squares[mirror] as number) + squareJ;
    weights[cell] = decay * (weights[cell] as number) + 1;
    days[cell] = (days[cell] as number) + 1;
    days[mirror] = days[cell] as number;
  };

  const observe = (values: Float64Array, offset: number): void => {
    for (let i = 0; i < assets; i++) {
      const first = values[offset + i] as number;
      if (Number.isNaN(first)) continue;
      for (let j = 0; j <= i; j++) {
        const second = values[offset + j] as number;
        if (Number.isNaN(second)) continue;
        add(i, j, first * second, first * first, second * second);
      }
    }
  };

  const observeProducts = (matrix: Float64Array, offset: number): void => {
    for (let i = 0; i < assets; i++) {
      const first = matrix[offset + i * assets + i] as number;
      if (Number.isNaN(first)) continue;
      for (let j = 0; j <= i; j++) {
        const second = matrix[offset + j * assets + j] as number;
        if (Number.isNaN(second)) continue;
        add(i, j, matrix[offset + i * assets + j] as number, first, second);
      }
    }
  };

  const clear = (): void => {
    for (const sums of [products, squares, weights, days]) sums.fill(0);
  };

  const variances = (out: Float64Array): boolean => {
    for (let i = 0; i < assets; i++) {
      const cell = i * assets + i;
      const weight = weights[cell] as number;
      out[i] = weight > 0 ? (squares[cell] as number) / weight : 0;
      ownDays[i] = days[cell] as number;
    }
    return completeVariances(out, ownDays);
  };

  const correlations = (out: Float64Array): void => {
    for (let i = 0; i < assets; i++) {
      out[i * assets + i] = 1;
      for (let j = 0; j < i; j++) {
        const [cell, mirror] = [i * assets + j, j * assets + i];
        const scale = Math.sqrt((squares[cell] as number) * (squares[mirror] as number));
        const value = scale > 0 ? (products[cell] as number) / scale : 0;
        out[cell] = value;
        out[mirror] = value;
      }
    }
    complete(out, days);
  };

  return { observe, observeProducts, clear, variances, correlations };
}
