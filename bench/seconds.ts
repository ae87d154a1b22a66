/** What a row of measured times comes to, and how times, ratios and memory are written. */

export type Times = {
  readonly best: number;
  readonly median: number;
  readonly all: readonly number[];
};

/** In seconds; needs at least one. */
export function timesOf(seconds: readonly number[]): Times {
  const sorted = [...seconds].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return {
    best: sorted[0] as number,
    median: ((low as number) + (high as number)) / 2,
    all: seconds,
  };
}

/** Milliseconds below a second. */
export function shownSeconds(seconds: number): string {
  return seconds < 1 ? `${threeDigits(seconds * 1000)} ms` : `${threeDigits(seconds)} s`;
}

/** Three significant digits without an exponent. */
export function threeDigits(value: number): string {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toLocaleString('en-GB', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

export function shownMegabytes(megabytes: number | null): string {
  return megabytes === null ? '–' : `${Math.round(megabytes).toLocaleString('en-GB')} MB`;
}

/** How a time grows: the slope of ln y on ln x by least squares, 1 when it is linear. */
export function exponentOf(points: readonly (readonly [x: number, y: number])[]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const mean = (place: 0 | 1): number =>
    logs.reduce((sum, point) => sum + point[place], 0) / logs.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const covariance = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const variance = logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return covariance / variance;
}
