/** Markets between the assets of a portfolio at an exchange: those that it trades, unless the configuration names some. */
import { afterEach, describe, expect, it } from 'vitest';
import { createModelStore } from '../../src/adapters/files/model-store.ts';
import { createSqliteStore } from '../../src/adapters/store/open-sqlite.ts';
import { execute } from '../../src/app/execution/execute.ts';
import { approve } from '../../src/app/plans/approve.ts';
import { inputsOf } from '../../src/app/plans/gate.ts';
import { propose } from '../../src/app/plans/propose.ts';
import { replay } from '../../src/app/plans/replay.ts';
import { openVenue } from '../../src/compose.ts';
import { type BinanceServer, createBinanceServer } from '../support/binance/server.ts';
import { type Changes, configuredWith } from '../support/settings.ts';

/** A busy machine must be able to answer within a fifth of the usual time. */
const speed = 5;
let server: BinanceServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function serve(): Promise<BinanceServer> {
  server = await createBinanceServer({
    ...{ factor: speed, historyDays: 40, startMs: Date.UTC(2026, 0, 5, 12, 30) },
    // Too much of one and too little of the other.
    balances: { BTC: '0.1', USDT: '100' },
  });
  return server;
}

async function open({ url, key }: BinanceServer, changes: Changes = {}) {
  const store = await createSqliteStore({ file: ':memory:' });
  const secrets: Readonly<Record<string, string>> = {
    BALLAST_BINANCE_API_KEY: key.apiKey,
    BALLAST_BINANCE_API_SECRET: key.secret,
  };
  const configured = configuredWith({
    ...{ 'venue.id': 'binance', 'venue.mode': 'live', 'venue.speed': speed, 'venue.baseUrl': url },
    ...{ 'portfolio.targets': { BTC: '50%', ETH: '50%' }, 'portfolio.holdings': undefined },
    ...changes,
  });
  const models = createModelStore('no-models');
  return openVenue(configured, { store, models, secretOf: (name) => secrets[name] });
}

describe('direct markets of an exchange', () => {
  it('are used without being named, and are recorded with the decision', async () => {
    const exchange = await serve();
    const { workspace } = await open(exchange);
    expect(workspace.settings.directMarkets).toEqual(['ETH/BTC']);
    const record = await propose(workspace, { proposer: 'system' });
    const { id, planHash, legs } = record.recommendation;
    expect(legs.map(({ symbol, side }) => `${side} ${symbol}`)).toContain('buy ETH/BTC');
    expect(inputsOf(record).settings.directMarkets).toEqual(['ETH/BTC']);
    expect(await replay(workspace.store, id)).toMatchObject({ same: true });
    await approve(workspace, { id, hash: planHash ?? '', actor: 'eva' });
    expect(await execute(workspace, { id, actor: 'eva' })).toMatchObject({
      value: { status: 'settled' },
    });
    expect(exchange.orders().map(({ symbol }) => symbol)).toContain('ETHBTC');
  });

  it('cost what their books say where impact is walked', async () => {
    const { workspace } = await open(await serve(), { 'costs.impact': { model: 'depth' } });
    const record = await propose(workspace, { proposer: 'system' });
    expect(inputsOf(record).books?.map(({ market }) => market)).toContain('ETH/BTC');
  });

  it('setting: markets.direct counts where it is given, if only to have none', async () => {
    const exchange = await serve();
    const { workspace } = await open(exchange, { 'markets.direct': [] });
    expect(workspace.settings.directMarkets).toEqual([]);
    const { recommendation } = await propose(workspace, { proposer: 'system' });
    expect(recommendation.legs.map(({ symbol }) => symbol).sort()).toEqual([
      'BTC/USDT',
      'ETH/USDT',
    ]);
  });

  it('are left out while they do not trade', async () => {
    const exchange = await serve();
    exchange.hand.setStatus('ETHBTC', 'HALT');
    const { workspace } = await open(exchange);
    expect(workspace.settings.directMarkets).toEqual([]);
    expect((await propose(workspace, { proposer: 'system' })).recommendation.outcome).toBe(
      'proposed',
    );
  });

  it('are those that the rails allow', async () => {
    const exchange = await serve();
    const allowed = await open(exchange, { 'rails.markets': ['BTC/USDT', 'ETH/USDT', 'ETH/BTC'] });
    expect(allowed.workspace.settings.directMarkets).toEqual(['ETH/BTC']);
    const { workspace } = await open(exchange, { 'rails.markets': ['BTC/USDT', 'ETH/USDT'] });
    expect(workspace.settings.directMarkets).toEqual([]);
  });

  it('are not those of a person who trades elsewhere', async () => {
    const { workspace } = await open(await serve(), { 'venue.mode': 'advisory' });
    expect(workspace.settings.directMarkets).toEqual([]);
  });
});
