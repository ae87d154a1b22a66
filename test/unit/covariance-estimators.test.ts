/** Covariance forecasts of few returns, by hand: what each weighs, and what becomes of short histories and odd assets. */
import { describe, expect, it } from 'vitest';
import {
  covarianceBaselines,
  createCmIewma,
} from '../../src/learning/covariance/covariance-models.ts';
import type { CovarianceForecaster, DailyReturns } from '../../src/risk/covariance-forecaster.ts';
import { createEwmaCovariance } from '../../src/risk/ewma-covariance.ts';
import { createEwmaCovarianceForecaster } from '../../src/risk/ewma-covariance-forecaster.ts';
import { createRollingCovarianceForecaster } from '../../src/risk/rolling-covariance-forecaster.ts';
import { simulateDcc, withGaps } from '../support/simulated-covariances.ts';

const dcc = { a: 0.04, b: 0.92 };

function daysOf({ assets, values }: DailyReturns): number {
  return values.length / assets;
}

/** After all days; null where there is no forecast. */
function forecastOf(forecaster: CovarianceForecaster, returns: DailyReturns): Float64Array | null {
  for (let day = 0; day < daysOf(returns); day++) forecaster.observe(day);
  const out = new Float64Array(returns.assets ** 2);
  return forecaster.covariance(out) ? out : null;
}

describe('the rolling window', () => {
  it('is the mean product of its days and forgets the rest', () => {
    // 70 days, the first 10 wild: of the last 60, half (1, 1) and half (1, −½): 1, ¼, (1 + ¼)/2.
    const values = Float64Array.from({ length: 140 }, (_, cell) => {
      const [day, asset] = [Math.floor(cell / 2), cell % 2];
      if (day < 10) return 7;
      return asset === 0 || day % 2 === 0 ? 0.01 : -0.005;
    });
    const returns = { assets: 2, values };
    const matrix = forecastOf(createRollingCovarianceForecaster(returns, 60), returns);
    [1, 0.25, 0.25, 0.625].forEach((value, cell) => {
      expect(matrix?.[cell]).toBeCloseTo(value * 1e-4, 15);
    });
  });
});

describe('the EWMA', () => {
  it('is that of the baseline forecast when no return is missing', () => {
    const returns = simulateDcc({ seed: 5, days: 90, assets: 4, dcc });
    const plain = createEwmaCovariance({ assets: 4, halfLifeBars: 21 });
    for (let day = 0; day < 90; day++) plain.observe(returns.values, 4 * day);
    const wanted = new Float64Array(16);
    plain.covariance(wanted);
    const matrix = forecastOf(createEwmaCovarianceForecaster(returns, 21), returns);
    wanted.forEach((value, cell) => {
      expect((matrix?.[cell] as number) / value).toBeCloseTo(1, 12);
    });
  });

  it('takes variances from all days of an asset, correlations from the days of both', () => {
    // Long half-life, so nearly means. Asset 0: 200 days of ±.01, ±.03 in the last 100; asset 1 has the last 100 only, as asset 0.
    const values = Float64Array.from({ length: 400 }, (_, cell) => {
      const [day, asset] = [Math.floor(cell / 2), cell % 2];
      const sign = day % 2 === 0 ? 1 : -1;
      if (day < 100) return asset === 0 ? 0.01 * sign : Number.NaN;
      return asset === 0 ? 0.03 * sign : 0.02 * sign;
    });
    const returns = { assets: 2, values };
    const matrix = forecastOf(createEwmaCovarianceForecaster(returns, 1e6), returns);
    expect(matrix?.[0]).toBeCloseTo((1e-4 + 9e-4) / 2, 7);
    expect(matrix?.[3]).toBeCloseTo(4e-4, 7);
    const correlation = (matrix?.[1] as number) / Math.sqrt(5e-4 * 4e-4);
    expect(correlation).toBeCloseTo(1, 4);
  });
});

describe.each(['rw-125', 'ewma-63', 'iewma-21-63', 'dcc', 'cm-iewma'])('%s', (name) => {
  const forecast = (returns: DailyReturns): Float64Array | null => {
    const forecaster = covarianceBaselines(returns).find((one) => one.name === name);
    return forecastOf(forecaster as CovarianceForecaster, returns);
  };
  const world = (days: number, assets: number) => simulateDcc({ seed: 9, days, assets, dcc });

  it('has no forecast before five days', () => {
    expect(forecast(world(4, 3))).toBeNull();
    expect(forecast(world(5, 3))).not.toBeNull();
  });

  it('does not count days without any return', () => {
    expect(forecast(withGaps(world(9, 3), (day) => day % 2 === 0))).toBeNull();
  });

  it('of one asset is a variance', () => {
    const [variance = 0] = forecast(world(400, 1)) ?? [];
    expect(variance).toBeGreaterThan(0.3e-4);
    expect(variance).toBeLessThan(3e-4);
  });

  it('gives an asset that never moves the smallest variance and no correlation', () => {
    const returns = world(200, 3);
    for (let day = 0; day < 200; day++) returns.values[3 * day + 1] = 0;
    const matrix = forecast(returns) ?? [];
    expect(matrix[4]).toBeGreaterThan(0);
    expect(matrix[4]).toBeLessThan(1e-9);
    expect(Math.abs(matrix[1] ?? 1)).toBeLessThan(1e-9);
    expect(matrix[0]).toBeGreaterThan(1e-5);
  });

  it('gives an asset that was never seen the usual variance and correlation', () => {
    const matrix = forecast(withGaps(world(300, 4), (_, asset) => asset === 3)) ?? [];
    const at = (i: number, j: number): number => matrix[4 * i + j] as number;
    const correlation = (i: number, j: number) => at(i, j) / Math.sqrt(at(i, i) * at(j, j));
    const known = [correlation(1, 0), correlation(2, 0), correlation(2, 1)];
    expect(correlation(3, 0)).toBeGreaterThan(Math.min(...known) - 0.1);
    expect(correlation(3, 0)).toBeLessThan(Math.max(...known) + 0.1);
    expect(at(3, 3)).toBeGreaterThan(0.5 * Math.min(at(0, 0), at(1, 1), at(2, 2)));
    expect(at(3, 3)).toBeLessThan(1.5 * Math.max(at(0, 0), at(1, 1), at(2, 2)));
  });

  it('keeps its last word on an asset that is no longer traded', () => {
    const whole = world(300, 3);
    const matrix = forecast(withGaps(whole, (day, asset) => asset === 2 && day >= 250)) ?? [];
    expect(matrix[8]).toBeGreaterThan(0.5e-4);
    expect(matrix[8]).toBeLessThan(10e-4);
  });
});

describe('the mix of iterated EWMAs', () => {
  it('is for the others as if an asset that is not traded yet were not there', () => {
    const three = simulateDcc({ seed: 14, days: 300, assets: 3, dcc });
    // The second of four has no return at all; the others are the three.
    const four = {
      assets: 4,
      values: Float64Array.from({ length: 1_200 }, (_, cell) => {
        const [day, asset] = [Math.floor(cell / 4), cell % 4];
        if (asset === 1) return Number.NaN;
        return three.values[3 * day + (asset === 0 ? 0 : asset - 1)] as number;
      }),
    };
    const [small, large] = [createCmIewma(three), createCmIewma(four)];
    const [wanted, found] = [forecastOf(small, three) ?? [], forecastOf(large, four) ?? []];
    small.weights().weights.forEach((weight, k) => {
      expect(large.weights().weights[k]).toBeCloseTo(weight, 6);
    });
    const places = [0, 2, 3];
    places.forEach((i, a) => {
      places.forEach((j, b) => {
        const ratio = (found[4 * i + j] as number) / (wanted[3 * a + b] as number);
        expect(ratio).toBeCloseTo(1, 6);
      });
    });
  });
});
