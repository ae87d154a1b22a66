/** Market data from a folder of candle files. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFileMarketData } from '../../src/adapters/files/file-market-data.ts';
import { midPrice, walk } from '../../src/market/order-book.ts';
import {
  csv,
  dayMs,
  emptyFolder,
  flatRow,
  folderWith,
  hourly,
  hourMs,
  start,
} from '../support/market-files.ts';

/** Opens 100, 101, …; each bar closes 0.5 above its open. */
const rising = (count: number, price = 100): string =>
  csv(
    ...Array.from({ length: count }, (_, bar) => {
      const open = price + bar;
      return `${start + bar * hourMs},${open},${open + 1},${open},${open + 0.5},1000`;
    }),
  );

const marketOf = async (files: Record<string, string>) =>
  createFileMarketData({ directory: await folderWith(files) });

describe('candles of a folder', () => {
  it('come in the order asked, closed by the time only', async () => {
    const market = await marketOf({ 'BTC.csv': rising(5), 'ETH.csv': rising(5, 10) });
    const until = start + 2 * hourMs;
    const { series, issues, unfit } = await market.candles(['ETH', 'BTC'], until);
    expect({ issues, unfit }).toEqual({ issues: [], unfit: false });
    expect(series.map(({ symbol, close }) => [symbol, ...close])).toEqual([
      ['ETH', 10.5, 11.5],
      ['BTC', 100.5, 101.5],
    ]);
    const justBefore = await market.candles(['BTC'], until - 1);
    expect(justBefore.series[0]?.openTime.length).toBe(1);
  });

  it('say nothing of gaps and outliers that lie ahead', async () => {
    const rows = [0, 1, 2, 5].map((bar) => flatRow(start + bar * hourMs));
    const market = await marketOf({ 'BTC.csv': csv(...rows) });
    expect((await market.candles(['BTC'], start + 3 * hourMs)).issues).toEqual([]);
    const later = await market.candles(['BTC'], start + 6 * hourMs);
    expect(later.issues.map(({ code }) => code)).toEqual(['DATA_GAP']);
    expect(later.unfit).toBe(false);
  });

  it('are unfit when a series is missing, broken, not begun or stale, which stands before notes', async () => {
    const directory = await folderWith({
      'BTC.csv': csv(...[0, 1, 4].map((bar) => flatRow(start + bar * hourMs))),
      'ETH.csv': hourly(3).replace('100', 'abc'),
      'LATE.csv': csv(flatRow(start + dayMs), flatRow(start + dayMs + hourMs)),
    });
    await mkdir(join(directory, 'DIR.csv'));
    const market = createFileMarketData({ directory });
    const symbols = ['BTC', 'ETH', 'SOL', 'LATE', 'DIR', '../BTC'];
    const { issues, unfit, series } = await market.candles(symbols, start + 9 * hourMs);
    expect(unfit).toBe(true);
    expect(series.map(({ symbol }) => symbol)).toEqual(['BTC']);
    expect(issues.map(({ code, symbol, file }) => `${code} ${symbol ?? file}`)).toEqual([
      'DATA_STALE BTC',
      'DATA_ROW ETH.csv',
      'DATA_MISSING SOL',
      'DATA_MISSING LATE',
      'DATA_UNREADABLE DIR.csv',
      'DATA_MISSING ../BTC',
      'DATA_GAP BTC.csv',
    ]);
  });

  it('are unfit when the intervals differ', async () => {
    const daily = csv(...[0, 1, 2].map((day) => flatRow(start + day * dayMs)));
    const market = await marketOf({ 'BTC.csv': daily, 'ETH.csv': hourly(72) });
    const { issues, unfit } = await market.candles(['BTC', 'ETH'], start + 3 * dayMs);
    expect(unfit).toBe(true);
    expect(issues).toEqual([
      {
        code: 'DATA_INTERVALS_DIFFER',
        symbol: 'ETH',
        interval: '1 h',
        other: 'BTC',
        otherInterval: '1 d',
      },
    ]);
  });

  it('are missing in a folder that is not there', async () => {
    const market = createFileMarketData({ directory: join(await emptyFolder(), 'nowhere') });
    expect(await market.candles(['BTC'], start)).toEqual({
      series: [],
      issues: [{ code: 'DATA_MISSING', symbol: 'BTC' }],
      unfit: true,
    });
  });
});

describe('trading rules of a folder', () => {
  it('are assumed without a rules file: 8 decimals, no minimum', async () => {
    const market = await marketOf({ 'BTC.csv': rising(3) });
    expect(await market.rules(['BTC'], 'USDT', ['ETH/BTC'])).toEqual({
      assumed: true,
      rules: [
        {
          market: 'BTC/USDT',
          base: 'BTC',
          quote: 'USDT',
          stepSize: '0.00000001',
          tickSize: '0.00000001',
          minNotional: '0',
        },
        {
          market: 'ETH/BTC',
          base: 'ETH',
          quote: 'BTC',
          stepSize: '0.00000001',
          tickSize: '0.00000001',
          minNotional: '0',
        },
      ],
    });
  });

  it('come from rules.json, and count as assumed while one of them is', async () => {
    const entry = { market: 'BTC/USDT', stepSize: '0.001', tickSize: '0.01', minNotional: '10' };
    const market = await marketOf({ 'rules.json': JSON.stringify([entry]) });
    expect(await market.rules(['BTC'], 'USDT', [])).toEqual({
      assumed: false,
      rules: [{ ...entry, base: 'BTC', quote: 'USDT' }],
    });
    expect((await market.rules(['BTC', 'ETH'], 'USDT', [])).assumed).toBe(true);
  });

  it.each([
    ['not JSON', '[{', /rules\.json: it was not JSON/],
    ['no list', '{}', /rules\.json: .*array/],
    [
      'a number for a decimal',
      '[{"market":"A/B","stepSize":1,"tickSize":"1","minNotional":"1"}]',
      /0\.stepSize/,
    ],
    [
      'a step of zero',
      '[{"market":"A/B","stepSize":"0","tickSize":"1","minNotional":"1"}]',
      /0\.stepSize: must be positive/,
    ],
    [
      'an unknown key',
      '[{"market":"A/B","stepSize":"1","tickSize":"1","minNotional":"1","lot":1}]',
      /0.*lot/,
    ],
    [
      'a market without quote',
      '[{"market":"AB","stepSize":"1","tickSize":"1","minNotional":"1"}]',
      /0\.market/,
    ],
  ])('are refused with their place: %s', async (_, text, message) => {
    const market = await marketOf({ 'rules.json': text });
    await expect(market.rules(['A'], 'B', [])).rejects.toThrow(message);
  });
});

describe('books of a folder', () => {
  const files = { 'BTC.csv': rising(3), 'ETH.csv': rising(3, 10) };

  it('stand around the first open at or after the time', async () => {
    const market = await marketOf(files);
    const at = start + hourMs;
    const [exact, before, after] = await Promise.all(
      [at, at - 1, at + 1].map((time) => market.book('BTC/USDT', time)),
    );
    expect([exact, before, after].map((book) => book && midPrice(book))).toEqual([101, 101, 102]);
    expect(await market.nextOpen('BTC', at + 1)).toEqual({ at: start + 2 * hourMs, price: 102 });
  });

  it('stand around the last close when no bar is left', async () => {
    const market = await marketOf(files);
    const book = await market.book('BTC/USDT', start + 10 * hourMs);
    expect(book && midPrice(book)).toBe(102.5);
    expect(book?.asOf).toBe(start + 10 * hourMs);
    expect(await market.nextOpen('BTC', start + 10 * hourMs)).toBeUndefined();
  });

  it('of a direct market stand around the ratio', async () => {
    const market = await marketOf(files);
    const book = await market.book('ETH/BTC', start);
    expect(book && midPrice(book)).toBeCloseTo(0.1, 9);
  });

  it('cost more on average the larger the order, and run out', async () => {
    const market = await marketOf(files);
    const book = await market.book('BTC/USDT', start + hourMs);
    if (book === undefined) throw new Error('there must be a book');
    const costBps = (quantity: number): number => {
      const taken = walk(book, { side: 'buy', quantity, limitPrice: Number.POSITIVE_INFINITY });
      return (taken.notional / taken.filled / 101 - 1) * 1e4;
    };
    expect(costBps(1)).toBeCloseTo(2, 6);
    expect(costBps(200)).toBeGreaterThan(costBps(50));
    const all = walk(book, { side: 'buy', quantity: 1e9, limitPrice: Number.POSITIVE_INFINITY });
    expect(all.filled).toBeLessThan(1e9);
  });

  it('do not exist for assets without candles', async () => {
    const market = await marketOf(files);
    expect(await market.book('SOL/USDT', start)).toBeUndefined();
    expect(await market.book('BTC/USDT', start - hourMs)).toBeDefined();
  });
});

const recorded = '../shared/data/crypto-hourly';
const why = existsSync(recorded) ? '' : ` (skipped: ${recorded} is not here)`;

describe.skipIf(why !== '')(`recorded candles${why}`, () => {
  it('are fit, with their outages noted', async () => {
    const market = createFileMarketData({ directory: recorded });
    const symbols = ['BTC', 'ETH', 'BNB', 'XRP', 'LTC', 'LINK'];
    const answer = await market.candles(symbols, Date.UTC(2023, 5, 1));
    expect(answer.unfit).toBe(false);
    expect(answer.series.map(({ symbol }) => symbol)).toEqual(symbols);
    expect(
      answer.series.every(({ openTime }) => openTime.at(-1) === Date.UTC(2023, 4, 31, 23)),
    ).toBe(true);
    expect(answer.issues.some(({ code }) => code === 'DATA_GAP')).toBe(true);
  });
});
