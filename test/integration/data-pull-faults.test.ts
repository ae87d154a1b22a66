/** A download of candles from an exchange that is in trouble, or does not have what is wanted. */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kraken } from '../../src/adapters/ccxt/kraken.ts';
import { pullCandles } from '../../src/app/pull-candles.ts';
import { firstOfDecember, openPull, timesOf, wholeHours } from '../support/pulled-candles.ts';

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

  it('is said of Kraken: no bar before its latest 720', async () => {
    const { history, said, directory } = await openPull();
    const { mostBars } = kraken.candles;
    await pullCandles(
      { ...history, venue: 'Kraken', mostBars },
      {
        ...{ assets: ['BTC'], quote: 'USDT', interval: '1h', to: null, onProgress: () => {} },
        ...{ from: firstOfDecember, directory },
        ...{ signal: new AbortController().signal, say: (text) => void said.push(text) },
      },
    );
    expect(said).toEqual([
      'Kraken tells its latest 720 bars of 1h only: BTC/USDT before 2025-12-06 12:30 UTC must come from elsewhere, such as data import',
    ]);
  });
});
