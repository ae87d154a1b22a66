/** Rebalances of a live portfolio through the real ccxt at a server that speaks Binance, while faults of every kind strike. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createSqliteStore } from '../../src/adapters/store/open-sqlite.ts';
import { createRandom } from '../../src/base/random.ts';
import { randomFaults } from '../support/binance/random-faults.ts';
import { type BinanceServer, createBinanceServer } from '../support/binance/server.ts';
import { createAuditor, type Findings } from '../support/venue-trial/auditor.ts';
import { openPortfolio, venueOptions, wishes, withWish } from '../support/venue-trial/portfolio.ts';
import { rebalance } from '../support/venue-trial/rebalance.ts';
import { createSupervisor } from '../support/venue-trial/supervisor.ts';

const speed = 20;
const nothingWrong: Findings = {
  ...{ overfills: [], duplicates: [], unresolved: [], unbooked: [], balances: [] },
};
/** At the prices of the plan, since those of the market go on; plans are of whole steps, and targets are 5 to 30 %. */
const nearPp = 0.5;

const servers: BinanceServer[] = [];
const folders: string[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function serve(seed: number): Promise<BinanceServer> {
  const server = await createBinanceServer({ ...venueOptions, seed, factor: speed });
  servers.push(server);
  return server;
}

function databaseFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ballast-rebalances-'));
  folders.push(folder);
  return join(folder, 'ballast.sqlite');
}

const start = venueOptions.balances ?? {};

describe('a live portfolio of six assets', () => {
  it('trades what was approved, once, and comes to its targets whatever goes wrong on the way', async () => {
    const server = await serve(1);
    const { url, key } = server;
    const store = await createSqliteStore({ file: ':memory:' });
    const workspace = await openPortfolio({ url, key, speed, store });
    const auditor = createAuditor(server, { store, start });
    const next = wishes(createRandom(8), { makerEvery: 6 });
    server.faults.add(...randomFaults(0.03));
    const ended: string[] = [];
    for (let k = 0; k < 12; k += 1) {
      const wish = next();
      const before = await auditor.distancePp(wish.targets);
      const outcome = await rebalance(withWish(workspace, wish));
      const { findings } = await auditor.audit(outcome.executionId ? [outcome.executionId] : []);
      expect(findings, `after rebalance ${k}`).toEqual(nothingWrong);
      const planned = await auditor.pricesOfPlan(outcome.executionId ?? '');
      const after = await auditor.distancePp(wish.targets, planned);
      expect(after, `after rebalance ${k}: ${outcome.status}`).toBeLessThan(before);
      if (outcome.status === 'settled') expect(after).toBeLessThan(nearPp);
      ended.push(outcome.status);
    }
    expect(ended.filter((status) => status === 'settled').length).toBeGreaterThan(8);
    expect(server.requests().filter(({ fault }) => fault !== null).length).toBeGreaterThan(5);
    expect(server.orders().length).toBeGreaterThan(50);
    await store.close();
  }, 60_000);
});

describe('a process that trades it', () => {
  it('leaves nothing open that the next one does not bring to its end, wherever it is killed', async () => {
    const server = await serve(2);
    const file = databaseFile();
    const store = await createSqliteStore({ file });
    const supervisor = createSupervisor(server, { file, speed });
    const auditor = createAuditor(server, { store, start });
    const next = wishes(createRandom(9), { makerEvery: 5 });
    await supervisor.start();
    for (const orders of [1, 3]) {
      const before = server.orders().length;
      const timer = setInterval(() => {
        if (server.orders().length >= before + orders) supervisor.kill();
      }, 1);
      const wish = next();
      const distant = await auditor.distancePp(wish.targets);
      expect(await supervisor.rebalance(wish)).toBeUndefined();
      clearInterval(timer);
      const { ended } = await supervisor.start();
      expect(ended).toHaveLength(1);
      const { findings } = await auditor.audit(ended);
      expect(findings).toEqual(nothingWrong);
      const [id = ''] = ended;
      const execution = await store.executions.get(id);
      // Partial when no process was up until the deadline.
      expect(['settled', 'partial']).toContain(execution?.status);
      const after = await auditor.distancePp(wish.targets, await auditor.pricesOfPlan(id));
      expect(after).toBeLessThan(execution?.status === 'settled' ? nearPp : distant);
    }
    await supervisor.stop();
    expect(supervisor.output()).toBe('');
    await store.close();
  }, 60_000);
});
