/** Daily panels for the tests of the learning module: from variances written by hand, and simulated with known truth. */
import { createRandom } from '../../src/base/random.ts';
import type { DailyPanel } from '../../src/learning/inputs/daily-panel.ts';
import type { ForecasterRecipe } from '../../src/learning/variance/forecaster.ts';
import { dayMs } from './panels.ts';

/** 1 January 2022, a Saturday. */
export const firstDay = Date.UTC(2022, 0, 1);

/** A column of variances for each asset, NaN for a missing day; returns are zero, shapes and volumes are not known. */
export function panelOfVariances(
  columns: readonly (readonly number[])[],
  change: Partial<DailyPanel> = {},
): DailyPanel {
  const days = Math.max(...columns.map(({ length }) => length));
  const cells = days * columns.length;
  const variance = Float64Array.from(
    { length: cells },
    (_, cell) => columns[cell % columns.length]?.[Math.floor(cell / columns.length)] ?? Number.NaN,
  );
  const unknown = new Float64Array(cells).fill(Number.NaN);
  return {
    symbols: columns.map((_, asset) => `A${asset}`),
    sessions: false,
    closesOnly: columns.map(() => false),
    days,
    closeTime: Float64Array.from({ length: days }, (_, day) => firstDay + (day + 1) * dayMs),
    close: variance.map((value) => (Number.isNaN(value) ? value : 100)),
    logReturn: variance.map((value) => (Number.isNaN(value) ? value : 0)),
    variance,
    fallingShare: unknown,
    jumpShare: unknown,
    unevenness: unknown,
    lateShare: unknown,
    logVolume: unknown,
    ...change,
  };
}

/** Next day's variance from the mean variances of the last 1, 7 and 30 days and a standard normal number. */
export type HarRule = (means: readonly [number, number, number], normal: number) => number;

/** Simulated by a heterogeneous autoregression; the first 30 variances are the start. */
export function harVariances(options: {
  readonly seed: number;
  readonly days: number;
  readonly start: number;
  readonly next: HarRule;
}): number[] {
  const random = createRandom(options.seed);
  const variances = new Array<number>(30).fill(options.start);
  const mean = (length: number): number =>
    variances.slice(-length).reduce((sum, value) => sum + value, 0) / length;
  while (variances.length < options.days) {
    variances.push(options.next([mean(1), mean(7), mean(30)], random.normal()));
  }
  return variances;
}

/** ln v moves back to its mean by a tenth a day and is shaken by 0.4: typical of a coin. */
export function wanderingVariances(seed: number, days: number, level = 1e-3): number[] {
  const random = createRandom(seed);
  let log = 0;
  return Array.from({ length: days }, () => {
    log = 0.9 * log + 0.4 * random.normal();
    return level * Math.exp(log);
  });
}

/** A forecaster that says the same of every asset and horizon, or what a function of asset and horizon says. */
export function saying(
  name: string,
  value: number | ((asset: number, horizonAt: number) => number),
): ForecasterRecipe {
  return () => ({
    name,
    fit() {},
    forecast(_, out) {
      for (let at = 0; at < out.length; at++) {
        out[at] = typeof value === 'number' ? value : value(Math.floor(at / 3), at % 3);
      }
    },
  });
}

/** Forecasts of a recipe at the close of a day, after a fit on that day. */
export function forecastAt(panel: DailyPanel, recipe: ForecasterRecipe, day: number): number[] {
  const forecaster = recipe(panel);
  const out = new Float64Array(panel.symbols.length * 3);
  forecaster.fit(day);
  forecaster.forecast(day, out);
  return [...out];
}
