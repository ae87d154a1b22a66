/** The metric of the no-trade region by hand for two assets, and what it does on doubt. */
import { describe, expect, it } from 'vitest';
import { geometryMetric, regionMetric } from '../../src/policy/region-metric.ts';
import type { RiskForecast } from '../../src/risk/risk-forecast.ts';
import { forecastOf } from '../support/panels.ts';

/** 40 % and 20 %: G = diag(2.5, 5) + 2.5 · 11ᵀ, mean diagonal 6.25. */
const targets = Float64Array.of(0.4, 0.2);
const geometry = geometryMetric(targets, 0.4);

function metricOf(
  forecast: RiskForecast,
  objective: 'adaptive' | 'balanced',
  multiplier: readonly [number, number] = [0.5, 2],
): { metric: Float64Array; multipliers: Float64Array; isUsed: boolean } {
  const metric = new Float64Array(4);
  const multipliers = Float64Array.of(7, 7);
  const options = { objective, rho: 1, multiplier, geometry };
  return { isUsed: regionMetric(forecast, options, metric, multipliers), metric, multipliers };
}

function expectMatrix(matrix: Float64Array, wanted: readonly number[]): void {
  wanted.forEach((value, cell) => {
    expect(matrix[cell]).toBeCloseTo(value, 12);
  });
}

describe('the geometry of weights', () => {
  it('is [[5, 2.5], [2.5, 7.5]]/6.25 for targets of 40 and 20 % and 40 % cash', () => {
    expectMatrix(geometry, [0.8, 0.4, 0.4, 1.2]);
  });

  it('takes a target below 2 % as 2 %, and cash below 30 % as 30 %', () => {
    // diag(50, 1.25) + 1/.3: mean diagonal 28.9583.
    const [none = Number.NaN, cross = Number.NaN] = geometryMetric(Float64Array.of(0, 0.8), 0.2);
    expect(none).toBeCloseTo((50 + 1 / 0.3) / (25.625 + 1 / 0.3), 12);
    expect(cross).toBeCloseTo(1 / 0.3 / (25.625 + 1 / 0.3), 12);
  });
});

describe('balanced', () => {
  it('is the mean of Σ over its mean variance and of the geometry, for ρ = 1', () => {
    // Σ = [[.04, .01], [.01, .01]], mean variance .025: [[1.6, .4], [.4, .4]].
    const forecast = forecastOf([0.2, 0.1], { correlation: 0.5 });
    const { metric, multipliers, isUsed } = metricOf(forecast, 'balanced');
    expect(isUsed).toBe(true);
    expectMatrix(metric, [1.2, 0.4, 0.4, 0.8]);
    expect([...multipliers]).toEqual([1, 1]);
  });

  it('does not see a common change of volatility', () => {
    const calm = metricOf(forecastOf([0.2, 0.1], { correlation: 0.5 }), 'balanced').metric;
    const wild = metricOf(forecastOf([0.4, 0.2], { correlation: 0.5 }), 'balanced').metric;
    expectMatrix(wild, [...calm]);
  });
});

describe('adaptive', () => {
  it('scales an asset by T = (σ̂/σ_ref)^(−1/3)', () => {
    // σ̂²/σ_ref² = 8 and 1: T = 1/√2 and 1 around ([[1, .5], [.5, 1]] + geometry)/2.
    const forecast = forecastOf([0.1 * Math.sqrt(8), 0.1], {
      reference: [0.1, 0.1],
      correlation: 0.5,
    });
    const { metric, multipliers } = metricOf(forecast, 'adaptive');
    expectMatrix(metric, [0.45, 0.45 / Math.SQRT2, 0.45 / Math.SQRT2, 1.1]);
    expect(multipliers[0]).toBeCloseTo(2, 12);
    expect(multipliers[1]).toBe(1);
  });

  it('multiplies thresholds by 2^(2/3) when volatility doubles, and within its bounds', () => {
    const doubled = forecastOf([0.2, 0.05], { reference: [0.1, 0.1] });
    const { multipliers } = metricOf(doubled, 'adaptive');
    expect(multipliers[0]).toBeCloseTo(2 ** (2 / 3), 12);
    expect(multipliers[1]).toBeCloseTo(2 ** (-2 / 3), 12);
    expect([...metricOf(doubled, 'adaptive', [0.9, 1.2]).multipliers]).toEqual([1.2, 0.9]);
  });
});

describe('on any doubt', () => {
  const spoilt = (spoil: (forecast: RiskForecast) => void): RiskForecast => {
    const forecast = forecastOf([0.3, 0.1], { reference: [0.1, 0.1], correlation: 0.2 });
    spoil(forecast);
    return forecast;
  };

  it.each<[string, RiskForecast]>([
    ['no forecast yet', forecastOf([0.3, 0.1], { version: 0 })],
    ['a variance that is NaN', spoilt(({ covariance }) => covariance.fill(Number.NaN, 0, 1))],
    ['a covariance that is NaN', spoilt(({ covariance }) => covariance.fill(Number.NaN, 1, 2))],
    ['a variance of zero', spoilt(({ covariance }) => covariance.fill(0, 3, 4))],
    ['a negative variance', spoilt(({ covariance }) => covariance.fill(-0.1, 0, 1))],
    ['an infinite variance', spoilt(({ covariance }) => covariance.fill(Infinity, 3, 4))],
    ['a reference of zero', spoilt(({ referenceVariance }) => referenceVariance.fill(0))],
    ['a reference that is NaN', spoilt((forecast) => forecast.referenceVariance.fill(Number.NaN))],
  ])('%s leaves the geometry and multipliers of exactly 1', (_, forecast) => {
    for (const objective of ['adaptive', 'balanced'] as const) {
      const { metric, multipliers, isUsed } = metricOf(forecast, objective);
      expect(isUsed).toBe(false);
      expect([...metric]).toEqual([...geometry]);
      expect([...multipliers]).toEqual([1, 1]);
    }
  });
});
