/** Every covariance forecast, for any returns: positive definite, blind to the future, and the same in another order of assets. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  covarianceBaselines,
  createCovarianceBlend,
} from '../../src/learning/covariance/covariance-models.ts';
import { createDrdForecaster } from '../../src/learning/covariance/drd-forecaster.ts';
import type { CovarianceForecaster, DailyReturns } from '../../src/risk/covariance-forecaster.ts';
import { factorPrecision } from '../../src/risk/precision-factor.ts';
import { simulateDcc, withGaps } from '../support/simulated-covariances.ts';

type Recipe = (returns: DailyReturns) => CovarianceForecaster;

/** Forecasts of variance that know little: the square of the last return, halved. */
function drdInputs({ values }: DailyReturns) {
  const logVariance = values.map((value) => Math.log(value * value * 0.5));
  return { sessions: false, logVariance, realised: null };
}

const baseline =
  (name: string): Recipe =>
  (returns) =>
    covarianceBaselines(returns).find((one) => one.name === name) as CovarianceForecaster;

const independent: readonly (readonly [string, Recipe])[] = [
  ...['rw-125', 'ewma-63', 'iewma-21-63', 'dcc'].map((name) => [name, baseline(name)] as const),
  ['drd', (returns) => createDrdForecaster(returns, drdInputs(returns))],
];
const all: readonly (readonly [string, Recipe])[] = [
  ...independent,
  ['cm-iewma', baseline('cm-iewma')],
  ['blend', (returns) => createCovarianceBlend(returns, drdInputs(returns))],
];

function forecastsOf(forecaster: CovarianceForecaster, returns: DailyReturns): Float64Array[] {
  const { assets, values } = returns;
  return Array.from({ length: values.length / assets }, (_, day) => {
    forecaster.observe(day);
    const out = new Float64Array(assets * assets).fill(Number.NaN);
    forecaster.covariance(out);
    return out;
  });
}

function isPositiveDefinite(covariance: Float64Array, assets: number): boolean {
  const order = Int32Array.from({ length: assets }, (_, i) => i);
  const isSymmetric = covariance.every(
    (value, cell) => value === covariance[(cell % assets) * assets + Math.floor(cell / assets)],
  );
  const work = new Float64Array(assets * assets);
  return isSymmetric && factorPrecision(covariance, { order, work }, work.slice());
}

/** Returns as they come: some assets late, dead, holed, still, wild or alike. */
const oddReturns = fc
  .record({
    seed: fc.integer({ min: 1, max: 1_000 }),
    assets: fc.integer({ min: 1, max: 6 }),
    days: fc.integer({ min: 5, max: 220 }),
    listed: fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 6, maxLength: 6 }),
    lifetime: fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 6, maxLength: 6 }),
    holeEvery: fc.integer({ min: 2, max: 40 }),
    kinds: fc.array(fc.constantFrom('usual', 'still', 'wild', 'twin'), {
      minLength: 6,
      maxLength: 6,
    }),
  })
  .map(({ seed, assets, days, listed, lifetime, holeEvery, kinds }) => {
    const { values } = simulateDcc({ seed, days, assets, dcc: { a: 0.05, b: 0.9 } });
    const odd = values.map((value, cell) => {
      const kind = kinds[cell % assets];
      if (kind === 'still') return 0;
      if (kind === 'twin') return values[cell - (cell % assets)] as number;
      return kind === 'wild' && cell % 7 === 0 ? 50 * value : value;
    });
    return withGaps({ assets, values: odd }, (day, asset) => {
      const from = asset === 0 ? 0 : (listed[asset] as number);
      const isListed = day >= from && (asset === 0 || day < from + (lifetime[asset] as number));
      return !isListed || (asset > 0 && (day + asset) % holeEvery === 0);
    });
  });

describe.each(all)('%s', (_, recipe) => {
  it('is positive definite on every day that has one, and there is one from the fifth on', () => {
    fc.assert(
      fc.property(oddReturns, (returns) => {
        const forecasts = forecastsOf(recipe(returns), returns);
        return forecasts
          .slice(5)
          .every((covariance) => isPositiveDefinite(covariance, returns.assets));
      }),
      { numRuns: 25, seed: 7 },
    );
  });

  it('is the same, to the bit, whatever comes after', () => {
    const returns = simulateDcc({ seed: 3, days: 320, assets: 4, dcc: { a: 0.05, b: 0.9 } });
    const from = 260;
    const other = {
      assets: 4,
      values: returns.values.map((value, cell) => (cell < 4 * from ? value : 3 - value)),
    };
    const known = forecastsOf(recipe(returns), returns);
    const changed = forecastsOf(recipe(other), other);
    expect(changed.slice(0, from)).toEqual(known.slice(0, from));
    expect(changed[from]).not.toEqual(known[from]);
  });
});

describe('in another order of assets', () => {
  const assets = 4;
  const order = [2, 0, 3, 1];
  const returns = withGaps(
    simulateDcc({ seed: 6, days: 300, assets, dcc: { a: 0.05, b: 0.9 } }),
    (day, asset) => asset === 1 && day < 240,
  );
  const reordered = {
    assets,
    values: returns.values.map((_, cell) => {
      const day = Math.floor(cell / assets);
      return returns.values[day * assets + (order[cell % assets] as number)] as number;
    }),
  };
  const largestChange = (recipe: Recipe): number => {
    const one = forecastsOf(recipe(returns), returns).at(-1) as Float64Array;
    const other = forecastsOf(recipe(reordered), reordered).at(-1) as Float64Array;
    const changes = Array.from(other, (value, cell) => {
      const [i = 0, j = 0] = [order[Math.floor(cell / assets)], order[cell % assets]];
      const scale = Math.sqrt(
        (one[i * (assets + 1)] as number) * (one[j * (assets + 1)] as number),
      );
      return Math.abs(value - (one[i * assets + j] as number)) / scale;
    });
    return Math.max(...changes);
  };

  it.each(independent)('%s is the same', (_, recipe) => {
    expect(largestChange(recipe)).toBeLessThan(1e-6);
  });

  it.each(all.slice(independent.length))(
    '%s is nearly the same: factors depend on the order',
    (_, recipe) => {
      expect(largestChange(recipe)).toBeLessThan(0.1);
    },
  );
});
