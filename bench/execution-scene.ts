/** A live portfolio of ten assets at the venue of the tests, for measuring: the real ccxt over HTTP, a store in a file. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSqliteStore } from '../src/adapters/store/open-sqlite.ts';
import { approve } from '../src/app/plans/approve.ts';
import { propose } from '../src/app/plans/propose.ts';
import type { Workspace } from '../src/app/workspace.ts';
import type { RecommendationRecord } from '../src/ports/store.ts';
import { usualLiquidity } from '../test/support/binance/market-maker.ts';
import { type BinanceServer, createBinanceServer } from '../test/support/binance/server.ts';
import { symbolRules } from '../test/support/binance/symbol-rules.ts';
import { usualSymbols } from '../test/support/binance/usual-symbols.ts';
import type { SymbolOptions } from '../test/support/binance/venue.ts';
import type { Changes } from '../test/support/settings.ts';
import { openPortfolio } from '../test/support/venue-trial/portfolio.ts';
import { patiently } from '../test/support/venue-trial/rebalance.ts';

export type Scene = {
  readonly server: BinanceServer;
  readonly workspace: Workspace;
  close(): Promise<void>;
};

/** Beside BTC, ETH, BNB, SOL and XRP. */
const more = [
  ['ADA', 0.4, '0.0001', '0.1'],
  ['DOGE', 0.1, '0.00001', '1'],
  ['LINK', 12, '0.01', '0.01'],
  ['LTC', 70, '0.01', '0.001'],
  ['DOT', 5, '0.001', '0.01'],
] as const;

const symbols: readonly SymbolOptions[] = [
  ...usualSymbols,
  ...more.map(([baseAsset, price, tickSize, stepSize]): SymbolOptions => {
    const named = { symbol: `${baseAsset}USDT`, baseAsset, quoteAsset: 'USDT', tickSize, stepSize };
    const least = { minimumPrice: tickSize, minimumQuantity: stepSize, maximumQuantity: '9000000' };
    return {
      rules: symbolRules({ ...named, ...least, minimumNotional: '5' }),
      path: { kind: 'seeded', price, dailyVolatility: 0.04 },
      liquidity: usualLiquidity,
    };
  }),
];

const names = ['BTC', 'ETH', 'BNB', 'SOL', 'XRP', ...more.map(([asset]) => asset)];

/** All in cash: 9.5 % for each of ten assets makes ten legs. */
export async function openScene(options: {
  readonly seed: number;
  readonly speed: number;
  readonly changes?: Changes;
}): Promise<Scene> {
  const { seed, speed, changes } = options;
  const folder = mkdtempSync(join(tmpdir(), 'ballast-bench-'));
  const server = await createBinanceServer({
    ...{ seed, factor: speed, symbols, historyDays: 30, balances: { USDT: '100000' } },
  });
  const store = await createSqliteStore({ file: join(folder, 'ballast.sqlite') });
  const targets = Object.fromEntries(names.map((asset) => [asset, '9.5%']));
  const place = { url: server.url, key: server.key, speed, store };
  const workspace = await openPortfolio(place, {
    'portfolio.targets': { ...targets, cash: '5%' },
    'markets.direct': [],
    ...changes,
  });
  return {
    ...{ server, workspace },
    async close() {
      await server.close();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A plan that a person has approved. */
export async function approvedPlan(workspace: Workspace): Promise<RecommendationRecord> {
  const record = await patiently(workspace, () => propose(workspace, { proposer: 'system' }));
  const { id, planHash } = record.recommendation;
  const approved = await approve(workspace, { id, hash: planHash ?? '', actor: 'bench' });
  if (!approved.ok) throw new Error(`a plan must be approved, was ${approved.reason.code}`);
  return record;
}
