/**
 * Runs many seeds of the simulated executor: `node scripts/simulate.ts --seeds 100000 --from 1 --workers 2 [--whole] [--margin]`. It prints
 * how many held, how fast, and which did not; `--whole` runs them over the real store, `--margin` on accounts with positions of both signs.
 */
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { runCore } from '../test/support/simulation/run-core.ts';
import { createWholeRuns } from '../test/support/simulation/run-whole.ts';

type Part = {
  readonly from: number;
  readonly seeds: number;
  readonly isWhole: boolean;
  readonly onMargin: boolean;
};

type Found = {
  readonly failing: readonly { readonly seed: number; readonly what: readonly string[] }[];
  readonly statuses: Readonly<Record<string, number>>;
  readonly orders: number;
  readonly crashes: number;
  readonly manual: number;
};

async function runPart({ from, seeds, isWhole, onMargin }: Part): Promise<Found> {
  const failing: { seed: number; what: string[] }[] = [];
  const statuses: Record<string, number> = {};
  const sums = { orders: 0, crashes: 0, manual: 0 };
  const whole = isWhole ? await createWholeRuns() : undefined;
  for (let seed = from; seed < from + seeds; seed += 1) {
    const outcome = await (whole?.run(seed, { onMargin }) ?? runCore(seed, { onMargin }));
    statuses[outcome.status] = (statuses[outcome.status] ?? 0) + 1;
    sums.orders += outcome.orders;
    sums.crashes += outcome.crashes;
    sums.manual += outcome.manual > 0 ? 1 : 0;
    const what = outcome.violations.map(({ invariant, what: how }) => `${invariant}: ${how}`);
    if (what.length > 0) failing.push({ seed, what });
  }
  await whole?.close();
  return { failing, statuses, ...sums };
}

function inThread(part: Part): Promise<Found> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(import.meta.filename, { workerData: part });
    thread.once('message', resolve);
    thread.once('error', reject);
  });
}

function share({ from, seeds, ...how }: Part, workers: number): readonly Part[] {
  const each = Math.ceil(seeds / workers);
  return Array.from({ length: workers }, (_, index) => {
    const count = Math.max(0, Math.min(each, seeds - index * each));
    return { from: from + index * each, seeds: count, ...how };
  });
}

function add(totals: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(more)) totals[name] = (totals[name] ?? 0) + count;
}

function tell(found: readonly Found[], { seeds }: Part, seconds: number): void {
  const statuses: Record<string, number> = {};
  const sums: Record<string, number> = {};
  for (const { statuses: some, orders, crashes, manual } of found) {
    add(statuses, some);
    add(sums, { orders, crashes, manual });
  }
  const failing = found.flatMap((part) => part.failing);
  for (const { seed, what } of failing) console.log(`seed ${seed}\n  ${what.join('\n  ')}`);
  const perSecond = (seeds / seconds).toFixed(0);
  console.log(`${seeds} seeds in ${seconds.toFixed(0)} s (${perSecond} a second)`);
  console.log(
    `${sums.orders} orders at the venue, ${sums.crashes} crashes, ${sums.manual} executions left to a person`,
  );
  console.log(
    Object.entries(statuses)
      .map(([name, count]) => `${count} ${name}`)
      .join(', '),
  );
  console.log(`${failing.length} seeds broke an invariant`);
  process.exitCode = failing.length > 0 ? 1 : 0;
}

function countOf(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new Error(`--${name} must be a positive whole number, was ${text}`);
}

if (isMainThread) {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '10000' },
      from: { type: 'string', default: '1' },
      workers: { type: 'string', default: '1' },
      whole: { type: 'boolean', default: false },
      margin: { type: 'boolean', default: false },
    },
  });
  const seeds = countOf('seeds', values.seeds);
  const how = { isWhole: values.whole, onMargin: values.margin };
  const part = { from: countOf('from', values.from), seeds, ...how };
  const startedAt = performance.now();
  const found = await Promise.all(share(part, countOf('workers', values.workers)).map(inThread));
  tell(found, part, (performance.now() - startedAt) / 1000);
} else {
  parentPort?.postMessage(await runPart(workerData as Part));
}
