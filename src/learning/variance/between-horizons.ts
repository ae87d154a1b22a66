/** Forecasts for horizons between those that models learn: ln of the mean daily variance is taken as a line in ln h. */
import { invariant } from '../../base/errors.ts';
import { horizons } from '../inputs/daily-panel.ts';

/** The forecasts of one asset for `horizons`, from `offset` on; ln of the mean daily variance over `days` days, 1 to 30. */
export function forecastOver(forecasts: Float64Array, offset: number, days: number): number {
  const last = horizons[horizons.length - 1] as number;
  invariant(days >= 1 && days <= last, `a horizon must be 1 to ${last} days, was ${days}`);
  const upper = Math.max(
    1,
    horizons.findIndex((horizon) => days <= horizon),
  );
  const [near, far] = [horizons[upper - 1] as number, horizons[upper] as number];
  const share = Math.log(days / near) / Math.log(far / near);
  const before = forecasts[offset + upper - 1] as number;
  return before + share * ((forecasts[offset + upper] as number) - before);
}
