/** What the names of candle files say. */
import { describe, expect, it } from 'vitest';
import { nameOfCandles } from '../../src/market/candle-name.ts';

const hour = 3_600_000;
const named = (text: string, intervalMs: number) => ({
  symbol: 'BTC',
  quote: 'USDT',
  interval: { text, intervalMs },
});

describe('the name of a candle file', () => {
  it.each([
    ['BTC.csv', { symbol: 'BTC' }],
    ['BTC-1h.csv', { symbol: 'BTC-1h' }],
    ['BTC.parquet', { symbol: 'BTC' }],
    ['BRK-B.parquet', { symbol: 'BRK-B' }],
    ['BTC.feather', { symbol: 'BTC' }],
    ['BTC_USDT.parquet', { symbol: 'BTC', quote: 'USDT' }],
    ['BTC_USDT-1h.feather', named('1h', hour)],
    ['BTC_USDT-5m.parquet', named('5m', hour / 12)],
    ['BTC_USDT-1s.json', named('1s', 1_000)],
    ['BTC_USDT-1d.json.gz', named('1d', 24 * hour)],
    ['BTC_USDT-2w.json', named('2w', 14 * 24 * hour)],
    [
      '1INCH_BTC-4h.feather',
      { symbol: '1INCH', quote: 'BTC', interval: { text: '4h', intervalMs: 4 * hour } },
    ],
  ])('%s is understood', (file, name) => {
    expect(nameOfCandles(file)).toEqual(name);
  });

  it.each([
    'BTC_USDT_USDT-1h-futures.feather',
    'BTC_USDT_USDT-8h-funding_rate.feather',
    'BTC_USDT-1h-mark.parquet',
    'BTC_USDT-1Mo.feather',
    'BTC_USDT-h.feather',
    'BTC-1h.parquet',
    'btc_usdt-1h.feather',
  ])('%s is unclear', (file) => {
    expect(nameOfCandles(file)).toBe('unclear');
  });

  it.each([
    'rules.json',
    'config.json.gz',
    'notes.txt',
    'BTC_USDT-trades.feather',
    'BTC_USDT-trades.json.gz',
    '.BTC.csv',
    '._BTC_USDT-1h.feather',
    '.parquet',
    'parquet',
    'BTC.csv.gz',
  ])('%s is none of a candle file', (file) => {
    expect(nameOfCandles(file)).toBeUndefined();
  });
});
