/** What a policy knows of risk at a moment. All variances are per bar, of simple returns around zero. */

/** The arrays are filled anew at each refresh; `version` tells when. */
export type RiskForecast = {
  /** 0 until there is a forecast, then one more at each refresh. */
  version: number;
  /** Row-major, assets × assets. */
  readonly covariance: Float64Array;
  /** EWMA of squared returns, half-life 180 days: the recent normal. */
  readonly referenceVariance: Float64Array;
  /** Mean of all squared returns so far: the long-run normal. */
  readonly longRunVariance: Float64Array;
  /** EWMA of range variances, half-life 60 days; zeros when ranges are not tracked. */
  readonly rangeVariance: Float64Array;
  /** Bars in a year, to make them annual. */
  readonly periodsPerYear: number;
};

const arrays = ['covariance', 'referenceVariance', 'longRunVariance', 'rangeVariance'] as const;

/** No forecast yet. */
export function emptyForecast(assets: number, periodsPerYear: number): RiskForecast {
  return {
    version: 0,
    covariance: new Float64Array(assets * assets),
    referenceVariance: new Float64Array(assets),
    longRunVariance: new Float64Array(assets),
    rangeVariance: new Float64Array(assets),
    periodsPerYear,
  };
}

/** One with arrays of its own. */
export function copyForecast(forecast: RiskForecast): RiskForecast {
  const copy = emptyForecast(forecast.referenceVariance.length, forecast.periodsPerYear);
  assignForecast(copy, forecast);
  return copy;
}

/** Refills the arrays of one with those of another. */
export function assignForecast(to: RiskForecast, from: RiskForecast): void {
  to.version = from.version;
  for (const name of arrays) to[name].set(from[name]);
}
