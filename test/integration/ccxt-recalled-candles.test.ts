/** Candles of an exchange that an earlier process read: only what is new is asked for, and another past is noticed. */
import { afterEach, describe, expect, it } from 'vitest';
import { createCcxtMarketData } from '../../src/adapters/ccxt/ccxt-market-data.ts';
import { createModelStore } from '../../src/adapters/files/model-store.ts';
import { createSqliteStore } from '../../src/adapters/store/open-sqlite.ts';
import { propose } from '../../src/app/plans/propose.ts';
import { replay } from '../../src/app/plans/replay.ts';
import { hourMs } from '../../src/base/time.ts';
import { openVenue } from '../../src/compose.ts';
import type { Candles } from '../../src/market/candles.ts';
import type { Store } from '../../src/ports/store.ts';
import { type BinanceServer, createBinanceServer } from '../support/binance/server.ts';
import { type BinanceScene, openBinance } from '../support/ccxt-binance.ts';
import { configuredWith } from '../support/settings.ts';

const halfPastTwelve = Date.UTC(2026, 0, 5, 12, 30);
/** A busy machine must be able to answer within a fifth of the usual time. */
const speed = 5;
let server: BinanceServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function open(): Promise<BinanceScene & { readonly store: Store }> {
  const scene = await openBinance({ speed, historyDays: 60, startMs: halfPastTwelve });
  server = scene.server;
  return { ...scene, store: await createSqliteStore({ file: ':memory:' }) };
}

function asked({ requests }: BinanceServer): number {
  return requests().filter(({ path }) => path === '/api/v3/klines').length;
}

/** What a process reads that has this archive, and keeps there. */
async function read(
  { connection, store }: BinanceScene & { readonly store: Store },
  quote = 'USDT',
): Promise<{ readonly series: Candles | undefined; readonly codes: readonly string[] }> {
  const archive = store.candles;
  const market = createCcxtMarketData({ connection, quote, direct: [], archive });
  const { series, issues } = await market.candles(['ETH'], connection.clock.now());
  for (const candles of series) {
    await store.transact((session) => session.candles.keep(market.source, candles));
  }
  return { series: series[0], codes: issues.map(({ code }) => code) };
}

/** The close of a bar is another from now on. */
function changeThePast({ faults }: BinanceServer, openTime: number): void {
  faults.add({
    on: 'GET /api/v3/klines',
    times: Number.POSITIVE_INFINITY,
    fault: {
      kind: 'rewrite',
      rewrite: (rows) =>
        (rows as unknown[][]).map((row) =>
          row[0] === openTime ? row.map((value, place) => (place === 5 ? '1' : value)) : row,
        ),
    },
  });
}

describe('candles that an earlier process read', () => {
  it('are not asked for again: nothing within the hour, then one request', async () => {
    const scene = await open();
    const first = await read(scene);
    expect(asked(scene.server)).toBe(2);
    expect(await read(scene)).toEqual(first);
    expect(asked(scene.server)).toBe(2);
    scene.server.setClockOffset(3 * hourMs);
    await scene.connection.clock.sync();
    const { series, codes } = await read(scene);
    expect(asked(scene.server)).toBe(3);
    expect(codes).toEqual([]);
    const bars = first.series?.close.length ?? 0;
    expect(series?.close).toHaveLength(bars + 3);
    expect(series?.close.slice(0, bars)).toEqual(first.series?.close);
  });

  it('are read anew where the exchange tells another past, and that is said: DATA_PAST_CHANGED', async () => {
    const scene = await open();
    const first = await read(scene);
    const changed = halfPastTwelve - 50.5 * hourMs;
    changeThePast(scene.server, changed);
    scene.server.setClockOffset(2 * hourMs);
    await scene.connection.clock.sync();
    const { series, codes } = await read(scene);
    expect(codes).toEqual(['DATA_PAST_CHANGED']);
    expect(asked(scene.server)).toBe(2 + 1 + 2);
    const place = series?.openTime.indexOf(changed) ?? -1;
    expect(series?.volume[place]).toBe(1);
    expect(first.series?.volume[place]).not.toBe(1);
    // What was read anew is the past from now on.
    expect(await read(scene)).toEqual({ series, codes: [] });
  });

  it('may end with a bar that was not final: it is read again, and nothing is said', async () => {
    const scene = await open();
    await read(scene);
    changeThePast(scene.server, halfPastTwelve - 1.5 * hourMs);
    scene.server.setClockOffset(hourMs);
    await scene.connection.clock.sync();
    const { series, codes } = await read(scene);
    expect(codes).toEqual([]);
    expect(series?.volume.at(-2)).toBe(1);
  });

  it('lose nothing to an exchange that lags', async () => {
    const scene = await open();
    const first = await read(scene);
    scene.server.setClockOffset(hourMs);
    await scene.connection.clock.sync();
    scene.server.faults.add({
      on: 'GET /api/v3/klines',
      times: 2,
      fault: { kind: 'rewrite', rewrite: (rows) => (rows as unknown[]).slice(0, -5) },
    });
    expect(await read(scene)).toEqual(first);
  });

  it('are those of the same currency', async () => {
    const scene = await open();
    await read(scene);
    const { series } = await read(scene, 'BTC');
    expect(asked(scene.server)).toBe(4);
    expect(series?.close.at(-1)).toBeLessThan(1);
  });
});

describe('a recommendation', () => {
  it('asks for the candles of two years once, and says when they have changed', async () => {
    const exchange = await createBinanceServer({
      ...{ factor: speed, historyDays: 800, startMs: halfPastTwelve },
    });
    server = exchange;
    const store = await createSqliteStore({ file: ':memory:' });
    const configured = configuredWith({
      ...{ 'venue.id': 'binance', 'venue.speed': speed, 'venue.baseUrl': exchange.url },
      ...{ 'portfolio.targets': { BTC: '50%', ETH: '50%' }, 'portfolio.holdings': undefined },
    });
    const look = async () => {
      const before = asked(exchange);
      const ground = { store, models: createModelStore('no-models'), secretOf: () => undefined };
      const { workspace } = await openVenue(configured, ground);
      const record = await propose(workspace, { proposer: 'system' });
      return { record, requests: asked(exchange) - before };
    };
    // At least 17,520 hours of two assets in pages of 1,000.
    const whole = (await look()).requests;
    expect(whole).toBeGreaterThanOrEqual(2 * 18);
    expect((await look()).requests).toBe(0);
    changeThePast(exchange, halfPastTwelve - 20.5 * hourMs);
    exchange.setClockOffset(2 * hourMs);
    const { record, requests } = await look();
    expect(requests).toBe(2 + whole);
    const { reasons, id } = record.recommendation;
    expect(reasons).toContainEqual(
      expect.objectContaining({ code: 'DATA_PAST_CHANGED', market: 'BTC/USDT' }),
    );
    expect(await replay(store, id)).toMatchObject({ same: true });
  });
});
