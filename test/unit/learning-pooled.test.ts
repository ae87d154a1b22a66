/** Pooled regressions, against a solution of the whole system made another way, and on assets they never saw. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/base/random.ts';
import { centresOf } from '../../src/learning/inputs/centre.ts';
import { type DailyPanel, horizons } from '../../src/learning/inputs/daily-panel.ts';
import { featureNames } from '../../src/learning/inputs/feature-spec.ts';
import { featureCount, featurePositions, featuresOf } from '../../src/learning/inputs/features.ts';
import { realizedOf } from '../../src/learning/inputs/realized.ts';
import { linearForecastsOf } from '../../src/learning/variance/linear-model.ts';
import { pooledHar, pooledHarSpec } from '../../src/learning/variance/pooled-har.ts';
import { createPooledLinear, pooledLinear } from '../../src/learning/variance/pooled-linear.ts';
import { pooledRidge, pooledRidgeSpec } from '../../src/learning/variance/pooled-ridge.ts';
import { smeared } from '../../src/learning/variance/smearing.ts';
import { forecastAt, panelOfVariances, wanderingVariances } from '../support/daily-panels.ts';

/** Gauss–Jordan with pivoting: x of A x = b. */
function solved(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] as number]);
  for (let c = 0; c < rows.length; c++) {
    const order = rows.slice(c).sort((a, b) => Math.abs(b[c] as number) - Math.abs(a[c] as number));
    rows.splice(c, order.length, ...order);
    const pivot = rows[c] as number[];
    rows.forEach((row, i) => {
      if (i === c) return;
      const factor = (row[c] as number) / (pivot[c] as number);
      for (let j = c; j < row.length; j++)
        row[j] = (row[j] as number) - factor * (pivot[j] as number);
    });
  }
  return rows.map((row, i) => (row.at(-1) as number) / (row[i] as number));
}

/** Four assets, 400 days, every feature random and within bounds that are never cut. */
function fullPanel(): DailyPanel {
  const random = createRandom(9);
  const uniform = (): Float64Array => Float64Array.from({ length: 1_600 }, random.uniform);
  const columns = [1, 2, 3, 4].map((level) =>
    Array.from({ length: 400 }, () => level * 1e-4 * Math.exp(2 * random.uniform())),
  );
  return panelOfVariances(columns, {
    logReturn: uniform().map((value) => 0.02 * (value - 0.5)),
    fallingShare: uniform(),
    jumpShare: uniform(),
    unevenness: uniform(),
    lateShare: uniform(),
    logVolume: uniform(),
  });
}

describe('a pooled ridge', () => {
  const panel = fullPanel();
  const fitDay = 350;

  it('solves the normal equations of all rows whose targets are complete', () => {
    const positions = featurePositions(featureNames);
    const { centre, historyDays } = centresOf(panel);
    horizons.forEach((horizon, at) => {
      const rows: { x: number[]; y: number; weight: number }[] = [];
      for (let day = 0; day + horizon <= fitDay; day++) {
        for (let asset = 0; asset < 4; asset++) {
          const cell = day * 4 + asset;
          if ((historyDays[cell] as number) < 20) continue;
          const mean = (realizedOf(panel)[cell * 3 + at] as number) / horizon;
          rows.push({
            x: positions.map((j) => featuresOf(panel)[cell * featureCount + j] as number),
            y: Math.log(mean) - (centre[cell] as number),
            weight: 2 ** ((day - fitDay) / (3 * 365)),
          });
        }
      }
      const average = (values: number[]): number => values.reduce((a, b) => a + b) / values.length;
      const means = positions.map((_, j) => average(rows.map(({ x }) => x[j] as number)));
      const deviations = positions.map((_, j) =>
        Math.sqrt(average(rows.map(({ x }) => ((x[j] as number) - (means[j] as number)) ** 2))),
      );
      const design = rows.map(({ x }) => [
        1,
        ...x.map((value, j) => (value - (means[j] as number)) / (deviations[j] as number)),
      ]);
      expect(Math.max(...design.flat().map(Math.abs))).toBeLessThan(5);
      const total = rows.reduce((sum, { weight }) => sum + weight, 0);
      const moment = (i: number, value: (row: number) => number): number =>
        rows.reduce(
          (sum, { weight }, k) => sum + weight * (design[k]?.[i] as number) * value(k),
          0,
        ) / total;
      const size = 26;
      const matrix = Array.from({ length: size }, (_, i) =>
        Array.from(
          { length: size },
          (_, j) => moment(i, (k) => design[k]?.[j] as number) + (i === j && i > 0 ? 0.3 : 0),
        ),
      );
      const right = Array.from({ length: size }, (_, i) => moment(i, (k) => rows[k]?.y as number));
      const [intercept, ...slopes] = solved(matrix, right);

      const learner = createPooledLinear(panel, pooledRidgeSpec);
      learner.fit(fitDay);
      const model = learner.models()[at];
      expect(model?.intercept).toBeCloseTo(intercept as number, 6);
      slopes.forEach((slope, j) => {
        expect(model?.slopes[j]).toBeCloseTo(slope, 6);
      });
    });
  });

  it('learns the same in many refits as in one', () => {
    const once = createPooledLinear(panel, pooledRidgeSpec);
    const often = createPooledLinear(panel, pooledRidgeSpec);
    once.fit(fitDay);
    for (let day = 100; day <= fitDay; day += 25) often.fit(day);
    expect(often.models()).toEqual(once.models());
  });

  it('forecasts centre + intercept + Σ slope · z, z cut at five', () => {
    const standardizer = { mean: Float64Array.of(0.5), deviation: Float64Array.of(0.01) };
    const model = { intercept: 0.25, slopes: Float64Array.of(0.1), standardizer };
    const out = new Float64Array(4);
    linearForecastsOf(panel, ['jumpShare1'])([model])(100, out);
    const share = panel.jumpShare[400] as number;
    const z = Math.max(-5, Math.min(5, (share - 0.5) / 0.01));
    expect(Math.abs(z)).toBe(5);
    expect(out[0]).toBeCloseTo((centresOf(panel).centre[400] as number) + 0.25 + 0.1 * z, 5);
  });

  it('has no forecast before it learnt, without 20 days of history, or without the day', () => {
    const young = wanderingVariances(5, 400).fill(Number.NaN, 0, 381).with(390, Number.NaN);
    const known = [1, 2, 3].map((seed) => wanderingVariances(seed, 400));
    const mixed = panelOfVariances([...known, young.with(399, Number.NaN)]);
    const forecaster = pooledLinear(pooledHarSpec)(mixed);
    const out = new Float64Array(12);
    forecaster.forecast(399, out);
    expect(out.every(Number.isNaN)).toBe(true);
    forecaster.fit(398);
    forecaster.forecast(398, out);
    expect([...out].map(Number.isNaN)).toEqual([...Array(9).fill(false), true, true, true]);
    forecaster.forecast(399, out);
    expect(Number.isNaN(out[9])).toBe(true);
  });

  it('forecasts an asset that it never saw by its own level: a twin 100 times as volatile', () => {
    const known = [1, 2, 3].map((seed) => wanderingVariances(seed, 400));
    const twin = (known[0] as number[]).map((value) => 100 * value);
    const grown = panelOfVariances([...known, twin]);
    const recipe = smeared(pooledLinear({ ...pooledHarSpec, without: ['A3'] }), {
      without: ['A3'],
    });
    const alone = forecastAt(panelOfVariances(known), pooledHar, 399);
    const withTwin = forecastAt(grown, recipe, 399);
    for (let at = 0; at < 3; at++) {
      // The twin moves the class median, which weighs 20/420 in a centre, and so the fit by a little.
      expect(withTwin[at]).toBeCloseTo(alone[at] as number, 1);
      const ratio = (withTwin[9 + at] as number) - (withTwin[at] as number);
      expect(ratio).toBeCloseTo(Math.log(100), 0);
    }
  });

  it('is not moved by the targets of an asset it does not learn from', () => {
    const known = [1, 2, 3].map((seed) => wanderingVariances(seed, 400));
    const stranger = wanderingVariances(7, 399);
    /** At the close of day 398, learnt with day 399, on which the stranger has this variance. */
    const forecasts = (without: readonly string[], last: number): number[] => {
      const recipe = smeared(pooledLinear({ ...pooledHarSpec, without }), { without });
      const forecaster = recipe(panelOfVariances([...known, [...stranger, last]]));
      const out = new Float64Array(12);
      forecaster.fit(399);
      forecaster.forecast(398, out);
      return [...out];
    };
    expect(forecasts(['A3'], 1e-3)).toEqual(forecasts(['A3'], 5));
    expect(forecasts([], 1e-3)).not.toEqual(forecasts([], 5));
  });

  it('works where features never vary or are never there: daily bars of sessions', () => {
    // Monday to Friday: two weekday dummies are always 0, shapes and volumes are missing.
    const columns = [1, 2].map((seed) => wanderingVariances(seed, 300));
    const monday = Date.UTC(2022, 0, 3);
    const closeTime = Float64Array.from(
      { length: 300 },
      (_, day) => monday + (Math.floor(day / 5) * 7 + (day % 5) + 1) * 86_400_000,
    );
    const daily = panelOfVariances(columns, { sessions: true, closeTime });
    expect(forecastAt(daily, pooledRidge, 299).every(Number.isFinite)).toBe(true);
  });
});
