/**
 * QLIKE, the loss of a variance forecast: v/F − ln(v/F) − 1 for a realised variance v and a forecast F, given as ln F. It is 0 where
 * both agree, and dearer for a forecast that is too low. Its ranking of forecasts is right also when v is a noisy measure
 * without bias of the true variance.
 * Source: Patton (2011), "Volatility Forecast Comparison Using Imperfect Volatility Proxies".
 */

/** NaN where either is; v must be positive. */
export function qlike(logForecast: number, realised: number): number {
  const log = Math.log(realised) - logForecast;
  return Math.exp(log) - log - 1;
}
