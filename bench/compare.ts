/**
 * The same work done by Ballast, vectorbt, bt and cvxportfolio in one run, turn by turn, and whole commands of Ballast from a
 * fresh process: times, ratios, and the goals that they are held to.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { hourMs } from '../src/base/time.ts';
import { type Column, textTable } from '../src/report/text-table.ts';
import { simulatedCandles, writeCandles } from './candles.ts';
import { type CommandResult, measureCommands } from './commands.ts';
import {
  type EntryResult,
  entriesOf,
  measureEntries,
  ownResult,
  secondsPerBar,
} from './entries.ts';
import { type Goal, goalsOf } from './goals.ts';
import { benchOptions } from './options.ts';
import { shownMegabytes, shownSeconds, threeDigits } from './seconds.ts';
import { exampleWork, type Work } from './work.ts';

const options = benchOptions();

const machine = {
  processor: cpus()[0]?.model ?? 'unknown processor',
  cores: availableParallelism(),
  node: process.version,
};

function say(text: string): void {
  console.error(text);
}

/** On candles of a folder that was given, or on simulated ones written into a folder of this run. */
function workIn(folder: string): Work {
  const { bars, recorded } = options;
  const work = exampleWork(bars);
  if (recorded !== null) return { ...work, ...recorded, folder: resolve(recorded.folder) };
  writeCandles(folder, simulatedCandles({ ...work, bars }));
  return { ...work, folder };
}

const entryColumns: readonly Column[] = [
  { title: 'who', align: 'left' },
  { title: 'rule', align: 'left' },
  { title: 'bars' },
  { title: 'first' },
  { title: 'median' },
  { title: 'best' },
  { title: 'a bar' },
  { title: 'bars × assets/s' },
  { title: '× Ballast' },
  { title: 'rebalances' },
  { title: 'final NAV' },
  { title: 'same work', align: 'left' },
  { title: 'memory' },
];

function entryRow(result: EntryResult, results: readonly EntryResult[]): readonly string[] {
  const { entry, run, seconds } = result;
  const perBar = secondsPerBar(result);
  const isSame = { true: 'yes', false: 'NO', null: '' }[String(result.isSame)] as string;
  return [
    `${entry.name} ${result.version}`,
    entry.policy,
    run.bars.toLocaleString('en-GB'),
    shownSeconds(result.firstSeconds),
    shownSeconds(seconds.median),
    shownSeconds(seconds.best),
    `${threeDigits(perBar * 1e6)} µs`,
    `${threeDigits(entry.work.symbols.length / perBar / 1e6)} million`,
    threeDigits(perBar / secondsPerBar(ownResult(results, entry.policy))),
    run.events.toLocaleString('en-GB'),
    run.finalNav.toFixed(2),
    isSame,
    shownMegabytes(result.peakMb),
  ];
}

function print(
  results: readonly EntryResult[],
  commands: readonly CommandResult[],
  goals: readonly Goal[],
): void {
  const lines = [
    `${machine.processor}, ${machine.cores} cores, Node ${machine.node}`,
    options.recorded === null ? 'simulated candles' : 'recorded candles',
    '',
    ...textTable(
      entryColumns,
      results.map((result) => entryRow(result, results)),
    ),
    '',
    ...textTable(
      [
        { title: 'command', align: 'left' },
        { title: 'median' },
        { title: 'best' },
        { title: 'memory' },
      ],
      commands.map(({ name, seconds, peakMb }) => [
        name,
        shownSeconds(seconds.median),
        shownSeconds(seconds.best),
        shownMegabytes(peakMb),
      ]),
    ),
    '',
    ...textTable(
      [
        { title: 'goal', align: 'left' },
        { title: 'at most' },
        { title: 'found' },
        { title: '', align: 'left' },
      ],
      goals.map(({ name, most, found }) => [
        name,
        String(most),
        threeDigits(found),
        found <= most ? 'met' : 'missed',
      ]),
    ),
  ];
  console.log(lines.join('\n'));
}

const python = resolve(options.python);
if (!existsSync(python)) {
  say(`--python must be the Python of a virtual environment, see bench/README.md; was ${python}`);
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'ballast-bench-'));
try {
  const work = workIn(folder);
  const entries = entriesOf(work, options.runs, hourMs);
  const results = await measureEntries(entries, { python, folder, say });
  const commands = await measureCommands(work, say);
  const goals = goalsOf(results, commands);
  print(results, commands, goals);
  if (options.json !== null) {
    writeFileSync(
      options.json,
      `${JSON.stringify({ machine, results, commands, goals }, null, 2)}\n`,
    );
  }
  // Times of different work are no comparison.
  if (results.some(({ isSame }) => isSame === false)) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
