/**
 * How long blocks of the stationary bootstrap should be on average, so that neighbours stay neighbours for as long as they know of each
 * other: b = (2 G² / D)^⅓ T^⅓ with
 *   G = Σ λ(k/M) |k| R(k), D = 2 (Σ λ(k/M) R(k))², k = −M … M, λ the flat-top window, R the autocovariance;
 * M is twice the last lag after which the next ones show nothing, all below 2 √(log₁₀ T / T).
 * Source: Politis and White 2004, "Automatic block-length selection for the dependent bootstrap"; corrected by Patton, Politis and
 * White 2009.
 */

const fewestQuietLags = 5;
/** Of the squared mean: a variance that is no more is rounding. */
const rounding = 1e-24;

/** Between 1 and min(3 √T, T/3); 1 for a series that never varies. */
export function blockLength(series: Float64Array): number {
  const length = series.length;
  const mean = series.reduce((sum, value) => sum + value, 0) / length;
  const centred = series.map((value) => value - mean);
  const quiet = Math.max(fewestQuietLags, Math.floor(Math.log10(length)));
  const mostLags = Math.min(length - 1, Math.ceil(Math.sqrt(length)) + quiet);
  const covariances = Float64Array.from({ length: mostLags + 1 }, (_, lag) =>
    covarianceAt(centred, lag),
  );
  const own = covariances[0] as number;
  if (!(own > rounding * mean ** 2)) return 1;
  const threshold = 2 * Math.sqrt(Math.log10(length) / length) * own;
  const lags = Math.min(
    mostLags,
    2 * Math.max(1, lastTellingLag(covariances, { threshold, quiet })),
  );
  let weighted = 0;
  let total = own;
  for (let lag = 1; lag <= lags; lag++) {
    const window = Math.min(1, 2 * (1 - lag / lags));
    weighted += 2 * window * lag * (covariances[lag] as number);
    total += 2 * window * (covariances[lag] as number);
  }
  const longest = Math.min(3 * Math.sqrt(length), length / 3);
  const block = Math.cbrt((weighted / total) ** 2 * length);
  return Math.max(1, Math.min(longest, block));
}

/** After it so many show nothing; the last of all where there is no such one. */
function lastTellingLag(
  covariances: Float64Array,
  { threshold, quiet }: { readonly threshold: number; readonly quiet: number },
): number {
  for (let lag = 0; lag + quiet < covariances.length; lag++) {
    const next = covariances.subarray(lag + 1, lag + 1 + quiet);
    if (next.every((value) => Math.abs(value) < threshold)) return lag;
  }
  return covariances.length - 1;
}

function covarianceAt(centred: Float64Array, lag: number): number {
  let sum = 0;
  for (let k = lag; k < centred.length; k++) {
    sum += (centred[k] as number) * (centred[k - lag] as number);
  }
  return sum / centred.length;
}
