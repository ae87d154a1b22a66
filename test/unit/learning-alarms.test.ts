/** Detectors of a model that got worse: how soon they see it, and that a storm which hits all models alike is no alarm. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/base/random.ts';
import { createAdaptiveWindow } from '../../src/learning/alarms/adaptive-window.ts';
import type { Detector } from '../../src/learning/alarms/detector.ts';
import { modelAlarms } from '../../src/learning/alarms/model-alarms.ts';
import { createPageHinkley } from '../../src/learning/alarms/page-hinkley.ts';
import { relativeLosses } from '../../src/learning/alarms/relative-losses.ts';
import { panelOfVariances } from '../support/daily-panels.ts';

/** Places of the numbers at which a detector raised the alarm, from 1. */
function alarmsOf(detector: Detector, numbers: readonly number[]): number[] {
  return numbers.flatMap((number, k) => (detector.observe(number) ? [k + 1] : []));
}

const constant = (value: number, count: number): number[] => new Array<number>(count).fill(value);

describe('the Page–Hinkley test', () => {
  it('sees a rise from 0 to 1 on its tenth day', () => {
    // Σ_{k=1…n} (0.9 − k/(100 + k)) is 7.68 for n = 9 and 8.49 for n = 10.
    expect(alarmsOf(createPageHinkley(), [...constant(0, 100), ...constant(1, 10)])).toEqual([110]);
  });

  it('starts anew after an alarm', () => {
    const numbers = [...constant(0, 100), ...constant(1, 100), ...constant(2, 10)];
    expect(alarmsOf(createPageHinkley(), numbers)).toEqual([110, 210]);
  });

  it('waits for 30 numbers', () => {
    expect(alarmsOf(createPageHinkley(), [...constant(0, 10), ...constant(100, 20)])).toEqual([30]);
  });

  it('overlooks a fall, and a rise smaller than a tenth', () => {
    expect(alarmsOf(createPageHinkley(), [...constant(1, 100), ...constant(0, 500)])).toEqual([]);
    expect(alarmsOf(createPageHinkley(), [...constant(0, 100), ...constant(0.09, 2000)])).toEqual(
      [],
    );
  });
});

describe('the adaptive window', () => {
  it('sees a rise from 0 to 1 on its ninth day', () => {
    // After k days 1/m = 1/200 + 1/k, σ² = 200 k/(200 + k)², L = ln(2 ln(200 + k)/.002) = 8.58. The chance
    // √(2 σ² L/m) + 2 L/(3 m) is 0.287 + 0.743 = 1.03 for k = 8, and 0.286 + 0.664 = 0.95 for k = 9.
    const numbers = [...constant(0, 200), ...constant(1, 20)];
    expect(alarmsOf(createAdaptiveWindow([0, 1]), numbers)).toEqual([209]);
  });

  it('is indifferent to the unit', () => {
    const numbers = [...constant(-2, 200), ...constant(2, 20)];
    expect(alarmsOf(createAdaptiveWindow([-2, 2]), numbers)).toEqual([209]);
  });

  it('forgets a fall without an alarm, so that a rise back is one', () => {
    const fall = [...constant(1, 200), ...constant(0, 50)];
    expect(alarmsOf(createAdaptiveWindow([0, 1]), fall)).toEqual([]);
    const back = alarmsOf(createAdaptiveWindow([0, 1]), [...fall, ...constant(1, 50)]);
    expect(back.length).toBe(1);
    expect(back[0]).toBeLessThan(270);
  });

  it('stays silent over two thousand numbers that only vary, as the test does', () => {
    const random = createRandom(6);
    const numbers = Array.from({ length: 2000 }, () => 0.2 * random.normal());
    expect(alarmsOf(createAdaptiveWindow([-2, 2]), numbers)).toEqual([]);
    expect(alarmsOf(createPageHinkley(), numbers)).toEqual([]);
  });
});

describe('relative losses', () => {
  it('compare the means over assets that both forecast', () => {
    const model = { name: 'model', assets: 2, values: Float64Array.of(3, 1, 1, Number.NaN, 0, 0) };
    const simplest = { name: 'simplest', assets: 2, values: Float64Array.of(1, 1, 3, 9, 0, 0) };
    // 2 (4 − 2)/6, then 2 (1 − 3)/4, then nothing to compare.
    expect([...relativeLosses(model, simplest)]).toEqual([2 / 3, -1, Number.NaN]);
  });
});

describe('a model', () => {
  const days = 900;
  const assets = 10;
  const storm = { from: 400, to: 430, factor: 20 };
  const broken = 600;
  const random = createRandom(9);
  /** ln v is normal around 0; in the storm all variances are twenty times as high, and nobody knows. */
  const columns = Array.from({ length: assets }, () =>
    Array.from({ length: days }, (_, day) => {
      const isStorm = day >= storm.from && day < storm.to;
      return (isStorm ? storm.factor : 1) * Math.exp(0.5 * random.normal());
    }),
  );
  const panel = panelOfVariances(columns);
  const truth = 0.5 ** 2 / 2;
  const simplest = {
    name: 'simplest',
    forecasts: new Float64Array(days * assets * 3).fill(truth),
  };
  /** As good as the simplest until it breaks. */
  const modelOf = (shift: number) => ({
    name: 'model',
    forecasts: simplest.forecasts.map((value, at) => {
      const isBroken = Math.floor(at / (3 * assets)) >= broken;
      return value + 0.02 * random.normal() + (isBroken ? shift : 0);
    }),
  });

  it('raises no alarm in a storm that the simplest did not foresee either', () => {
    expect(modelAlarms(panel, { model: modelOf(0), simplest })).toEqual([]);
  });

  it('is seen to be broken within three weeks by its forecasts of a day, too high or too low', () => {
    for (const shift of [-0.5, 0.5]) {
      const alarms = modelAlarms(panel, { model: modelOf(shift), simplest });
      const first = alarms.find(({ horizonDays }) => horizonDays === 1);
      expect(alarms[0]?.day).toBeGreaterThan(broken);
      expect(first?.day).toBeLessThan(broken + 21);
      expect(new Set(alarms.map(({ detector }) => detector))).toEqual(
        new Set(['page-hinkley', 'adaptive-window']),
      );
    }
  });

  it('is judged at the close that completes the horizon of its forecast', () => {
    const model = modelOf(-0.5);
    for (const horizonDays of [1, 7, 30]) {
      const alarmsOn = (rows: number) =>
        modelAlarms(panelOfVariances(columns.map((column) => column.slice(0, rows))), {
          model: { ...model, forecasts: model.forecasts.slice(0, rows * assets * 3) },
          simplest: { ...simplest, forecasts: simplest.forecasts.slice(0, rows * assets * 3) },
        }).filter((alarm) => alarm.horizonDays === horizonDays);
      const [first] = alarmsOn(days);
      const day = first?.day ?? 0;
      expect(day).toBeGreaterThan(broken + horizonDays);
      expect(alarmsOn(day)).toEqual([]);
      expect(alarmsOn(day + 1)).toEqual([first]);
    }
  });
});
