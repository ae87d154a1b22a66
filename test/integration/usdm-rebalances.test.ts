/** Rebalances of longs and shorts through the real ccxt at a server that speaks Binance USD-M futures, while faults of every kind strike. */
import { afterEach, describe, expect, it } from 'vitest';
import { createSqliteStore } from '../../src/adapters/store/open-sqlite.ts';
import { createRandom } from '../../src/base/random.ts';
import { futuresPaths, randomFaults } from '../support/binance/random-faults.ts';
import { createUsdmServer, type UsdmServer } from '../support/binance-usdm/server.ts';
import { createAuditor, type Findings } from '../support/venue-trial/auditor.ts';
import {
  marginOptions,
  openPortfolio,
  signedWishes,
  withWish,
} from '../support/venue-trial/portfolio.ts';
import { rebalance } from '../support/venue-trial/rebalance.ts';

const speed = 20;
const rounds = 3;
const nothingWrong: Findings = {
  ...{ overfills: [], duplicates: [], unresolved: [], unbooked: [], balances: [] },
};
/** At the prices of the plan; steps are coarser than on spot. */
const nearPp = 1;

let server: UsdmServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

describe('a live portfolio of five perpetuals', () => {
  it('trades what was approved, once, and comes to its targets whatever goes wrong on the way', async () => {
    server = await createUsdmServer({ ...marginOptions, seed: 3, factor: speed });
    const { url, key } = server;
    const store = await createSqliteStore({ file: ':memory:' });
    const workspace = await openPortfolio({ url, key, speed, store, isOnMargin: true });
    const start = marginOptions.balances ?? {};
    const auditor = createAuditor(server.books(), { store, start });
    const next = signedWishes(createRandom(8), { makerEvery: rounds });
    server.faults.add(...randomFaults(0.05, futuresPaths));
    const ended: string[] = [];
    for (let k = 0; k < rounds; k += 1) {
      const wish = next();
      const outcome = await rebalance(withWish(workspace, wish));
      const { findings, lateTrades } = await auditor.audit(
        outcome.executionId ? [outcome.executionId] : [],
      );
      expect(findings, `after rebalance ${k}`).toEqual(nothingWrong);
      const planned = await auditor.pricesOfPlan(outcome.executionId ?? '');
      const after = await auditor.distancePp(wish.targets, planned);
      // What the venue fills after it said cancelled is its own doing.
      const isExact = outcome.status === 'settled' && lateTrades === 0;
      if (isExact) expect(after, `after rebalance ${k}`).toBeLessThan(nearPp);
      ended.push(outcome.status);
    }
    expect(ended.filter((status) => status === 'settled').length).toBeGreaterThan(1);
    expect(server.requests().filter(({ fault }) => fault !== null).length).toBeGreaterThan(2);
    const reducing = server.requests().filter(({ parameters }) => parameters.reduceOnly === 'true');
    expect(reducing.length).toBeGreaterThan(3);
    await store.close();
  }, 60_000);
});
