/**
 * Whether forecasts move as far as outcomes do: the slope b of ln v = a_i + b·f + u, f the forecast of ln v, each asset with an
 * intercept of its own. 1 is right; below, forecasts swing too far; above, too little. Its standard error takes the sums
 * s_t of f·u over the assets of a day, f less its asset's mean, as one series: √(T · ω)/Σf², ω the long-run variance of s by Newey
 * and West. Noise in v leaves b where it is. Source: Mincer and Zarnowitz (1969); in logs Pagan and Schwert (1990).
 */
import { longRunVariance } from './newey-west.ts';

export type ForecastSlope = { readonly slope: number; readonly standardError: number };

/** Matrices of days × assets, NaN where there is none; null when forecasts never move. */
export function mincerZarnowitz(
  pairs: {
    readonly assets: number;
    readonly logForecasts: Float64Array;
    readonly logRealised: Float64Array;
  },
  lag: number,
): ForecastSlope | null {
  const { assets } = pairs;
  const logForecasts = centred(pairs.logForecasts, pairs.logRealised, assets);
  const logRealised = centred(pairs.logRealised, pairs.logForecasts, assets);
  let squares = 0;
  let products = 0;
  for (let cell = 0; cell < logForecasts.length; cell++) {
    const forecast = logForecasts[cell] as number;
    squares += forecast * forecast;
    products += forecast * (logRealised[cell] as number);
  }
  if (squares === 0) return null;
  const slope = products / squares;
  const days = logForecasts.length / assets;
  const sums = new Float64Array(days);
  const present = new Uint8Array(days);
  for (let cell = 0; cell < logForecasts.length; cell++) {
    const day = Math.floor(cell / assets);
    const forecast = logForecasts[cell] as number;
    const error = (logRealised[cell] as number) - slope * forecast;
    sums[day] = (sums[day] as number) + forecast * error;
    if (!Number.isNaN(pairs.logForecasts[cell]) && !Number.isNaN(pairs.logRealised[cell])) {
      present[day] = 1;
    }
  }
  const series = sums.filter((_, day) => present[day] === 1);
  const variance = longRunVariance(series, lag);
  return { slope, standardError: Math.sqrt(series.length * variance) / squares };
}

/** Less the mean of each asset over the cells that both have; 0 elsewhere. */
function centred(values: Float64Array, others: Float64Array, assets: number): Float64Array {
  const out = values.map((value, cell) => value + 0 * (others[cell] as number));
  for (let asset = 0; asset < assets; asset++) {
    let [sum, count] = [0, 0];
    for (let cell = asset; cell < out.length; cell += assets) {
      if (Number.isNaN(out[cell] as number)) continue;
      sum += out[cell] as number;
      count++;
    }
    for (let cell = asset; cell < out.length; cell += assets) {
      out[cell] = Number.isNaN(out[cell] as number) ? 0 : (out[cell] as number) - sum / count;
    }
  }
  return out;
}
