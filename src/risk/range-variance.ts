/**
 * Variance of one bar from its range, half Parkinson (1980) and half Garman–Klass (1980):
 * PK = ln²(H/L) / (4 ln 2), GK = ½ ln²(H/L) − (2 ln 2 − 1) ln²(C/O). Per bar, of log returns, not annualised;
 * it sees nothing of jumps between bars.
 */

export type Bar = {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
};

export function parkinsonVariance(bar: Bar): number {
  const range = Math.log(bar.high / bar.low);
  return (range * range) / (4 * Math.LN2);
}

export function garmanKlassVariance(bar: Bar): number {
  const range = Math.log(bar.high / bar.low);
  const body = Math.log(bar.close / bar.open);
  return 0.5 * range * range - (2 * Math.LN2 - 1) * body * body;
}

/** The mean of the two; never negative, because a body is never longer than its range. */
export function rangeVariance(bar: Bar): number {
  return 0.5 * (parkinsonVariance(bar) + garmanKlassVariance(bar));
}
