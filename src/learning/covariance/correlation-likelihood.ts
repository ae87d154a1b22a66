/**
 * The Gaussian likelihood of devolatilised returns z as a function of the weights of mixed correlations:
 *   −½ Σ_t [ln |R_t| + z_tᵀ R_t⁻¹ z_t],  R_t = Σ_k w_k C_k,t over the assets with a return on the day.
 * As weights add up to 1 and diagonals are 1, only what is off the diagonal, C°_k, moves the likelihood:
 * slope of a day for w_k = Σ_{i>j} (x_i x_j − (R⁻¹)_ij) C°_k,ij with x = R⁻¹z. For minus the second derivatives stands the Fisher
 * information ½ tr(R⁻¹ C°_k R⁻¹ C°_l) of one day in 25, times 25.
 */
import { dot, multiply } from '../../risk/matrix.ts';
import { factorPrecision } from '../../risk/precision-factor.ts';
import type { ConcaveFunction } from './simplex-maximum.ts';

const informationEvery = 25;

export type CorrelationLikelihood = ConcaveFunction & {
  /** Takes a day in place of the oldest: devolatilised returns, NaN where there is none, and the correlations forecast for it. */
  add(values: Float64Array, correlations: readonly Float64Array[]): void;
};

export function createCorrelationLikelihood(options: {
  readonly parts: number;
  readonly assets: number;
  readonly days: number;
}): CorrelationLikelihood {
  const { parts, assets } = options;
  const cells = (assets * (assets - 1)) / 2;
  // Correlations below the diagonal, for each day and part.
  const stored = new Float64Array(options.days * parts * cells);
  const returns = new Float64Array(options.days * assets);
  const work = createDayWork(assets, parts);
  let days = 0;

  const add: CorrelationLikelihood['add'] = (values, correlations) => {
    const slot = days++ % options.days;
    returns.set(values, slot * assets);
    correlations.forEach((matrix, k) => {
      let cell = (slot * parts + k) * cells;
      for (let i = 1; i < assets; i++) {
        for (let j = 0; j < i; j++) stored[cell++] = matrix[i * assets + j] as number;
      }
    });
  };

  const evaluate: CorrelationLikelihood['evaluate'] = (point, gradient, curvature) => {
    let value = 0;
    gradient.fill(0);
    curvature.fill(0);
    const counted = Math.min(days, options.days);
    for (let slot = 0; slot < counted; slot++) {
      const matrices = stored.subarray(slot * parts * cells, (slot + 1) * parts * cells);
      value += work.score(point, matrices, returns.subarray(slot * assets, (slot + 1) * assets));
      work.addSlopes(matrices, gradient);
      if (slot % informationEvery === 0) work.addInformation(matrices, curvature);
    }
    return value;
  };

  return { weights: parts, add, evaluate };
}

/** One day: first its likelihood, then what follows from that. */
function createDayWork(assets: number, parts: number) {
  const cells = (assets * (assets - 1)) / 2;
  const order = Int32Array.from({ length: assets }, (_, i) => i);
  const mixed = new Float64Array(cells);
  const pulls = new Float64Array(cells);
  const [matrix, work, factor, inverse, whole] = Array.from(
    { length: 5 },
    () => new Float64Array(assets * assets),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  const products = Array.from({ length: parts }, () => new Float64Array(assets * assets));
  const known = new Float64Array(assets);
  const solved = new Float64Array(assets);

  /** R over the assets with a return; the others stand apart with a return of 0, which changes nothing. */
  const fillMatrix = (returns: Float64Array): void => {
    let cell = 0;
    for (let i = 0; i < assets; i++) {
      const isMissing = Number.isNaN(returns[i] as number);
      known[i] = isMissing ? 0 : (returns[i] as number);
      for (let j = 0; j < i; j++) {
        const isApart = isMissing || Number.isNaN(returns[j] as number);
        const value = isApart ? 0 : (mixed[cell] as number);
        matrix[i * assets + j] = value;
        matrix[j * assets + i] = value;
        cell++;
      }
      matrix[i * assets + i] = 1;
    }
  };

  const score = (point: Float64Array, matrices: Float64Array, returns: Float64Array): number => {
    mixed.fill(0);
    for (let k = 0; k < parts; k++) {
      const weight = point[k] as number;
      for (let c = 0; c < cells; c++) {
        mixed[c] = (mixed[c] as number) + weight * (matrices[k * cells + c] as number);
      }
    }
    fillMatrix(returns);
    if (!factorPrecision(matrix, { order, work }, factor)) return Number.NEGATIVE_INFINITY;
    fillInverse(factor, assets, inverse);
    multiply(inverse, known, solved);
    let value = -dot(known, solved) / 2;
    for (let i = 0; i < assets; i++) value += Math.log(factor[i * assets + i] as number);
    return value;
  };

  const addSlopes = (matrices: Float64Array, gradient: Float64Array): void => {
    let cell = 0;
    for (let i = 1; i < assets; i++) {
      for (let j = 0; j < i; j++) {
        const product = (solved[i] as number) * (solved[j] as number);
        pulls[cell++] = product - (inverse[i * assets + j] as number);
      }
    }
    for (let k = 0; k < parts; k++) {
      let sum = gradient[k] as number;
      for (let c = 0; c < cells; c++) {
        sum += (pulls[c] as number) * (matrices[k * cells + c] as number);
      }
      gradient[k] = sum;
    }
  };

  const addInformation = (matrices: Float64Array, curvature: Float64Array): void => {
    products.forEach((product, k) => {
      fillWhole(matrices.subarray(k * cells, (k + 1) * cells), assets, whole);
      multiplySymmetric(inverse, whole, product);
    });
    for (let k = 0; k < parts; k++) {
      for (let l = 0; l < parts; l++) {
        const trace = traceOfProduct(products[k] as Float64Array, products[l] as Float64Array);
        const cell = k * parts + l;
        curvature[cell] = (curvature[cell] as number) + (informationEvery / 2) * trace;
      }
    }
  };

  return { score, addSlopes, addInformation };
}

/** L Lᵀ of a lower triangular L. */
function fillInverse(factor: Float64Array, n: number, out: Float64Array): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k <= j; k++) {
        sum += (factor[i * n + k] as number) * (factor[j * n + k] as number);
      }
      out[i * n + j] = sum;
      out[j * n + i] = sum;
    }
  }
}

/** A symmetric matrix with a diagonal of 0 from what is below it. */
function fillWhole(below: Float64Array, n: number, out: Float64Array): void {
  let cell = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      out[i * n + j] = below[cell] as number;
      out[j * n + i] = below[cell++] as number;
    }
    out[i * n + i] = 0;
  }
}

/** out = A B, both symmetric. */
function multiplySymmetric(a: Float64Array, b: Float64Array, out: Float64Array): void {
  const n = Math.sqrt(a.length);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += (a[i * n + k] as number) * (b[j * n + k] as number);
      out[i * n + j] = sum;
    }
  }
}

/** tr(A B). */
function traceOfProduct(a: Float64Array, b: Float64Array): number {
  const n = Math.sqrt(a.length);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) sum += (a[i * n + j] as number) * (b[j * n + i] as number);
  }
  return sum;
}
