/**
 * A long trial of execution at the venue of the tests: rebalances of a live portfolio to new targets with faults of every kind, in a process
 * that is killed with SIGKILL again and again. After each the books of the venue are compared with what was kept.
 *
 * node scripts/venue-trial.ts [--rebalances 500] [--kills 100] [--speed 20] [--faults 0.03] [--seed 1] [--futures]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createSqliteStore } from '../src/adapters/store/open-sqlite.ts';
import { createRandom, type Random } from '../src/base/random.ts';
import { futuresPaths, randomFaults, spotPaths } from '../test/support/binance/random-faults.ts';
import { type BinanceServer, createBinanceServer } from '../test/support/binance/server.ts';
import { createUsdmServer } from '../test/support/binance-usdm/server.ts';
import { type Audit, createAuditor, type Findings } from '../test/support/venue-trial/auditor.ts';
import {
  marginOptions,
  signedWishes,
  venueOptions,
  wishes,
} from '../test/support/venue-trial/portfolio.ts';
import { createSupervisor, type Recovery } from '../test/support/venue-trial/supervisor.ts';

const { values } = parseArgs({
  options: {
    rebalances: { type: 'string', default: '500' },
    kills: { type: 'string', default: '100' },
    speed: { type: 'string', default: '20' },
    faults: { type: 'string', default: '0.03' },
    seed: { type: 'string', default: '1' },
    futures: { type: 'boolean', default: false },
  },
});
const [rebalances, kills] = [Number(values.rebalances), Number(values.kills)];
const [speed, faults, seed] = [Number(values.speed), Number(values.faults), Number(values.seed)];

type BinanceRequests = ReturnType<BinanceServer['requests']>;

type Tally = {
  readonly statuses: Map<string, number>;
  readonly distances: number[];
  readonly recoveries: Recovery[];
  escalated: number;
};

const folder = mkdtempSync(join(tmpdir(), 'ballast-trial-'));
const startedAt = performance.now();
try {
  await trial(join(folder, 'ballast.sqlite'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function trial(file: string): Promise<void> {
  const { server, books, start } = await open();
  const store = await createSqliteStore({ file });
  const supervisor = createSupervisor(server, { file, speed, isOnMargin: values.futures });
  const auditor = createAuditor(books, { store, start });
  const random = createRandom(seed + 1);
  const next = (values.futures ? signedWishes : wishes)(random, { makerEvery: 5 });
  const tally: Tally = { statuses: new Map(), distances: [], recoveries: [], escalated: 0 };
  await supervisor.start();
  server.faults.add(...randomFaults(faults, values.futures ? futuresPaths : spotPaths));
  let audit: Audit | undefined;
  for (let k = 0; k < rebalances; k += 1) {
    const wish = next();
    const isKilled =
      Math.floor(((k + 1) * kills) / rebalances) > Math.floor((k * kills) / rebalances);
    const spare = isKilled ? killWithin(server, { random, kill: supervisor.kill }) : undefined;
    const outcome = await supervisor.rebalance(wish);
    spare?.();
    const ended = outcome?.executionId ? [outcome.executionId] : [];
    if (isKilled) {
      supervisor.kill();
      const recovery = await supervisor.start();
      tally.recoveries.push(recovery);
      tally.escalated += recovery.escalated;
      ended.push(...recovery.ended);
    }
    tally.escalated += outcome?.escalated ?? 0;
    const status = await statusesOf(ended);
    count(
      tally.statuses,
      `${isKilled ? 'killed, ' : ''}${outcome?.executionId === null ? outcome.status : status}`,
    );
    if (ended.length > 0) tally.distances.push(await auditor.distancePp(wish.targets));
    audit = await auditor.audit(ended);
    const { findings } = audit;
    if (k % 10 === 9 || hasAny(findings)) progress(k + 1, tally, findings);
  }
  await supervisor.stop();
  report(server, tally, audit);
  await store.close();
  await server.close();

  async function statusesOf(ids: readonly string[]): Promise<string> {
    if (ids.length === 0) return 'before an execution began';
    const executions = await Promise.all(ids.map((id) => store.executions.get(id)));
    return executions.map((execution) => execution?.status).join(', ');
  }
}

/** The venue, and its books as the auditor reads them. */
async function open() {
  if (!values.futures) {
    const server = await createBinanceServer({ ...venueOptions, seed, factor: speed });
    return { server, books: server, start: venueOptions.balances ?? {} };
  }
  const server = await createUsdmServer({ ...marginOptions, seed, factor: speed });
  return { server, books: server.books(), start: marginOptions.balances ?? {} };
}

/**
 * Kills at a random request: of five times four after the first order of the next execution, once from now on. Answers how to spare it.
 */
function killWithin(
  server: BinanceServer,
  { random, kill }: { random: Random; kill: () => void },
): () => void {
  const isInOrders = random.uniform() < 0.8;
  const after = Math.floor(random.uniform() * (isInOrders ? 25 : 40));
  const begunAt = server.requests().length;
  let from = isInOrders ? undefined : begunAt;
  const timer = setInterval(() => {
    const made = server.requests();
    from ??= firstOrder(made, begunAt);
    if (from === undefined || made.length < from + after) return;
    clearInterval(timer);
    kill();
  }, 1);
  return () => clearInterval(timer);
}

function firstOrder(requests: BinanceRequests, from: number): number | undefined {
  const place = requests.slice(from).findIndex(({ method }) => method === 'POST');
  return place < 0 ? undefined : from + place;
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function hasAny(findings: Findings): boolean {
  return Object.values(findings).some((list) => list.length > 0);
}

function progress(done: number, { recoveries, escalated }: Tally, findings: Findings): void {
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  const wrong = hasAny(findings) ? JSON.stringify(findings) : 'nothing wrong';
  process.stderr.write(
    `${done} rebalances, ${recoveries.length} kills, ${escalated} for a person, ${seconds} s: ${wrong}\n`,
  );
}

function report(server: BinanceServer, tally: Tally, audit: Audit | undefined): void {
  const requests = server.requests();
  const struck = requests.filter(({ fault }) => fault !== null).length;
  const { distances, recoveries } = tally;
  const readyMs = recoveries.map((recovery) => recovery.readyMs);
  const reconcileMs = recoveries.map((recovery) => recovery.reconcileMs);
  const lines = [
    `${rebalances} rebalances, ${recoveries.length} kills, faults ${faults}, speed ${speed}, seed ${seed}, ${Math.round((performance.now() - startedAt) / 1_000)} s`,
    `requests ${requests.length}, of which struck by a fault ${struck}; orders ${server.orders().length}, trades ${server.fills().length}`,
    ...[...tally.statuses].map(([status, times]) => `${status}: ${times}`),
    ...Object.entries(audit?.findings ?? {}).map(
      ([name, list]) => `${name}: ${list.length} ${list.join('; ')}`,
    ),
    `trades after the venue had said cancelled: ${audit?.lateTrades}`,
    `left to a person: ${tally.escalated}`,
    `distance to target, pp: ${quantiles(distances)}`,
    `start of a process until ready after a kill, wall ms: ${quantiles(readyMs)}`,
    `of which executions brought to their end, venue ms: ${quantiles(reconcileMs)}`,
    `starts that the venue failed: ${recoveries.reduce((sum, each) => sum + each.failedStarts, 0)}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function quantiles(numbers: readonly number[]): string {
  const sorted = numbers.toSorted((a, b) => a - b);
  const at = (share: number): string =>
    (
      sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
    ).toPrecision(4);
  return `p50 ${at(0.5)}, p90 ${at(0.9)}, p99 ${at(0.99)}, most ${at(1)}`;
}
