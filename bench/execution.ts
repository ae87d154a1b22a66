/**
 * What execution costs and how fast it stops: requests of a rebalance, the journal beside a bare commit, the kill switch, makers against
 * takers, and expected against realised shortfall on recorded books.
 *
 * node bench/execution.ts [--part requests|journal|halt|styles|replay] [--books FOLDER] [--runs 10] [--speed 15]
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createSqliteStore } from '../src/adapters/store/open-sqlite.ts';
import { createRandom } from '../src/base/random.ts';
import type { TradingRules } from '../src/market/trading-rules.ts';
import { type Column, textTable } from '../src/report/text-table.ts';
import { type Recording, readRecording } from './execution-books.ts';
import { haltTimes } from './execution-halt.ts';
import { journalTimes } from './execution-journal.ts';
import { replayedLeg, type Shortfall } from './execution-replay.ts';
import { requestCounts } from './execution-requests.ts';
import { type StyleRun, styleRun } from './execution-styles.ts';
import { correlation, mean, quantile } from './quantiles.ts';
import { threeDigits } from './seconds.ts';

const { values } = parseArgs({
  options: {
    part: { type: 'string' },
    books: { type: 'string', default: '../shared/data/orderbook' },
    runs: { type: 'string', default: '10' },
    speed: { type: 'string', default: '15' },
  },
});
const [runs, speed] = [Number(values.runs), Number(values.speed)];

const parts: Readonly<Record<string, () => Promise<void>>> = {
  requests: printRequests,
  journal: printJournal,
  halt: printHalt,
  styles: printStyles,
  replay: printReplay,
};
for (const [name, part] of Object.entries(parts)) {
  if (values.part === undefined || values.part === name) await part();
}

function print(title: string, columns: readonly string[], rows: readonly (readonly string[])[]) {
  const [first = '', ...others] = columns;
  const all: readonly Column[] = [
    { title: first, align: 'left' },
    ...others.map((name): Column => ({ title: name })),
  ];
  console.log(`\n${title}\n${textTable(all, rows).join('\n')}`);
}

function shown(value: number): string {
  return Number.isFinite(value) ? threeDigits(value) : '–';
}

async function printRequests(): Promise<void> {
  const { legs, counts } = await requestCounts();
  const rows = counts.map(({ phase, requests, weight, kinds }) => [
    ...[phase, String(requests), String(weight), kinds],
  ]);
  print(`requests of a rebalance of ${legs} legs`, ['', 'requests', 'weight', 'of which'], rows);
}

async function printJournal(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ballast-bench-'));
  const { kept, unsynced, bare } = await journalTimes({ folder, executions: 50 * runs });
  rmSync(folder, { recursive: true });
  const rows = [0.5, 0.9, 0.99].map((share) => {
    const [own, least] = [quantile(kept, share), quantile(bare, share)];
    const computing = quantile(unsynced, share);
    return [`p${100 * share}`, ...[own, computing, least, own / least].map(shown)];
  });
  const title = `ms to keep an attempt before it is sent, beside a bare synced commit of two rows; ${kept.length} of each`;
  print(title, ['', 'attempt', 'in memory', 'bare commit', 'ratio'], rows);
}

async function printHalt(): Promise<void> {
  for (const style of ['taker', 'maker-first'] as const) {
    const times = await haltTimes({ style, runs: style === 'taker' ? 3 * runs : runs });
    const cleared = times.map(({ clearedMs }) => clearedMs).filter((ms) => ms !== null);
    const figures: readonly (readonly [string, readonly number[]])[] = [
      ['the order to halt itself', times.map(({ haltMs }) => haltMs)],
      ['from then until the last order came', times.map(({ lastOrderMs }) => lastOrderMs)],
      ['from then until nothing rested', cleared],
      ['orders that rested', times.map(({ resting }) => resting)],
    ];
    const rows = figures
      .filter(([, all]) => all.length > 0)
      .map(([name, all]) => [name, shown(quantile(all, 0.5)), shown(Math.max(...all))]);
    print(`kill switch, ${style}, ${times.length} times, ms`, ['', 'p50', 'most'], rows);
  }
}

async function printStyles(): Promise<void> {
  const rows: string[][] = [];
  for (const style of ['taker', 'maker-first'] as const) {
    const made: StyleRun[] = [];
    for (let seed = 1; seed <= runs; seed += 1) made.push(await styleRun(style, { seed, speed }));
    const average = (figure: (run: StyleRun) => number): string => shown(mean(made.map(figure)));
    rows.push([
      style,
      average((run) => 100 * run.makerShare),
      average((run) => run.costBps),
      average((run) => run.feeBps),
      average((run) => run.expectedBps),
      average((run) => run.seconds),
      shown(Math.max(...made.map((run) => run.seconds))),
      average((run) => 100 * run.filledShare),
    ]);
  }
  const columns = [
    '',
    'maker %',
    'cost bps',
    'fee bps',
    'expected bps',
    's',
    's at most',
    'filled %',
  ];
  print(`ten legs of 9,500, ${runs} times each`, columns, rows);
}

function rulesOf(base: string, stepSize: string): TradingRules {
  const market = { market: `${base}/USDT`, base, quote: 'USDT' };
  return { ...market, stepSize, tickSize: '0.01', minNotional: '5' };
}

async function printReplay(): Promise<void> {
  for (const rules of [rulesOf('BTC', '0.00001'), rulesOf('ETH', '0.0001')]) {
    const file = join(values.books, `${rules.base}${rules.quote}_L20_1s.csv`);
    if (!existsSync(file)) {
      console.log(`\nno recorded books: ${file} is not there`);
      continue;
    }
    const recording = readRecording(file, rules);
    const rows: string[][] = [];
    for (const notional of [1e3, 1e4, 1e5, 1e6]) {
      rows.push(replayRow(notional, await replays(recording, notional)));
    }
    const columns = ['notional', 'legs', 'expected', 'p90', 'realised', 'p90', 'correlation', 's'];
    print(`shortfall in bps on recorded books of ${rules.market}, without fees`, columns, rows);
  }
}

/** Buys and sells, begun between the first second and the hundredth from the end of the time that the largest need. */
async function replays(recording: Recording, notional: number): Promise<readonly Shortfall[]> {
  const store = await createSqliteStore({ file: ':memory:' });
  const random = createRandom(7);
  const [first, last] = [recording.books[0]?.asOf ?? 0, recording.books.at(-1)?.asOf ?? 0];
  const spanMs = notional < 1e6 ? last - first - 30_000 : (last - first) / 4;
  const made: Shortfall[] = [];
  for (let number = 0; number < 8 * runs; number += 1) {
    const side = number % 2 === 0 ? 'buy' : 'sell';
    const at = Math.floor(first + 1_000 + random.uniform() * spanMs);
    made.push(await replayedLeg(recording, { side, notional, at }, { store, number }));
  }
  await store.close();
  return made;
}

function replayRow(notional: number, all: readonly Shortfall[]): string[] {
  const whole = all.filter(({ filledShare }) => filledShare > 0.999);
  const expected = whole.map(({ expectedBps }) => expectedBps);
  const realised = whole.map(({ realisedBps }) => realisedBps);
  return [
    notional.toLocaleString('en-GB'),
    `${whole.length} of ${all.length}`,
    ...[mean(expected), quantile(expected, 0.9)].map(shown),
    ...[mean(realised), quantile(realised, 0.9)].map(shown),
    shown(correlation(expected, realised)),
    shown(mean(whole.map(({ seconds }) => seconds))),
  ];
}
