/** Losses of forecasts, days × assets, row-major, NaN where there is no forecast or no outcome. */
import { horizons } from '../inputs/daily-panel.ts';
import type { ForecastTrack } from '../variance/walk-forward.ts';
import { qlike } from './qlike.ts';

export type Losses = {
  readonly name: string;
  readonly assets: number;
  readonly values: Float64Array;
};

/** QLIKE at one of the horizons, by its place; `realized` are sums over the horizon, as of a walk forward. */
export function qlikeLosses(
  { name, forecasts }: ForecastTrack,
  options: { readonly realized: Float64Array; readonly assets: number; readonly horizonAt: number },
): Losses {
  const { realized, assets, horizonAt } = options;
  const horizon = horizons[horizonAt] as number;
  const values = Float64Array.from({ length: forecasts.length / horizons.length }, (_, cell) => {
    const at = cell * horizons.length + horizonAt;
    return qlike(forecasts[at] as number, (realized[at] as number) / horizon);
  });
  return { name, assets, values };
}
