/**
 * Forecasters tried as they would have been used: at the close of each day a forecast from the last refit, refits at the first
 * close of a month, quarter or year, on targets complete by then. Nothing sees a day that was still to come.
 */
import { type DailyPanel, horizons } from '../inputs/daily-panel.ts';
import { realizedOf } from '../inputs/realized.ts';
import type { ForecasterRecipe } from './forecaster.ts';

export type RefitEvery = 'month' | 'quarter' | 'year';

const monthsOf: Readonly<Record<RefitEvery, number>> = { month: 1, quarter: 3, year: 12 };

export type WalkForwardOptions = {
  readonly recipes: readonly ForecasterRecipe[];
  /** Rows of the panel, the second not included. */
  readonly from: number;
  readonly to: number;
  readonly refitEvery: RefitEvery;
};

export type ForecastTrack = {
  readonly name: string;
  /** ln of the mean daily variance, days × assets × horizons, row-major; NaN on days that were not asked for. */
  readonly forecasts: Float64Array;
};

export type WalkForward = {
  readonly panel: DailyPanel;
  readonly models: readonly ForecastTrack[];
  /** Σ of the variances of the next h days, in the same places; NaN until they are complete. */
  readonly realized: Float64Array;
};

export function walkForward(panel: DailyPanel, options: WalkForwardOptions): WalkForward {
  const { recipes, from, to, refitEvery } = options;
  const width = panel.symbols.length * horizons.length;
  const models = recipes.map((recipe) => {
    const forecaster = recipe(panel);
    const forecasts = new Float64Array(panel.days * width).fill(Number.NaN);
    for (let day = from; day < to; day++) {
      if (day === from || beginsPeriod(panel, day, refitEvery)) forecaster.fit(day);
      forecaster.forecast(day, forecasts.subarray(day * width, (day + 1) * width));
    }
    return { name: forecaster.name, forecasts };
  });
  return { panel, models, realized: realizedOf(panel) };
}

/** Whether a day is the first to close in a month, quarter or year, by UTC. */
export function beginsPeriod(panel: DailyPanel, day: number, every: RefitEvery): boolean {
  const months = monthsOf[every];
  const periodOf = (row: number): number => {
    const date = new Date(panel.closeTime[row] as number);
    return Math.floor((12 * date.getUTCFullYear() + date.getUTCMonth()) / months);
  };
  return day > 0 && periodOf(day) !== periodOf(day - 1);
}

/** Tracks of one forecaster over different days or assets, as one. */
export function joinTracks(parts: readonly ForecastTrack[]): ForecastTrack {
  const [{ name, forecasts }, ...others] = parts as [ForecastTrack, ...ForecastTrack[]];
  const joined = forecasts.slice();
  for (const other of others) {
    other.forecasts.forEach((value, at) => {
      if (!Number.isNaN(value)) joined[at] = value;
    });
  }
  return { name, forecasts: joined };
}
