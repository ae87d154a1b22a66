/** Forecasts as CSV and covariances as lines of JSON, in parts of a day; every number reads back as the same double. */
import { decimalOf } from '../base/decimal.ts';
import { type CovarianceTrack, hasCovariance } from '../learning/covariance/covariance-track.ts';
import { type DailyPanel, type Horizon, horizons } from '../learning/inputs/daily-panel.ts';
import { realizedOf } from '../learning/inputs/realized.ts';
import type { ForecastTrack } from '../learning/variance/walk-forward.ts';

const forecastColumns =
  'timestamp_ms,symbol,model,horizon_days,forecast_variance,realized_variance';

export type ForecastTable = {
  readonly panel: DailyPanel;
  readonly horizon: Horizon;
  readonly rows: { readonly from: number; readonly to: number };
  readonly tracks: readonly ForecastTrack[];
};

/** Sums over the horizon of the daily variance of log returns; a day that an asset lacks has no forecast of it. */
export function* forecastsCsv({ panel, horizon, rows, tracks }: ForecastTable): Iterable<string> {
  const { symbols, closeTime } = panel;
  const realized = realizedOf(panel);
  const horizonAt = horizons.indexOf(horizon);
  yield `${forecastColumns}\n`;
  for (let day = rows.from; day < rows.to; day++) {
    const lines = symbols.flatMap((symbol, asset) => {
      const cell = day * symbols.length + asset;
      if (Number.isNaN(panel.close[cell] as number)) return [];
      const at = cell * horizons.length + horizonAt;
      const outcome = textOf(realized[at] as number);
      return tracks.flatMap(({ name, forecasts }) => {
        const forecast = textOf(horizon * Math.exp(forecasts[at] as number));
        if (forecast === '') return [];
        return `${closeTime[day]},${symbol},${name},${horizon},${forecast},${outcome}\n`;
      });
    });
    yield lines.join('');
  }
}

/** Of the assets that have the day, per day and of simple returns. */
export function* covariancesNdjson(
  { symbols, close, closeTime }: DailyPanel,
  tracks: readonly CovarianceTrack[],
): Iterable<string> {
  const assets = symbols.length;
  const [{ from, to }] = tracks as [CovarianceTrack];
  for (let day = from; day < to; day++) {
    const present = [...symbols.keys()].filter(
      (asset) => !Number.isNaN(close[day * assets + asset] as number),
    );
    const known = present.length > 0 ? tracks : [];
    const lines = known.flatMap((track) => {
      if (!hasCovariance(track, day)) return [];
      const matrix = track.covariances.subarray((day - from) * assets * assets);
      const line = {
        timestamp_ms: closeTime[day],
        model: track.name,
        symbols: present.map((i) => symbols[i]),
        cov: present.map((i) => present.map((j) => matrix[i * assets + j])),
      };
      return `${JSON.stringify(line)}\n`;
    });
    yield lines.join('');
  }
}

/** Empty where there is none. */
function textOf(value: number): string {
  return Number.isFinite(value) ? decimalOf(value) : '';
}
