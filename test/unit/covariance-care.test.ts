/** Covariances of few or unequal daily returns, with care. */
import { describe, expect, it } from 'vitest';
import { carefulCovariance } from '../../src/risk/careful-covariance.ts';
import { correlationsOf, meanCorrelation } from '../../src/risk/correlations.ts';
import { covarianceCares } from '../../src/risk/covariance-cares.ts';
import { symmetricEigen } from '../../src/risk/symmetric-eigen.ts';
import { goldenAssets, goldenReturns } from '../support/golden-allocations.ts';
import { drawReturns } from '../support/known-spectrum.ts';
import { equalCorrelations, simulateDcc, withGaps } from '../support/simulated-covariances.ts';

const alike = (count: number) =>
  drawReturns({ variances: Array(count).fill(1e-4), days: 40, seed: 3 });

describe('a covariance without care', () => {
  it('is that of the sample', () => {
    const returns = { assets: 2, values: Float64Array.of(0.01, 0.03, -0.03, 0.01) };
    // Squares 1e-4 and 9e-4, 9e-4 and 1e-4, products 3e-4 and −3e-4.
    const covariance = carefulCovariance(returns, 'none') as Float64Array;
    for (const [cell, mean] of [5e-4, 0, 0, 5e-4].entries()) {
      expect(covariance[cell]).toBeCloseTo(mean, 12);
    }
  });

  it('is none of assets that never returned', () => {
    const values = new Float64Array(6).fill(Number.NaN);
    expect(carefulCovariance({ assets: 2, values }, 'linear')).toBeNull();
  });
});

describe.each(covarianceCares)('care %s', (care) => {
  it('leaves the variances as they are', () => {
    const returns = { assets: goldenAssets, values: goldenReturns() };
    const plain = carefulCovariance(returns, 'none') as Float64Array;
    const cared = carefulCovariance(returns, care) as Float64Array;
    for (let i = 0; i < goldenAssets; i++) {
      const cell = i * (goldenAssets + 1);
      expect((cared[cell] as number) / (plain[cell] as number)).toBeCloseTo(1, 12);
    }
  });

  it('serves one asset, one without risk, one of ten days, twins and more assets than days', () => {
    const dcc = { a: 0, b: 0 };
    const panel = simulateDcc({ seed: 5, days: 200, assets: 5, dcc, correlation: 0.6 });
    const short = withGaps(panel, (day, asset) => asset === 4 && day < 190);
    const still = { assets: 5, values: panel.values.map((x, cell) => (cell % 5 === 2 ? 0 : x)) };
    const twins = {
      assets: 5,
      values: panel.values.map((x, cell) =>
        cell % 5 === 2 ? (panel.values[cell - 1] as number) : x,
      ),
    };
    for (const returns of [short, still, twins, alike(60), alike(1)]) {
      const covariance = carefulCovariance(returns, care) as Float64Array;
      const { values } = symmetricEigen(covariance, returns.assets);
      expect(values[0]).toBeGreaterThanOrEqual(-1e-18);
      expect(covariance.every(Number.isFinite)).toBe(true);
    }
    // The one of ten days is taken for a usual one of its class.
    const correlations = correlationsOf(carefulCovariance(short, care) as Float64Array, 5);
    for (let i = 0; i < 4; i++) {
      expect(correlations[4 * 5 + i]).toBeGreaterThan(0.2);
      expect(correlations[4 * 5 + i]).toBeLessThan(0.95);
    }
  });
});

describe('care', () => {
  const error = (
    returns: ReturnType<typeof alike>,
    care: (typeof covarianceCares)[number],
  ): number => {
    const truth = equalCorrelations(returns.assets, 0);
    const found = correlationsOf(carefulCovariance(returns, care) as Float64Array, returns.assets);
    return found.reduce((sum, value, cell) => sum + (value - (truth[cell] as number)) ** 2, 0);
  };

  it.each(['linear', 'nonlinear', 'denoised'] as const)(
    '%s finds that independent assets are',
    (care) => {
      const returns = alike(30);
      expect(error(returns, care)).toBeLessThan(0.2 * error(returns, 'none'));
    },
  );

  it('keeps what many days show', () => {
    const returns = { assets: goldenAssets, values: goldenReturns() };
    const mean = (care: (typeof covarianceCares)[number]): number =>
      meanCorrelation(
        correlationsOf(carefulCovariance(returns, care) as Float64Array, goldenAssets),
        goldenAssets,
      );
    for (const care of covarianceCares) expect(mean(care)).toBeCloseTo(mean('none'), 1);
  });
});
