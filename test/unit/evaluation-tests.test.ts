/** Tests of forecasts against each other, by hand: Newey and West, Diebold and Mariano, Mincer and Zarnowitz, confidence sets. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/base/random.ts';
import { dieboldMariano } from '../../src/learning/evaluation/diebold-mariano.ts';
import { mincerZarnowitz } from '../../src/learning/evaluation/mincer-zarnowitz.ts';
import { modelConfidenceSet } from '../../src/learning/evaluation/model-confidence-set.ts';
import { leastLag, longRunVariance } from '../../src/learning/evaluation/newey-west.ts';
import { resampleBlocks } from '../../src/learning/evaluation/stationary-bootstrap.ts';
import { normalProbability } from '../../src/risk/normal-probability.ts';

describe('the long-run variance of 1, 2, 3, 4', () => {
  const series = Float64Array.of(1, 2, 3, 4);

  it('without neighbours is the variance', () => {
    expect(longRunVariance(series, 0)).toBeCloseTo(1.25, 12);
  });

  it('takes half of the first autocovariance twice at lag 1', () => {
    // γ₁ = (.75 − .25 + .75)/4 = .3125.
    expect(longRunVariance(series, 1)).toBeCloseTo(1.25 + 0.3125, 12);
  });

  it('has weights ⅔ and ⅓ at lag 2', () => {
    // γ₂ = (−.75 − .75)/4 = −.375.
    expect(longRunVariance(series, 2)).toBeCloseTo(1.25 + (4 / 3) * 0.3125 - (2 / 3) * 0.375, 12);
  });
});

describe('the test of Diebold and Mariano', () => {
  it('of differences 1, 2, 3, 4 at lag 1 has t = 4', () => {
    const test = dieboldMariano(Float64Array.of(1, 2, 3, 4), 1);
    expect(test?.t).toBeCloseTo(2.5 / Math.sqrt(1.5625 / 4), 12);
    expect(test?.t).toBeCloseTo(4, 12);
    expect(test?.p).toBeCloseTo(0.999968, 6);
  });

  it('is negative, with a small p, where the first loses less', () => {
    const test = dieboldMariano(Float64Array.of(-1, -2, -3, -4), 1);
    expect(test?.t).toBeCloseTo(-4, 12);
    expect(test?.p).toBeCloseTo(3.167e-5, 8);
  });

  it('says nothing of one day, or of differences without a spread', () => {
    expect(dieboldMariano(Float64Array.of(1), 1)).toBeNull();
    expect(dieboldMariano(Float64Array.of(1, 1, 1), 1)).toBeNull();
  });

  it('rejects equal forecasts about as often as it says, though errors of 7 days overlap', () => {
    const random = createRandom(12);
    const trials = 400;
    let rejected = 0;
    for (let trial = 0; trial < trials; trial++) {
      const shocks = Float64Array.from({ length: 506 }, () => random.normal());
      const overlapping = Float64Array.from({ length: 500 }, (_, t) =>
        shocks.subarray(t, t + 7).reduce((sum, shock) => sum + shock, 0),
      );
      if ((dieboldMariano(overlapping, leastLag(7))?.p ?? 1) < 0.05) rejected++;
    }
    expect(rejected / trials).toBeGreaterThan(0.03);
    expect(rejected / trials).toBeLessThan(0.12);
  });
});

describe('the normal distribution', () => {
  // Abramowitz and Stegun 1964, tables 26.1 and 26.2.
  it.each([
    [0, 0.5],
    [1, 0.841344746068543],
    [-1.96, 0.02499789514822],
    [-3, 0.00134989803163],
    [5, 0.999999713348428],
    [-10, 7.61985302416e-24],
  ])('at %f is %f', (z, p) => {
    expect(normalProbability(z) / p).toBeCloseTo(1, 8);
  });
});

describe('the slope of Mincer and Zarnowitz', () => {
  it('is 1 for forecasts that are right but for noise, and each asset may be off by a constant', () => {
    // Two assets: outcomes 5 and −2 above the forecasts, noise ±1 that does not hang together with them.
    const logForecasts = Float64Array.of(1, 10, 2, 20, 3, 30, 4, 40);
    const noise = [1, 1, -1, -1, -1, -1, 1, 1];
    const logRealised = logForecasts.map(
      (value, cell) => value + (cell % 2 === 0 ? 5 : -2) + (noise[cell] as number),
    );
    const found = mincerZarnowitz({ assets: 2, logForecasts, logRealised }, 0);
    expect(found?.slope).toBeCloseTo(1, 12);
  });

  it('is ½ for forecasts that swing twice as far as outcomes', () => {
    const logForecasts = Float64Array.of(-2, 2, -2, 2);
    const logRealised = Float64Array.of(-1, 1, -1, 1);
    const found = mincerZarnowitz({ assets: 1, logForecasts, logRealised }, 1);
    expect(found).toEqual({ slope: 0.5, standardError: 0 });
  });

  it('has the error of a regression where days do not hang together', () => {
    // f = −1, 1, −1, 1 and u = 1, 1, −1, −1: Σf² = 4, f·u = −1, 1, 1, −1 with γ₀ = 1: √(4·1)/4.
    const logForecasts = Float64Array.of(-1, 1, -1, 1);
    const logRealised = Float64Array.of(0, 2, -2, 0);
    const found = mincerZarnowitz({ assets: 1, logForecasts, logRealised }, 0);
    expect(found?.slope).toBeCloseTo(1, 12);
    expect(found?.standardError).toBeCloseTo(0.5, 12);
  });

  it('leaves out cells that one side lacks, and is none for forecasts that never move', () => {
    const pairs = {
      assets: 1,
      logForecasts: Float64Array.of(-1, 1, Number.NaN, 7),
      logRealised: Float64Array.of(-2, 2, 5, Number.NaN),
    };
    expect(mincerZarnowitz(pairs, 0)?.slope).toBeCloseTo(2, 12);
    const still = { ...pairs, logForecasts: new Float64Array(4).fill(3) };
    expect(mincerZarnowitz(still, 0)).toBeNull();
  });
});

describe('resamples in blocks', () => {
  it('follow the series for as long as their mean says, around the end', () => {
    const places = new Int32Array(20_000);
    resampleBlocks(createRandom(3), { meanBlock: 10 }, places);
    let breaks = 0;
    for (let k = 1; k < places.length; k++) {
      if (places[k] !== ((places[k - 1] as number) + 1) % places.length) breaks++;
    }
    expect(places.length / breaks).toBeGreaterThan(9);
    expect(places.length / breaks).toBeLessThan(11);
  });
});

describe('the model confidence set', () => {
  const days = 500;
  const simulated = (means: readonly number[], seed: number): readonly Float64Array[] => {
    const random = createRandom(seed);
    const series = means.map(() => new Float64Array(days));
    for (let day = 0; day < days; day++) {
      const common = 3 * random.normal();
      means.forEach((mean, model) => {
        const losses = series[model] as Float64Array;
        losses[day] = mean + common + random.normal();
      });
    }
    return series;
  };
  const options = { meanBlock: 7, resamples: 400 };

  it('drops the bad models and keeps the best, though days differ more than models', () => {
    const found = modelConfidenceSet(simulated([0, 0.4, 0.02, 0.8], 1), { ...options, seed: 1 });
    const kept = found.filter(({ p }) => p >= 0.1).map(({ model }) => model);
    expect(kept).toContain(0);
    expect(kept).not.toContain(1);
    expect(kept).not.toContain(3);
    expect(found[0]?.model).toBe(3);
  });

  it('keeps the true best in at least nine of ten worlds', () => {
    const worlds = 60;
    let kept = 0;
    for (let seed = 1; seed <= worlds; seed++) {
      const found = modelConfidenceSet(simulated([0, 0.05, 0.1, 0.3], seed), { ...options, seed });
      if (found.some(({ model, p }) => model === 0 && p >= 0.1)) kept++;
    }
    expect(kept / worlds).toBeGreaterThanOrEqual(0.9);
  });

  it('has p-values that rise, ends with 1, and repeats with its seed', () => {
    const losses = simulated([0, 0.1, 0.2], 5);
    const found = modelConfidenceSet(losses, { ...options, seed: 9 });
    expect(found.map(({ p }) => p)).toEqual(found.map(({ p }) => p).toSorted((a, b) => a - b));
    expect(found.at(-1)?.p).toBe(1);
    expect(modelConfidenceSet(losses, { ...options, seed: 9 })).toEqual(found);
  });

  it('keeps two models that are the same', () => {
    const [losses] = simulated([0], 2) as [Float64Array];
    const found = modelConfidenceSet([losses, losses.slice()], { ...options, seed: 1 });
    expect(found.every(({ p }) => p === 0 || p === 1)).toBe(true);
  });
});
