/** What the benchmarks are asked on the command line. */
import { parseArgs } from 'node:util';
import type { Work } from './work.ts';

export type BenchOptions = {
  /** Of simulated candles. */
  readonly bars: number;
  /** Runs of the engine alone, turns of a comparison. */
  readonly runs: number;
  /** Recorded candles; null: simulated ones. */
  readonly recorded: (Pick<Work, 'from' | 'to'> & { readonly folder: string }) | null;
  /** The Python of the environment that has the peers. */
  readonly python: string;
  /** Where to write all figures; null: nowhere. */
  readonly json: string | null;
};

/** Errors: when an option is unknown or is not what it must be. */
export function benchOptions(): BenchOptions {
  const { values } = parseArgs({
    options: {
      bars: { type: 'string', default: '35000' },
      runs: { type: 'string', default: '15' },
      data: { type: 'string' },
      from: { type: 'string', default: '2020-01-01' },
      to: { type: 'string', default: '2023-12-30' },
      python: { type: 'string', default: 'data/cache/bench-venv/bin/python' },
      json: { type: 'string' },
    },
  });
  const { data, from, to } = values;
  return {
    bars: countOf('bars', values.bars),
    runs: countOf('runs', values.runs),
    recorded:
      data === undefined ? null : { folder: data, from: dayOf('from', from), to: dayOf('to', to) },
    python: values.python,
    json: values.json ?? null,
  };
}

function countOf(option: string, text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new Error(`--${option} must be a whole number from 1 to 9,999,999, was ${text}`);
}

function dayOf(option: string, text: string): number {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new Error(`--${option} must be YYYY-MM-DD, was ${text}`);
}
