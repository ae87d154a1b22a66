/**
 * Columns of one asset, a number a day: what the days up to each day say together. NaN marks a day without a figure; it is
 * passed over. No entry depends on a later day. Half-lives and lengths in days; weights of a mean are over their sum.
 */
import type { DailyPanel } from './daily-panel.ts';

/** Column of one asset out of a row-major matrix, days × assets. */
export function columnOf(panel: DailyPanel, matrix: Float64Array, asset: number): Float64Array {
  const assets = panel.symbols.length;
  const column = new Float64Array(panel.days);
  for (let day = 0; day < panel.days; day++) column[day] = matrix[day * assets + asset] as number;
  return column;
}

/** Puts a column back into its matrix. */
export function setColumn(
  panel: DailyPanel,
  matrix: Float64Array,
  { asset, column }: { asset: number; column: Float64Array },
): void {
  const assets = panel.symbols.length;
  for (let day = 0; day < panel.days; day++) matrix[day * assets + asset] = column[day] as number;
}

/** Σ λ^k x_{t−k} / Σ λ^k, λ = 2^(−1/half-life), over the days that have a figure; kept on days that have none. */
export function decayingMean(column: Float64Array, halfLifeDays: number): Float64Array {
  const decay = 2 ** (-1 / halfLifeDays);
  let [sum, weight] = [0, 0];
  return column.map((value) => {
    if (!Number.isNaN(value)) {
      sum = decay * sum + value;
      weight = decay * weight + 1;
    }
    return weight > 0 ? sum / weight : Number.NaN;
  });
}

/** Mean of the last days, NaN when fewer than half of them have a figure. */
export function trailingMean(column: Float64Array, length: number): Float64Array {
  return column.map((_, day) => {
    let [sum, count] = [0, 0];
    for (let k = Math.max(0, day - length + 1); k <= day; k++) {
      const value = column[k] as number;
      if (Number.isNaN(value)) continue;
      sum += value;
      count++;
    }
    return 2 * count >= length ? sum / count : Number.NaN;
  });
}

/** Standard deviation (n − 1) of the last days, NaN when fewer than half of them have a figure. */
export function trailingDeviation(column: Float64Array, length: number): Float64Array {
  const means = trailingMean(column, length);
  return column.map((_, day) => {
    const mean = means[day] as number;
    let [sum, count] = [0, 0];
    for (let k = Math.max(0, day - length + 1); k <= day; k++) {
      const value = column[k] as number;
      if (Number.isNaN(value)) continue;
      sum += (value - mean) ** 2;
      count++;
    }
    return count > 1 ? Math.sqrt(sum / (count - 1)) : Number.NaN;
  });
}

/** Number of days up to each day that have a figure. */
export function daysSeen(column: Float64Array): Float64Array {
  let seen = 0;
  return column.map((value) => {
    if (!Number.isNaN(value)) seen++;
    return seen;
  });
}

/** A column from two, day by day. */
export function combine(
  a: Float64Array,
  b: Float64Array,
  rule: (a: number, b: number) => number,
): Float64Array {
  return a.map((value, day) => rule(value, b[day] as number));
}
