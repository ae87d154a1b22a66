/** The engine of Ballast as a contestant: the work of a file, once for each line of input. Only `backtest` is timed. */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { backtest } from '../src/backtest/backtest.ts';
import { version } from '../src/cli/version.ts';
import { allocatedBytes, peakMemoryMb } from './memory.ts';
import { settingsOfWork, universeOfWork, type Work } from './work.ts';

/** By then the compiler of Node has done its work: three runs at least, and as many as fit into a second. */
const warmUp = { runs: 3, seconds: 1 } as const;

const work = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Work;
const settings = settingsOfWork(work);
const universe = await universeOfWork(work);

function run() {
  return backtest({ settings, universe, initialNav: work.initialNav, start: 'targets' });
}

function timed() {
  const startedAt = performance.now();
  const { bars, eventsPerYear, finalNav } = run();
  const seconds = (performance.now() - startedAt) / 1000;
  const events = Math.round((eventsPerYear * bars) / universe.periodsPerYear);
  return { seconds, bars, events, finalNav };
}

function answer(value: object): void {
  console.log(JSON.stringify(value));
}

const { seconds: firstSeconds } = timed();
for (let k = 1, spent = firstSeconds; k < warmUp.runs || spent < warmUp.seconds; k++) {
  spent += timed().seconds;
}
answer({ version, firstSeconds });
for await (const _ of createInterface({ input: process.stdin })) answer(timed());
const peakMb = peakMemoryMb();
answer({ peakMb, allocatedBytesPerBar: allocatedBytes(run) / universe.bars });
