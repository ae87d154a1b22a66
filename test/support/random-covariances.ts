/** Covariances of simulated assets, drawn from a seed: a few common factors beside what is each asset's own. */
import type { Covariance } from '../../src/allocation/allocation.ts';
import { createRandom } from '../../src/base/random.ts';

/** Positive definite: B Bᵀ + diag(own), of as many factors as a third of the assets. Volatilities lie within a factor of ten. */
export function randomCovariance(assets: number, seed: number): Covariance {
  const random = createRandom(seed);
  const factors = Math.ceil(assets / 3);
  const scales = Float64Array.from({ length: assets }, () => 0.01 * 10 ** random.uniform());
  const loadings = Float64Array.from({ length: assets * factors }, () => random.normal());
  const values = new Float64Array(assets * assets);
  for (let i = 0; i < assets; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? 0.2 + random.uniform() : 0;
      for (let k = 0; k < factors; k++) {
        sum += (loadings[i * factors + k] as number) * (loadings[j * factors + k] as number);
      }
      const value = sum * (scales[i] as number) * (scales[j] as number);
      values[i * assets + j] = value;
      values[j * assets + i] = value;
    }
  }
  return { assets, values };
}

/** The same assets in another order: asset i of the result is asset `order[i]` of the given one. */
export function reordered({ assets, values }: Covariance, order: readonly number[]): Covariance {
  const cellOf = (cell: number): number =>
    (order[Math.floor(cell / assets)] as number) * assets + (order[cell % assets] as number);
  return { assets, values: values.map((_, cell) => values[cellOf(cell)] as number) };
}
