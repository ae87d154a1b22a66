/** A portfolio at an exchange, on paper and live, from its configuration to its fills; the exchange is a server that speaks Binance. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { createModelStore } from '../../src/adapters/files/model-store.ts';
import { createSqliteStore } from '../../src/adapters/store/open-sqlite.ts';
import { ensureAccount } from '../../src/app/execution/ensure-account.ts';
import { execute } from '../../src/app/execution/execute.ts';
import { approve } from '../../src/app/plans/approve.ts';
import { propose } from '../../src/app/plans/propose.ts';
import { secretFrom } from '../../src/cli/secrets.ts';
import { openVenue } from '../../src/compose.ts';
import type { BinanceServer, BinanceServerOptions } from '../support/binance/server.ts';
import { createBinanceServer } from '../support/binance/server.ts';
import { type Changes, configuredWith } from '../support/settings.ts';

const speed = 10;
const startMs = Date.UTC(2026, 0, 5, 12, 30);

let server: BinanceServer | undefined;

async function serve(options: BinanceServerOptions = {}): Promise<BinanceServer> {
  const balances = { USDT: '5000', BTC: '0.05', ETH: '0.5' };
  server = await createBinanceServer({
    factor: speed,
    historyDays: 40,
    startMs,
    balances,
    ...options,
  });
  return server;
}

afterEach(async () => {
  await server?.close();
  server = undefined;
});

const live: Changes = { 'venue.id': 'binance', 'venue.mode': 'live', 'venue.speed': speed };
const portfolio: Changes = {
  'portfolio.targets': { BTC: '40%', ETH: '30%', SOL: '10%', cash: '20%' },
  'portfolio.holdings': undefined,
};

function keysOf({ key }: BinanceServer): Record<string, string> {
  return { BALLAST_BINANCE_API_KEY: key.apiKey, BALLAST_BINANCE_API_SECRET: key.secret };
}

async function open(
  { url }: Pick<BinanceServer, 'url'>,
  changes: Changes,
  environment: Record<string, string> = {},
) {
  const store = await createSqliteStore({ file: ':memory:' });
  const configured = configuredWith({ ...portfolio, 'venue.baseUrl': url, ...changes });
  return openVenue(configured, {
    ...{ store, models: createModelStore('no-models') },
    secretOf: (name) => secretFrom(environment, name),
  });
}

/** What a process says that ends with a fault of the exchange. */
async function crashed(exchange: BinanceServer): Promise<string> {
  const script = fileURLToPath(new URL('../support/ccxt-crash-child.ts', import.meta.url));
  const env = { ...process.env, ...keysOf(exchange) };
  const child = spawn(process.execPath, [script, exchange.url], { env });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (part: Buffer) => said.push(part.toString()));
  }
  await once(child, 'close');
  return said.join('');
}

describe('a live portfolio', () => {
  it('setting: venue.mode live trades the account: what is approved, and no more', async () => {
    const exchange = await serve();
    const { workspace } = await open(exchange, live, keysOf(exchange));
    expect(workspace.mode).toBe('live · Binance');
    expect(workspace.broker.account).toMatch(/^binance:[0-9a-f]{12}$/);
    const { recommendation } = await propose(workspace, { proposer: 'system' });
    expect(recommendation.outcome).toBe('proposed');
    const { id, planHash, legs } = recommendation;
    const hash = planHash ?? '';
    expect(await approve(workspace, { id, hash, actor: 'eva' })).toMatchObject({ ok: true });
    const done = await execute(workspace, { id, actor: 'eva' });
    expect(done).toMatchObject({ ok: true, value: { status: 'settled' } });
    for (const { side, quantity, base } of legs) {
      const traded = exchange
        .orders()
        .filter(({ symbol, side: of }) => symbol === `${base}USDT` && of === side.toUpperCase());
      const sum = traded.reduce((total, { executed }) => total + executed, 0n);
      expect(sum).toBeLessThanOrEqual(BigInt(Math.round(Number(quantity) * 1e8)));
    }
    const again = await propose(workspace, { proposer: 'system' });
    expect(again.recommendation.outcome).toBe('none');
  });

  it('asks the account for its fees unless the configuration names them', async () => {
    const tiers = [{ fromNotional: '0', maker: '0.0007', taker: '0.0009' }];
    const exchange = await serve({ fees: { tiers } });
    const unnamed = { ...live, costs: undefined };
    const { workspace } = await open(exchange, unnamed, keysOf(exchange));
    const own = { takerFeeBps: 9, makerFeeBps: 7, assumed: false };
    expect(workspace.settings.costs).toMatchObject(own);
    const named = await open(exchange, live, keysOf(exchange));
    expect(named.workspace.settings.costs.takerFeeBps).toBe(10);
  });

  it('takes the rates of the account where a host does not have those of its markets', async () => {
    const tiers = [{ fromNotional: '0', maker: '0.0007', taker: '0.0009' }];
    const exchange = await serve({ fees: { tiers }, lacks: ['/api/v3/account/commission'] });
    const { workspace } = await open(exchange, { ...live, costs: undefined }, keysOf(exchange));
    const own = { takerFeeBps: 9, makerFeeBps: 7, assumed: false };
    expect(workspace.settings.costs).toMatchObject(own);
  });

  it('trades at a host that does not tell the rights of keys only where a person takes that upon themselves', async () => {
    const exchange = await serve({ lacks: ['/sapi/v1/account/apiRestrictions'] });
    await expect(open(exchange, live, keysOf(exchange))).rejects.toThrow(
      'Binance does not tell what its keys may do: make sure that yours cannot withdraw, then set venue.acceptUnknownKeyRights: true',
    );
    const accepted = { ...live, 'venue.acceptUnknownKeyRights': true };
    const { workspace } = await open(exchange, accepted, keysOf(exchange));
    expect((await workspace.broker.holdings()).total.USDT).toBe('5000');
  });

  it('notes once what the account held at the beginning', async () => {
    const exchange = await serve();
    const { workspace } = await open(exchange, live, keysOf(exchange));
    expect(await ensureAccount(workspace)).toBe(true);
    expect(await ensureAccount(workspace)).toBe(false);
    const [event] = await workspace.store.events.list({ types: ['AccountOpened'], limit: 5 });
    expect(event?.payload).toMatchObject({ balances: { USDT: '5000', BTC: '0.05', ETH: '0.5' } });
  });

  it.each<[string, Changes]>([
    ['holdings', { 'portfolio.holdings': { BTC: 1, USDT: 1_000 } }],
    ['cash', { 'venue.initialCash': 1_000 }],
  ])('says that %s of the configuration are not used', async (_, given) => {
    const exchange = await serve();
    const { notes } = await open(exchange, { ...live, ...given }, keysOf(exchange));
    expect(notes).toEqual([
      'portfolio.holdings and venue.initialCash are not used: the account at Binance is asked',
    ]);
  });
});

describe('a portfolio on paper at an exchange', () => {
  it('setting: venue.id takes its prices, looks for no key, and sends no order', async () => {
    const exchange = await serve();
    const paper = { 'venue.id': 'binance', 'venue.speed': speed };
    const { workspace } = await open(exchange, paper);
    expect(workspace.mode).toBe('paper · prices of Binance');
    const { recommendation } = await propose(workspace, { proposer: 'system' });
    const { id, planHash } = recommendation;
    await approve(workspace, { id, hash: planHash ?? '', actor: 'eva' });
    expect(await execute(workspace, { id, actor: 'eva' })).toMatchObject({ ok: true });
    expect(exchange.orders()).toEqual([]);
    const signed = exchange.requests().filter(({ parameters }) => 'timestamp' in parameters);
    expect(signed).toEqual([]);
    expect(Number((await workspace.broker.holdings()).total.BTC)).toBeGreaterThan(0);
  });

  it('is refused where the exchange lacks a market', async () => {
    const exchange = await serve();
    const paper = { 'venue.id': 'binance', 'venue.speed': speed };
    await expect(open(exchange, { ...paper, 'markets.direct': ['SOL/ETH'] })).rejects.toThrow(
      'Binance has no market SOL/ETH: change portfolio.quote, portfolio.targets or markets.direct',
    );
  });
});

describe('a key', () => {
  it.each([
    ['may withdraw', { enableWithdrawals: true }, 'the key of Binance may withdraw: make one'],
    ['may not trade', { enableSpotAndMarginTrading: false }, 'the key of Binance may not trade'],
  ])('that %s is refused', async (_, permissions, message) => {
    const exchange = await serve({ permissions });
    await expect(open(exchange, live, keysOf(exchange))).rejects.toThrow(message);
  });

  it('that is missing is named', async () => {
    const exchange = await serve();
    await expect(open(exchange, live)).rejects.toThrow(
      'venue.mode live needs BALLAST_BINANCE_API_KEY (or BALLAST_BINANCE_API_KEY_FILE',
    );
    const { BALLAST_BINANCE_API_KEY: apiKey = '' } = keysOf(exchange);
    const half = { BALLAST_BINANCE_API_KEY: apiKey };
    await expect(open(exchange, live, half)).rejects.toThrow('BALLAST_BINANCE_API_SECRET');
  });

  it('may be in a file', async () => {
    const exchange = await serve();
    const folder = mkdtempSync(join(tmpdir(), 'ballast-key-'));
    const file = join(folder, 'secret');
    writeFileSync(file, `${exchange.key.secret}\n`);
    const { BALLAST_BINANCE_API_KEY: apiKey = '' } = keysOf(exchange);
    const environment = {
      BALLAST_BINANCE_API_KEY: apiKey,
      BALLAST_BINANCE_API_SECRET_FILE: file,
    };
    const { workspace } = await open(exchange, live, environment);
    expect((await workspace.broker.holdings()).total.USDT).toBe('5000');
    rmSync(folder, { recursive: true });
  });

  it('is in no error, and in nothing that a process says when it crashes', async () => {
    const exchange = await serve();
    const { workspace, notes } = await open(exchange, live, keysOf(exchange));
    exchange.hand.revokeKey();
    const order = { clientOrderId: 'a', market: 'BTC/USDT', signedAt: workspace.clock.now() };
    const { broker } = workspace;
    const said: unknown[] = [workspace, notes];
    for (const asked of [broker.holdings(), broker.query(order), broker.sweep(order)]) {
      said.push(await asked.catch((fault: unknown) => fault));
    }
    const crash = await crashed(exchange);
    expect(crash).toContain('VenueError');
    said.push(crash);
    const text = said.map((each) => inspect(each, { depth: 20, showHidden: true })).join('\n');
    expect(text).toContain('Invalid API-key');
    for (const secret of Object.values(keysOf(exchange))) expect(text).not.toContain(secret);
  });
});
