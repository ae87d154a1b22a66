/** Covariance forecasts as they would have been made, one for the close of each day of a part of a panel. */
import type { CovarianceForecaster } from '../../risk/covariance-forecaster.ts';

export type CovarianceTrack = {
  readonly name: string;
  readonly assets: number;
  /** Rows of the panel, the second not included. */
  readonly from: number;
  readonly to: number;
  /** (to − from) × assets × assets, per day, of simple returns; NaN for a day without a forecast. */
  readonly covariances: Float64Array;
};

/** Takes a forecaster that has seen nothing yet through all days up to `to`. */
export function covarianceTrack(
  forecaster: CovarianceForecaster,
  options: { readonly assets: number; readonly from: number; readonly to: number },
): CovarianceTrack {
  const { assets, from, to } = options;
  const cells = assets * assets;
  const covariances = new Float64Array((to - from) * cells).fill(Number.NaN);
  for (let day = 0; day < to; day++) {
    forecaster.observe(day);
    const at = (day - from) * cells;
    if (day >= from) forecaster.covariance(covariances.subarray(at, at + cells));
  }
  return { name: forecaster.name, ...options, covariances };
}

/** Whether there is a forecast at the close of a day. */
export function hasCovariance(track: CovarianceTrack, day: number): boolean {
  const { assets, from, to, covariances } = track;
  const isWithin = day >= from && day < to;
  return isWithin && !Number.isNaN(covariances[(day - from) * assets * assets] as number);
}

/** A forecaster that says again what the track has. */
export function replayed(track: CovarianceTrack): CovarianceForecaster {
  const { name, assets, from, covariances } = track;
  const cells = assets * assets;
  let last = -1;
  return {
    name,
    observe(day) {
      last = day;
    },
    covariance(out) {
      if (!hasCovariance(track, last)) return false;
      out.set(covariances.subarray((last - from) * cells, (last + 1 - from) * cells));
      return true;
    },
  };
}
