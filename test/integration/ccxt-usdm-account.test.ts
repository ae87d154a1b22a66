/** An account at a server that speaks Binance USD-M futures: how it must be set up, what its key may do, funding, market data. */
import { afterEach, describe, expect, it } from 'vitest';
import { createCcxtBroker } from '../../src/adapters/ccxt/ccxt-broker.ts';
import { createCcxtMarketData } from '../../src/adapters/ccxt/ccxt-market-data.ts';
import { connect } from '../../src/adapters/ccxt/connection.ts';
import { openExchange } from '../../src/adapters/ccxt/open-exchange.ts';
import { ccxtVenues } from '../../src/adapters/ccxt/venues.ts';
import { subtract } from '../../src/base/decimal.ts';
import { hourMs } from '../../src/base/time.ts';
import type { UsdmServer } from '../support/binance-usdm/server.ts';
import { ethShort, openUsdm, trade, traded, type UsdmScene } from '../support/ccxt-usdm.ts';

let scene: UsdmScene | undefined;

async function open(options: Parameters<typeof openUsdm>[0] = {}): Promise<UsdmScene> {
  scene = await openUsdm({ speed: 5, ...options });
  return scene;
}

afterEach(async () => {
  await scene?.server.close();
  scene = undefined;
});

function openedLive({ server }: UsdmScene) {
  return openExchange({
    ...{ venue: ccxtVenues.binanceusdm, mode: 'live', baseUrl: server.url, speed: 5, ...traded },
    ...{ direct: null, allowed: null, acceptUnknownKeyRights: false },
    archive: { latest: async () => undefined },
    secretOf: (name) =>
      name === 'BALLAST_BINANCEUSDM_API_KEY'
        ? server.key.apiKey
        : name === 'BALLAST_BINANCEUSDM_API_SECRET'
          ? server.key.secret
          : undefined,
  });
}

describe('an account', () => {
  it('is opened with its own fees, against the quote only', async () => {
    const opened = await openedLive(await open());
    expect(opened.live?.fees).toEqual({ takerFeeBps: 5, makerFeeBps: 2 });
    expect(opened.direct).toEqual([]);
    expect(opened.live?.broker.account).toMatch(/^binanceusdm:/);
    expect((await opened.live?.broker.holdings())?.total).toEqual({ USDT: '10000' });
  });

  it.each<[string, (server: UsdmServer) => void, string]>([
    ['in hedge mode', ({ setModes }) => setModes({ isHedged: true }), 'choose one-way mode'],
    [
      'that lends on several assets',
      ({ setModes }) => setModes({ lendsOnSeveral: true }),
      'choose single-asset mode',
    ],
    [
      'on isolated margin',
      ({ setContract }) => setContract('ETHUSDT', { isIsolated: true }),
      'ETH/USDT is on isolated margin: choose cross margin',
    ],
    [
      'with a wallet that looks like a position',
      ({ hand }) => hand.deposit('ETH', '0.25'),
      'its wallet holds 0.25 ETH, which cannot be told from a position in ETH',
    ],
  ])('%s is refused, and told how to be changed', async (_, change, text) => {
    const usdm = await open();
    change(usdm.server);
    await expect(openedLive(usdm)).rejects.toThrow(
      expect.objectContaining({ name: 'ConfigError', message: expect.stringContaining(text) }),
    );
    // Nor is it traded when it was changed meanwhile.
    await expect(usdm.broker.holdings()).rejects.toMatchObject({
      ...{ kind: 'unavailable', message: expect.stringContaining(text) },
    });
  });

  it('in hedge mode takes no order', async () => {
    const { broker, order, server } = await open();
    server.setModes({ isHedged: true });
    expect(await broker.submit(order())).toMatchObject({
      ...{ kind: 'rejected', cause: expect.stringContaining('-4061') },
    });
  });

  it.each([
    ['may withdraw', { enableWithdrawals: true }, 'may withdraw'],
    ['may not trade futures', { enableFutures: false }, 'may not trade'],
  ])('is not opened with a key that %s', async (_, permissions, text) => {
    const usdm = await open({ permissions });
    await expect(openedLive(usdm)).rejects.toThrow(text);
  });
});

describe('a key', () => {
  it('is in no message, whether it is taken or not', async () => {
    const { server, order } = await open();
    const secret = 'GrepForTheSecretOfThisAccount'.padEnd(64, 's');
    const credentials = { apiKey: server.key.apiKey, secret };
    const venue = ccxtVenues.binanceusdm;
    const connection = await connect({ venue, baseUrl: server.url, speed: 5, credentials });
    const broker = createCcxtBroker({ connection, account: 'wrong', traded });
    const said = [
      await broker.holdings().catch(String),
      await broker.openOrders().catch(String),
      JSON.stringify(await broker.submit(order())),
    ].join();
    expect(said).toContain('-1022');
    for (const text of [server.key.apiKey, secret, 'signature=']) expect(said).not.toContain(text);
  });
});

describe('funding', () => {
  it('is told for a day by the hours between payments, and changes the wallet alone', async () => {
    const usdm = await open({ startMs: Date.UTC(2026, 0, 5, 15, 59) });
    const { server, connection, broker } = usdm;
    const market = createCcxtMarketData({ connection, quote: 'USDT', direct: [] });
    server.setContract('ETHUSDT', { fundingRate: '-0.00025' });
    // Every eight hours, and SOL every four.
    expect(await market.fundingPerDay?.(['BTC', 'ETH', 'SOL'])).toEqual({
      ...{ BTC: expect.closeTo(0.0003, 12), ETH: expect.closeTo(-0.00075, 12) },
      SOL: expect.closeTo(0.0006, 12),
    });
    await trade(usdm, { quantity: '0.01' });
    await trade(usdm, ethShort);
    const { total } = await broker.holdings();
    server.setClockOffset(hourMs / 2);
    const after = (await broker.holdings()).total;
    // The long of 600 pays 1 bp, the short of 1,500 pays 2.5 bp, for the rate is below zero.
    expect(subtract(total.USDT ?? '0', after.USDT ?? '0')).toBe('0.435');
    expect({ ...after, USDT: total.USDT }).toEqual(total);
  });
});

describe('the market data of perpetuals', () => {
  it('goes by the names of spot: assets, candles, rules and books', async () => {
    const { connection } = await open();
    const market = createCcxtMarketData({ connection, quote: 'USDT', direct: [] });
    expect(market.source).toBe('ccxt:binanceusdm:USDT');
    expect(await market.symbols()).toEqual(['BNB', 'BTC', 'ETH', 'SOL', 'XRP']);
    const { series, unfit } = await market.candles(['BTC', 'ETH'], connection.clock.now());
    expect(series.map(({ symbol }) => symbol)).toEqual(['BTC', 'ETH']);
    expect(unfit).toBe(false);
    const { rules } = await market.rules(['BTC'], 'USDT', []);
    expect(rules).toEqual([
      {
        ...{ market: 'BTC/USDT', base: 'BTC', quote: 'USDT' },
        ...{ stepSize: '0.001', tickSize: '0.1', minNotional: '100' },
      },
    ]);
    const book = await market.book('BTC/USDT', connection.clock.now());
    expect(book?.bids[0]?.price).toBe(59_994);
    expect(await market.book('BTC/USDC', connection.clock.now())).toBeUndefined();
  });
});
