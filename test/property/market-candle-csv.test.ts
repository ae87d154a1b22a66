/** Properties of reading and writing candle files. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCandles, parseCandles } from '../../src/market/candle-csv.ts';
import { createFieldReader } from '../../src/market/candle-csv-fields.ts';
import { hourMs, start } from '../support/market-files.ts';

const read = (text: string): number =>
  createFieldReader(new TextEncoder().encode(`${text},`), 0).number();

const digits = (most: number) => fc.stringMatching(new RegExp(`^[0-9]{1,${most}}$`));
const decimalText = fc
  .tuple(
    fc.boolean(),
    digits(25),
    fc.option(digits(25)),
    fc.option(fc.integer({ min: -330, max: 300 })),
  )
  .map(([negative, whole, fraction, exponent]) => {
    const point = fraction === null ? '' : `.${fraction}`;
    return `${negative ? '-' : ''}${whole}${point}${exponent === null ? '' : `e${exponent}`}`;
  });

describe('numbers in a candle file', () => {
  it('equal Number(text) bit for bit, whatever their length and exponent', () => {
    fc.assert(
      fc.property(decimalText, (text) => {
        const expected = Number(text);
        expect(read(text)).toBe(Number.isFinite(expected) ? expected : Number.NaN);
      }),
      { numRuns: 3_000, seed: 1 },
    );
  });

  it('read back every double as it was written', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(read(String(value))).toBe(Number(String(value)));
      }),
      { numRuns: 3_000, seed: 2 },
    );
  });

  it('are refused when they are anything else', () => {
    const plain = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;
    fc.assert(
      fc.property(fc.stringMatching(/^[-+0-9.eExX_ ]{0,12}$/), (text) => {
        const expected = plain.test(text) ? Number(text) : Number.NaN;
        expect(read(text)).toBe(Number.isFinite(expected) ? expected : Number.NaN);
      }),
      { numRuns: 3_000, seed: 3 },
    );
  });
});

const price = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
const bar = fc.record({
  prices: fc.array(price, { minLength: 4, maxLength: 4 }),
  volume: fc.double({ min: 0, max: 1e12, noNaN: true }),
});

describe('a series', () => {
  it('is the same bits after writing and reading', () => {
    fc.assert(
      fc.property(fc.array(bar, { minLength: 2, maxLength: 20 }), (bars) => {
        const ordered = bars.map(({ prices }) => [...prices].sort((a, b) => a - b));
        const column = (place: number) =>
          Float64Array.from(ordered, (four) => four[place] as number);
        const series = {
          symbol: 'BTC',
          intervalMs: hourMs,
          openTime: Float64Array.from(bars, (_, index) => start + index * hourMs),
          open: column(1),
          high: column(3),
          low: column(0),
          close: column(2),
          volume: Float64Array.from(bars, ({ volume }) => volume),
        };
        const bytes = new TextEncoder().encode(formatCandles(series));
        expect(parseCandles({ symbol: 'BTC', file: 'BTC.csv', bytes }).candles).toEqual(series);
      }),
      { numRuns: 200, seed: 4 },
    );
  });

  it('never makes the reader throw, whatever the bytes', () => {
    const header = new TextEncoder().encode('timestamp_ms,open,high,low,close,volume\n');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (rubbish, headed) => {
        const bytes = headed ? Uint8Array.from([...header, ...rubbish]) : rubbish;
        const { unfit, issues } = parseCandles({ symbol: 'X', file: 'X.csv', bytes });
        expect(unfit).toBe(true);
        expect(issues.length).toBeGreaterThan(0);
      }),
      { numRuns: 500, seed: 5 },
    );
  });
});
