/**
 * Allocators against a benchmark: the difference in each measure over the same days, the 90 % interval of it in resamples (from the 5th
 * to the 95th percentile), and a p-value that holds all of these tests together.
 */
import { blockLength } from './block-length.ts';
import {
  type Measure,
  type Measured,
  measure,
  measures,
  type Resampling,
  resampledMeasures,
  type Sample,
} from './measures.ts';
import { stepdownP } from './stepdown.ts';
import type { AllocatorRun } from './walk.ts';

/** Of a wrong answer: what each interval leaves out, and what all tests of a contest together may come to. */
const level = 0.1;

export type Difference = {
  readonly measure: Measure;
  /** Of the allocator less the benchmark; growth and volatility as fractions a year. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly p: number;
  /** What the allocator was, less volatility being better, where all tests together tell it at 90 %; else null. */
  readonly verdict: 'better' | 'worse' | null;
};

export type Contest = {
  readonly benchmark: string;
  /** Pairs and measures that the p-values hold together. */
  readonly tests: number;
  readonly rivals: readonly {
    readonly name: string;
    readonly differences: readonly Difference[];
  }[];
};

export type Contests = {
  readonly measured: readonly Readonly<Record<Measure, number>>[];
  readonly resampling: Resampling;
  readonly contests: readonly Contest[];
};

/** Every run against each benchmark that is among them. */
export function contestsOf(
  runs: readonly AllocatorRun[],
  options: {
    readonly periodsPerYear: number;
    readonly benchmarks: readonly string[];
    readonly resamples: number;
    readonly seed: number;
  },
): Contests {
  const { periodsPerYear, resamples, seed } = options;
  const sample = { returns: runs.map(({ returns }) => returns), periodsPerYear };
  const resampling = { meanBlock: meanBlockOf(sample), resamples, seed };
  const found = measure(sample);
  const drawn = resampledMeasures(sample, resampling);
  const places = options.benchmarks
    .map((benchmark) => runs.findIndex(({ name }) => name === benchmark))
    .filter((place) => place >= 0);
  return {
    measured: runs.map((_, run) => recordOf(found, run)),
    resampling,
    contests: places.map((place) => contestOf(runs, place, { found, drawn })),
  };
}

/** The longest that any difference of returns, or of their squares, from those of the first run asks for. */
function meanBlockOf({ returns }: Sample): number {
  const [first, ...others] = returns as [Float64Array, ...Float64Array[]];
  const lengths = others.flatMap((series) => [
    blockLength(series.map((value, day) => value - (first[day] as number))),
    blockLength(series.map((value, day) => value ** 2 - (first[day] as number) ** 2)),
  ]);
  return Math.max(1, ...lengths);
}

function recordOf(found: Measured, run: number): Readonly<Record<Measure, number>> {
  const at = (name: Measure): number =>
    found[run * measures.length + measures.indexOf(name)] as number;
  return { sharpe: at('sharpe'), volatility: at('volatility'), growth: at('growth') };
}

function contestOf(
  runs: readonly AllocatorRun[],
  benchmark: number,
  { found, drawn }: { readonly found: Measured; readonly drawn: readonly Measured[] },
): Contest {
  const rivals = [...runs.keys()].filter((run) => run !== benchmark);
  const tests = rivals.flatMap((rival) =>
    measures.map((_, m) => ({
      rival: rival * measures.length + m,
      own: benchmark * measures.length + m,
    })),
  );
  const differencesIn = (values: Measured): Float64Array =>
    Float64Array.from(
      tests,
      ({ rival, own }) => (values[rival] as number) - (values[own] as number),
    );
  const estimates = differencesIn(found);
  const rows = drawn.map(differencesIn);
  const deviations = estimates.map((_, test) => deviationOf(rows, test));
  const standardised = (value: number, test: number): number =>
    (deviations[test] as number) > 0 ? Math.abs(value) / (deviations[test] as number) : 0;
  const p = stepdownP({
    statistics: estimates.map(standardised),
    resampled: rows.map((row) =>
      row.map((value, test) => standardised(value - (estimates[test] as number), test)),
    ),
  });
  return {
    benchmark: (runs[benchmark] as AllocatorRun).name,
    tests: tests.length,
    rivals: rivals.map((rival, r) => ({
      name: (runs[rival] as AllocatorRun).name,
      differences: measures.map((name, m) => {
        const test = r * measures.length + m;
        const value = estimates[test] as number;
        return differenceOf(
          { measure: name, value, p: p[test] as number },
          rows.map((row) => row[test] as number),
        );
      }),
    })),
  };
}

/** Differences that are only rounding count as none. */
function deviationOf(rows: readonly Float64Array[], test: number): number {
  const mean = rows.reduce((sum, row) => sum + (row[test] as number), 0) / rows.length;
  const squares = rows.reduce((sum, row) => sum + ((row[test] as number) - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / rows.length);
  return deviation < 1e-12 ? 0 : deviation;
}

function differenceOf(
  { measure: name, value, p }: Pick<Difference, 'measure' | 'value' | 'p'>,
  drawn: readonly number[],
): Difference {
  const sorted = Float64Array.from(drawn).sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] as number;
  const isGood = name === 'volatility' ? value < 0 : value > 0;
  return {
    ...{ measure: name, value, p },
    low: at(level / 2),
    high: at(1 - level / 2),
    verdict: p <= level ? (isGood ? 'better' : 'worse') : null,
  };
}
