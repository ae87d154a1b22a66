/** Estimators on simulated prices whose variance is known: they find it, within bounds that a seeded run cannot miss. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/base/random.ts';
import { align } from '../../src/market/panel.ts';
import { createForecastTracker } from '../../src/risk/forecast-tracker.ts';
import { garmanKlassVariance, parkinsonVariance } from '../../src/risk/range-variance.ts';
import { candlesOf, dayMs, randomCloses } from '../support/panels.ts';

/** A bar of a Brownian log price seen at so many steps. */
function brownianBar(random: ReturnType<typeof createRandom>, deviation: number, steps: number) {
  let [price, high, low] = [0, 0, 0];
  for (let k = 0; k < steps; k++) {
    price += (deviation / Math.sqrt(steps)) * random.normal();
    high = Math.max(high, price);
    low = Math.min(low, price);
  }
  return { open: 1, high: Math.exp(high), low: Math.exp(low), close: Math.exp(price) };
}

describe('range variances of 4,000 Brownian bars of 500 steps', () => {
  const random = createRandom(5);
  const bars = Array.from({ length: 4_000 }, () => brownianBar(random, 0.02, 500));
  const mean = (estimate: (bar: (typeof bars)[number]) => number): number =>
    bars.reduce((sum, bar) => sum + estimate(bar), 0) / bars.length / 0.02 ** 2;

  // Extremes between 500 steps are missed: about 6 % of the variance. Standard errors are 1 %.
  it.each([
    ['Parkinson', parkinsonVariance],
    ['Garman and Klass', garmanKlassVariance],
  ])('%s: the variance, but for what is missed between steps', (_, estimate) => {
    expect(mean(estimate)).toBeGreaterThan(0.88);
    expect(mean(estimate)).toBeLessThan(1.02);
  });
});

describe('the forecast', () => {
  const bars = 1_000;
  const tracked = (volatilities: readonly number[][], model: 'ewma60' | 'range60' = 'ewma60') => {
    const series = volatilities.map((path, i) =>
      candlesOf(`A${i}`, randomCloses(i + 1, path), { intervalMs: dayMs }),
    );
    const panel = align(series);
    const options = { intervalMs: dayMs, sessions: false, model, shrinkage: 0, trackRanges: false };
    const tracker = createForecastTracker({ assets: series.length, ...options });
    for (let bar = 0; bar < panel.bars; bar++) tracker.observe(panel, bar);
    return tracker.forecast;
  };
  const steady = (volatility: number): number[] => new Array<number>(bars).fill(volatility);

  // An EWMA of half-life 60 rests on about 173 bars: its standard error is 11 % of the variance.
  it('finds steady volatilities and no correlation where there is none', () => {
    const { covariance } = tracked([steady(0.01), steady(0.03)]);
    expect(Math.sqrt(covariance[0] as number) / 0.01).toBeGreaterThan(0.8);
    expect(Math.sqrt(covariance[0] as number) / 0.01).toBeLessThan(1.2);
    expect(Math.sqrt(covariance[3] as number) / 0.03).toBeGreaterThan(0.8);
    expect(Math.sqrt(covariance[3] as number) / 0.03).toBeLessThan(1.2);
    expect(Math.abs((covariance[1] as number) / (0.01 * 0.03))).toBeLessThan(0.3);
  });

  it('rises above its reference by what the half-lives say when volatility has doubled 90 days ago', () => {
    // v̂ = 4 − 3·2^(−90/60) = 2.939 and v_ref = 4 − 3·2^(−90/180) = 1.879: a ratio of 1.564, wider by its cube root, 1.161.
    const path = steady(0.01).map((volatility, bar) => (bar < bars - 90 ? volatility : 0.02));
    const { covariance, referenceVariance } = tracked([path]);
    const widening = Math.cbrt((covariance[0] as number) / (referenceVariance[0] as number));
    expect(widening).toBeGreaterThan(1.08);
    expect(widening).toBeLessThan(1.25);
  });
});
