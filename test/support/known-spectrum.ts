/** SIMULATED samples of independent normal numbers with known variances, and how far an estimate of their covariance is off. */
import { createRandom } from '../../src/base/random.ts';
import type { DailyReturns } from '../../src/risk/covariance-forecaster.ts';
import { recomposed, symmetricEigen } from '../../src/risk/symmetric-eigen.ts';

export function drawReturns(options: {
  readonly variances: readonly number[];
  readonly days: number;
  readonly seed: number;
}): DailyReturns {
  const { variances, days, seed } = options;
  const random = createRandom(seed);
  const assets = variances.length;
  const values = Float64Array.from(
    { length: days * assets },
    (_, cell) => Math.sqrt(variances[cell % assets] as number) * random.normal(),
  );
  return { assets, values };
}

/** Divisor n, means taken as zero. */
export function secondMoments({ assets, values }: DailyReturns): Float64Array {
  const days = values.length / assets;
  const sums = new Float64Array(assets * assets);
  for (let day = 0; day < days; day++) {
    for (let i = 0; i < assets; i++) {
      const scaled = (values[day * assets + i] as number) / days;
      for (let j = 0; j < assets; j++) {
        sums[i * assets + j] =
          (sums[i * assets + j] as number) + scaled * (values[day * assets + j] as number);
      }
    }
  }
  return sums;
}

/** Σ of squares of what an estimate is off. */
export function frobeniusLoss(estimate: Float64Array, variances: readonly number[]): number {
  const assets = variances.length;
  return estimate.reduce((sum, value, cell) => {
    const truth = cell % (assets + 1) === 0 ? (variances[cell / (assets + 1)] as number) : 0;
    return sum + (value - truth) ** 2;
  }, 0);
}

/** The best that the sample's own eigenvectors allow: their eigenvalues are the variances along them. */
export function oracle(sample: Float64Array, variances: readonly number[]): Float64Array {
  const assets = variances.length;
  const { vectors } = symmetricEigen(sample, assets);
  const values = Float64Array.from({ length: assets }, (_, k) =>
    variances.reduce(
      (sum, variance, i) => sum + variance * (vectors[k * assets + i] as number) ** 2,
      0,
    ),
  );
  return recomposed({ values, vectors });
}
