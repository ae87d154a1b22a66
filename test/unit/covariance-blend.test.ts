/** The parts of the blend: relative variances, realised covariances, fitted correlations, and the mix with what is simpler. */
import { describe, expect, it } from 'vitest';
import { createCovarianceBlend } from '../../src/learning/covariance/covariance-models.ts';
import { createDrdForecaster } from '../../src/learning/covariance/drd-forecaster.ts';
import {
  createRealisedCovariances,
  type RealisedCovariances,
} from '../../src/learning/covariance/realised-covariances.ts';
import { dailyPanelOf } from '../../src/learning/inputs/daily-panel-of.ts';
import { createRelativeVarianceTracker } from '../../src/learning/inputs/relative-variance.ts';
import { candlesOf, dayMs, hourMs } from '../support/panels.ts';
import { simulateDcc } from '../support/simulated-covariances.ts';

describe('variances with half of their relative moves', () => {
  const assets = 3;
  // Each day returns of ±.01, ±.02, ±.04, so that slow variances are their squares.
  const deviations = [0.01, 0.02, 0.04];
  const values = Float64Array.from(
    { length: 90 },
    (_, cell) => (deviations[cell % 3] as number) * (cell % 2 === 0 ? 1 : -1),
  );

  const variancesFor = (factors: readonly number[]): Float64Array => {
    const logVariance = values.map((_, cell) =>
      Math.log((deviations[cell % 3] as number) ** 2 * (factors[cell % 3] as number)),
    );
    const tracker = createRelativeVarianceTracker({ assets, values }, logVariance);
    for (let day = 0; day < 30; day++) tracker.observe(day);
    const out = new Float64Array(assets);
    tracker.variances(out);
    return out.map((value, i) => value / (deviations[i] as number) ** 2);
  };

  it('move with the median whole, and half of the rest', () => {
    // Forecasts are 1, 4 and 64 times the slow ones: the median is 4; the others √(4·1) and √(4·64).
    const [first, second, third] = variancesFor([1, 4, 64]);
    expect(first).toBeCloseTo(2, 9);
    expect(second).toBeCloseTo(4, 9);
    expect(third).toBeCloseTo(16, 9);
  });

  it('move with the median where there is no forecast', () => {
    const [first, second, third] = variancesFor([4, 4, Number.NaN]);
    expect([first, second].map((value) => value?.toFixed(9))).toEqual([
      '4.000000000',
      '4.000000000',
    ]);
    expect(third).toBeCloseTo(4, 9);
  });

  it('are the slow ones without any forecast', () => {
    const [first] = variancesFor([Number.NaN, Number.NaN, Number.NaN]);
    expect(first).toBeCloseTo(1, 9);
  });
});

describe('realised covariances', () => {
  // Two days; the first hour of the first has no return. Asset B moves twice as far in logs; C has bars of 12 hours a day only.
  const step = 0.01;
  const closes = (scale: number): number[] =>
    Array.from({ length: 48 }, (_, hour) => Math.exp(scale * step * (hour % 2)));
  const noons = Array.from({ length: 24 }, (_, k) => (k < 12 ? k : k + 12) * hourMs);
  const series = [
    candlesOf('A', closes(1)),
    candlesOf('B', closes(-2)),
    candlesOf('C', closes(1).slice(0, 24), { openTimes: noons }),
  ];
  const panel = dailyPanelOf(series, { sessions: false, asOf: 2 * dayMs });
  const realised = createRealisedCovariances(panel, series);
  const out = new Float64Array(9);

  it('are sums over the hours of products of log returns', () => {
    realised?.covariance(0, out);
    expect(out[0]).toBeCloseTo(23 * step ** 2, 12);
    expect(out[4]).toBeCloseTo(4 * 23 * step ** 2, 12);
    expect(out[3]).toBeCloseTo(-2 * 23 * step ** 2, 12);
    realised?.covariance(1, out);
    expect(out[0]).toBeCloseTo(24 * step ** 2, 12);
  });

  it('leave out an asset with fewer than 20 hours', () => {
    realised?.covariance(0, out);
    expect(out[8]).toBeNaN();
  });

  it('need hours', () => {
    const daily = [candlesOf('A', [1, 2, 3], { intervalMs: dayMs })];
    const days = dailyPanelOf(daily, { sessions: false, asOf: 9 * dayMs });
    expect(createRealisedCovariances(days, daily)).toBeNull();
  });
});

describe('fitted correlations', () => {
  const assets = 4;
  const days = 900;
  const simulated = simulateDcc({ seed: 21, days, assets, dcc: { a: 0.09, b: 0.88 } });
  const logVariance = new Float64Array(days * assets).fill(Number.NaN);

  /** The day's own true covariance, as hours without noise would show it; or that of a stale day. */
  const realisedOf = (dayOf: (day: number) => number): RealisedCovariances => ({
    covariance(day, out) {
      simulated.truth.observe(dayOf(day) - 1);
      simulated.truth.covariance(out);
    },
  });

  const fitted = (realised: RealisedCovariances | null): Float64Array => {
    const inputs = { sessions: true, logVariance, realised };
    const forecaster = createDrdForecaster(simulated, inputs);
    for (let day = 0; day < days; day++) forecaster.observe(day);
    return forecaster.weights();
  };
  const sumOf = (weights: Float64Array): number => weights.reduce((sum, weight) => sum + weight, 0);

  it('weigh four half-lives of returns, and four of realised covariances where there are any', () => {
    const returnsOnly = fitted(null);
    expect(returnsOnly).toHaveLength(4);
    expect(sumOf(returnsOnly)).toBeCloseTo(1, 9);
    const both = fitted(realisedOf((day) => day));
    expect(both).toHaveLength(8);
    expect(sumOf(both)).toBeCloseTo(1, 9);
  });

  it('learn to follow realised covariances that are good, and to leave out those that say nothing', () => {
    expect(sumOf(fitted(realisedOf((day) => day)).slice(4))).toBeGreaterThan(0.8);
    const wrong: RealisedCovariances = {
      covariance(_, out) {
        out.fill(0);
        for (let i = 0; i < assets; i++) out[i * (assets + 1)] = 1e-4 * (i + 1);
      },
    };
    expect(sumOf(fitted(wrong).slice(4))).toBeLessThan(0.1);
  });
});

describe('the blend', () => {
  it('leans on the part with the best variances: six experts, the last the one of the learner', () => {
    const assets = 3;
    const days = 500;
    const garch = { alpha: 0.3, beta: 0.6 };
    const simulated = simulateDcc({ seed: 8, days, assets, garch, dcc: { a: 0.02, b: 0.9 } });
    const logVariance = new Float64Array(days * assets);
    const covariance = new Float64Array(assets * assets);
    for (let day = 0; day < days; day++) {
      simulated.truth.observe(day);
      simulated.truth.covariance(covariance);
      for (let i = 0; i < assets; i++) {
        logVariance[day * assets + i] = Math.log(covariance[i * (assets + 1)] as number);
      }
    }
    const inputs = { sessions: true, logVariance, realised: null };
    const blend = createCovarianceBlend(simulated, inputs);
    let sum = 0;
    for (let day = 0; day < days; day++) {
      blend.observe(day);
      if (day >= 200) sum += blend.weights().weights[5] as number;
    }
    expect(blend.weights().weights).toHaveLength(6);
    expect(sum / (days - 200)).toBeGreaterThan(0.5);
  });
});
