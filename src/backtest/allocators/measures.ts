/**
 * What allocators are compared in, from the daily returns r of T days, P a year, nothing earned without risk:
 *   Sharpe ratio mean(r) √P / sd(r), volatility sd(r) √P, growth P Σ ln(1 + r) / T, sd with T − 1;
 * of the days as they were, and of days drawn anew in blocks, the same days for all runs, so that differences stay paired.
 */
import { createRandom } from '../../base/random.ts';
import { resampleBlocks } from '../../learning/evaluation/stationary-bootstrap.ts';

export const measures = ['sharpe', 'volatility', 'growth'] as const;

export type Measure = (typeof measures)[number];

/** Runs × measures, in the order of both. */
export type Measured = Float64Array;

export type Resampling = {
  readonly meanBlock: number;
  readonly resamples: number;
  readonly seed: number;
};

export type Sample = {
  /** By run, of the same days. */
  readonly returns: readonly Float64Array[];
  readonly periodsPerYear: number;
};

/** Of what has lost all; its logarithm must stay a number. */
const leastGrowth = 1e-9;

/** Of the days as they were. */
export function measure(sample: Sample): Measured {
  const { days, runs } = tableOf(sample);
  const places = Int32Array.from({ length: days }, (_, day) => day);
  return createMeter(sample, runs)(places);
}

/** One for each resample. */
export function resampledMeasures(
  sample: Sample,
  { meanBlock, resamples, seed }: Resampling,
): readonly Measured[] {
  const { days, runs } = tableOf(sample);
  const meter = createMeter(sample, runs);
  const random = createRandom(seed);
  const places = new Int32Array(days);
  return Array.from({ length: resamples }, () => {
    resampleBlocks(random, { meanBlock }, places);
    return meter(places);
  });
}

function tableOf({ returns }: Sample): { days: number; runs: number } {
  return { days: returns[0]?.length ?? 0, runs: returns.length };
}

/** Days × runs, so that a day is read at once. */
function createMeter({ returns, periodsPerYear }: Sample, runs: number) {
  const days = returns[0]?.length ?? 0;
  const table = new Float64Array(days * runs);
  const logs = new Float64Array(days * runs);
  for (const [run, series] of returns.entries()) {
    for (let day = 0; day < days; day++) {
      const value = series[day] as number;
      table[day * runs + run] = value;
      logs[day * runs + run] = Math.log(Math.max(leastGrowth, 1 + value));
    }
  }
  const [sums, squares, growths] = [1, 2, 3].map(() => new Float64Array(runs)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  return (places: Int32Array): Measured => {
    for (const sum of [sums, squares, growths]) sum.fill(0);
    for (let k = 0; k < places.length; k++) {
      const row = (places[k] as number) * runs;
      for (let run = 0; run < runs; run++) {
        const value = table[row + run] as number;
        sums[run] = (sums[run] as number) + value;
        squares[run] = (squares[run] as number) + value * value;
        growths[run] = (growths[run] as number) + (logs[row + run] as number);
      }
    }
    const out = new Float64Array(runs * measures.length);
    for (let run = 0; run < runs; run++) {
      const mean = (sums[run] as number) / days;
      const spread = ((squares[run] as number) - mean * (sums[run] as number)) / (days - 1);
      const volatility = Math.sqrt(Math.max(0, spread) * periodsPerYear);
      const cell = run * measures.length;
      out[cell] = volatility > 0 ? (mean * periodsPerYear) / volatility : 0;
      out[cell + 1] = volatility;
      out[cell + 2] = ((growths[run] as number) / days) * periodsPerYear;
    }
    return out;
  };
}
