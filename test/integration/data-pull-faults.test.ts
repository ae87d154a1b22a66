/** A download of candles from an exchange that is in trouble, or does not have what is wanted. */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCandleHistory } from '../../src/adapters/ccxt/candle-history.ts';
import { kraken } from '../../src/adapters/ccxt/kraken.ts';
import { pullCandles } from '../../src/app/candles/pull-candles.ts';
import { hourMs } from '../../src/base/time.ts';
import { firstOfDecember, openPull, timesOf, wholeHours } from '../support/pulled-candles.ts';
import { type Routes, stubExchange } from '../support/stub-exchange.ts';

describe('an exchange that is in trouble', () => {
  it('is left alone for as long as it asks, and then asked again', async () => {
    const { exchange, pull, said, history } = await openPull();
    const from = history.now();
    exchange.faults.add({
      on: 'GET /api/v3/klines',
      fault: {
        ...{ kind: 'error', status: 429, code: -1003, message: 'Too much request weight used' },
        ...{ retryAfterSeconds: 5, applied: false },
      },
    });
    expect(await pull()).toMatchObject([{ addedBars: wholeHours }]);
    expect(history.now() - from).toBeGreaterThanOrEqual(5_000);
    expect(said[0]).toMatch(/^Binance wants to be left alone: going on in \d+ s$/);
  });

  it('is asked again after a short failure', async () => {
    const { exchange, pull, said, asked } = await openPull();
    exchange.faults.add({
      on: 'GET /api/v3/klines',
      fault: { kind: 'body', body: 'truncated', applied: false },
    });
    expect(await pull()).toMatchObject([{ addedBars: wholeHours }]);
    expect(asked()).toBe(2);
    expect(said[0]).toMatch(/^Binance answered GET .*; trying again in 1 s$/);
  });

  it('ends the pull when it stays so; what was read is there', async () => {
    const { exchange, pull, text } = await openPull({ speed: 20 });
    let pages = 0;
    const onProgress = (): void => {
      pages += 1;
      if (pages === 2) exchange.hand.setMaintenance(true);
    };
    await expect(pull({ interval: '15m', onProgress })).rejects.toThrow('Binance answered GET');
    expect(timesOf(text())).toHaveLength(2_000);
    exchange.hand.setMaintenance(false);
    expect(await pull({ interval: '15m' })).toMatchObject([
      { addedBars: 4 * wholeHours + 2 - 2_000 },
    ]);
  });

  it('does not mix its bars with those of another program', async () => {
    const { pull, directory } = await openPull();
    const onProgress = (): void => appendFileSync(join(directory, 'BTC.csv'), 'other');
    await expect(pull({ interval: '15m', onProgress })).rejects.toThrow(
      'BTC.csv was changed by another program: let one write to it',
    );
  });

  it('may be interrupted; what was read is there', async () => {
    const { pull, text } = await openPull();
    const stop = new AbortController();
    const stopped = pull({ interval: '15m', signal: stop.signal, onProgress: () => stop.abort() });
    await expect(stopped).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(timesOf(text())).toHaveLength(1_000);
  });

  it.each([
    ['an empty price', 4, null],
    ['a price that is no number', 2, 'n/a'],
  ])('is not believed %s', async (_, place, value) => {
    const { exchange, pull, directory } = await openPull();
    exchange.faults.add({
      on: 'GET /api/v3/klines',
      fault: {
        kind: 'rewrite',
        rewrite: (rows) => {
          const told = rows as unknown[][];
          (told[7] as unknown[])[place] = value;
          return told;
        },
      },
    });
    const [pulled] = await pull();
    expect(pulled?.refused[0]).toMatchObject({ code: expect.stringMatching(/^DATA_/), row: 8 });
    expect(() => readFileSync(join(directory, 'BTC.csv'))).toThrow('ENOENT');
  });
});

describe('what cannot be pulled', () => {
  it('is named, with what there is instead', async () => {
    const { pull } = await openPull();
    await expect(pull({ assets: ['BTC', 'DOGE'] })).rejects.toThrow(
      'Binance has no market DOGE/USDT',
    );
    await expect(pull({ assets: ['ETH'], quote: 'EUR' })).rejects.toThrow(
      'Binance has no market ETH/EUR; it has ETH against BTC, USDT',
    );
    await expect(pull({ interval: '7h' })).rejects.toThrow(
      /^--interval must be one of 1s, 1m, 3m, .* 1d at Binance, was 7h$/,
    );
  });

  it('is said of Kraken: no bar before its latest 720, whatever is asked', async () => {
    const noon = Date.UTC(2026, 0, 5, 12);
    const stub = await stubExchange(krakenRoutes(noon));
    const { directory, said } = await openPull();
    const attention = {
      signal: new AbortController().signal,
      say: (text: string) => void said.push(text),
    };
    const place = { venue: kraken, baseUrl: stub.url, speed: 10 };
    const history = await openCandleHistory({ ...place, ...attention });
    const pulled = await pullCandles(history, {
      ...{ assets: ['BTC'], quote: 'USDT', interval: '1h', from: firstOfDecember, to: null },
      ...{ directory, ...attention, onProgress: () => {} },
    });
    const latest = Date.UTC(2025, 11, 6, 12);
    expect(said).toEqual([
      'Kraken tells its latest 720 bars of 1h only: BTC/USDT before 2025-12-06 12:00 UTC must come from elsewhere, such as data import',
    ]);
    // The last of the 720 still runs.
    expect(pulled).toMatchObject([{ addedBars: 719, refused: [] }]);
    const lines = readFileSync(join(directory, 'BTC.csv'), 'utf8').split('\n');
    expect(lines[1]).toBe(`${latest + hourMs},30306,30400,30200,30350,1.5`);
    expect(stub.asked('GET /0/public/OHLC')).toHaveLength(1);
    stub.close();
  });
});

/** Its latest 720 hours; a bar is time, open, high, low, close, mean, volume, count. */
function krakenRoutes(now: number): Routes {
  const told = (result: unknown) => ({ error: [], result });
  const bars = Array.from({ length: 720 }, (_, place) => {
    const seconds = (now - (719 - place) * hourMs) / 1_000;
    return [seconds, '30306.0', '30400.0', '30200.0', '30350.0', '30305.7', '1.50', 23];
  });
  const pair = {
    ...{ altname: 'XBTUSDT', wsname: 'XBT/USDT', base: 'XXBT', quote: 'USDT' },
    ...{ pair_decimals: 1, lot_decimals: 8, cost_decimals: 5, tick_size: '0.1' },
    ...{ ordermin: '0.00005', costmin: '0.5', status: 'online', fees: [[0, 0.4]] },
    ...{ fees_maker: [[0, 0.25]], leverage_buy: [], leverage_sell: [] },
  };
  return {
    'GET /0/public/Time': () => told({ unixtime: now / 1_000, rfc1123: '' }),
    'GET /0/public/Assets': told({
      XXBT: { aclass: 'currency', altname: 'XBT', decimals: 10, status: 'enabled' },
      USDT: { aclass: 'currency', altname: 'USDT', decimals: 8, status: 'enabled' },
    }),
    'GET /0/public/AssetPairs': told({ XBTUSDT: pair }),
    'GET /0/public/OHLC': told({ XBTUSDT: bars, last: now / 1_000 - 3_600 }),
  };
}
