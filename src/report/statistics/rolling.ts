/**
 * Figures of a moving window: element k is of the values k … k + window − 1. Return in %, volatility (standard deviation,
 * n − 1) and root mean square in % a year. Windows overlap, so neighbours say nearly the same. Running sums, O(n).
 */
import { returnOf } from './returns.ts';

type Window = { readonly window: number; readonly periodsPerYear: number };

/** NAV over the NAV so many returns before, − 1, in %. */
export function rollingReturnPct(nav: Float64Array, window: number): Float64Array {
  return Float64Array.from(
    { length: Math.max(0, nav.length - window) },
    (_, k) => 100 * returnOf({ from: nav[k] as number, to: nav[k + window] as number }),
  );
}

/** Needs a window of two at least. */
export function rollingVolatilityPct(returns: Float64Array, options: Window): Float64Array {
  const { window, periodsPerYear } = options;
  const sums = runningSums(returns);
  const squares = runningSums(returns.map((value) => value * value));
  return windowsOf(returns, window, (from, to) => {
    const sum = between(sums, from, to);
    const variance = (between(squares, from, to) - (sum * sum) / window) / (window - 1);
    return 100 * Math.sqrt(Math.max(0, variance) * periodsPerYear);
  });
}

/** Of tracking errors this is the tracking error. */
export function rollingRootMeanSquarePct(values: Float64Array, options: Window): Float64Array {
  const { window, periodsPerYear } = options;
  const squares = runningSums(values.map((value) => value * value));
  return windowsOf(values, window, (from, to) => {
    const mean = Math.max(0, between(squares, from, to)) / window;
    return 100 * Math.sqrt(mean * periodsPerYear);
  });
}

function windowsOf(
  values: Float64Array,
  window: number,
  measure: (from: number, to: number) => number,
): Float64Array {
  const count = Math.max(0, values.length - window + 1);
  return Float64Array.from({ length: count }, (_, k) => measure(k, k + window));
}

function runningSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let k = 0; k < values.length; k++) sums[k + 1] = (sums[k] as number) + (values[k] as number);
  return sums;
}

function between(sums: Float64Array, from: number, to: number): number {
  return (sums[to] as number) - (sums[from] as number);
}
