/** What forecasts covariances: takes the returns of several assets day by day, and answers at each close for the day to come. */

export type DailyReturns = {
  readonly assets: number;
  /** Simple returns, days × assets, row-major; NaN where an asset has none. */
  readonly values: Float64Array;
};

export type CovarianceForecaster = {
  readonly name: string;
  /** Takes the returns of a day; every day from 0, in order. */
  observe(day: number): void;
  /**
   * Writes Σ of the day after the last one taken: row-major, per day, positive definite. False while too few days are known;
   * `out` then stays as it was.
   */
  covariance(out: Float64Array): boolean;
};

/** Days with a return of any asset that come before the first forecast. */
export const fewestForecastDays = 5;

/** Whether any asset has a return on a day. */
export function hasReturns({ assets, values }: DailyReturns, day: number): boolean {
  for (let i = 0; i < assets; i++) {
    if (!Number.isNaN(values[day * assets + i] as number)) return true;
  }
  return false;
}
