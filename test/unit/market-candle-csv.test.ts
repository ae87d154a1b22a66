/** Reading candle files: what is accepted, and how each fault is named. */
import { describe, expect, it } from 'vitest';
import { sentenceOf } from '../../src/base/reasons.ts';
import { formatCandles, parseCandles } from '../../src/market/candle-csv.ts';
import { csv, dayMs, flatRow, hourly, hourMs, start } from '../support/market-files.ts';

const parse = (text: string) =>
  parseCandles({ symbol: 'BTC', file: 'BTC.csv', bytes: new TextEncoder().encode(text) });

/** The code of each issue with its line, as in `DATA_ROW:3`. */
const named = (text: string) => parse(text).issues.map((issue) => `${issue.code}:${issue.line}`);

const row = (bar: number, rest: string): string => `${start + bar * hourMs},${rest}`;

describe('a fit candle file', () => {
  const text = csv(row(0, '100,110,90,105,3.5'), row(1, '105,106,104,104.25,0'));

  it('becomes columns stamped at the open, with the interval of its bars', () => {
    const { candles, issues, unfit } = parse(text);
    expect(unfit).toBe(false);
    expect(issues).toEqual([]);
    expect(candles).toEqual({
      symbol: 'BTC',
      intervalMs: hourMs,
      openTime: Float64Array.of(start, start + hourMs),
      open: Float64Array.of(100, 105),
      high: Float64Array.of(110, 106),
      low: Float64Array.of(90, 104),
      close: Float64Array.of(105, 104.25),
      volume: Float64Array.of(3.5, 0),
    });
  });

  it.each([
    ['CR LF', text.replaceAll('\n', '\r\n')],
    ['no newline at the end', text.trimEnd()],
    ['blank lines at the end', `${text}\r\n\n`],
    ['a byte order mark', `\uFEFF${text}`],
  ])('may have %s', (_, variant) => {
    expect(parse(variant)).toEqual(parse(text));
  });

  it('is written back as it was', () => {
    const { candles } = parse(text);
    expect(candles && formatCandles(candles)).toBe(text);
  });

  it('is written without exponents', () => {
    const { candles } = parse(csv(row(0, '1e-7,1e-7,1e-7,1e-7,2.5e21'), row(1, '1,1,1,1,1')));
    expect(candles && formatCandles(candles).split('\n')[1]).toBe(
      `${start},0.0000001,0.0000001,0.0000001,0.0000001,2500000000000000000000`,
    );
  });

  it('takes the most common step for its interval, not the first', () => {
    const times = [0, 3, 4, 5, 6].map((bar) => flatRow(start + bar * hourMs));
    expect(parse(csv(...times)).candles?.intervalMs).toBe(hourMs);
  });

  it('notes gaps and large moves and stays fit', () => {
    const { issues, unfit } = parse(
      csv(
        flatRow(start),
        flatRow(start + hourMs, 160),
        flatRow(start + 2 * hourMs, 160),
        flatRow(start + 5 * hourMs, 10),
      ),
    );
    expect(unfit).toBe(false);
    expect(issues).toEqual([
      { code: 'DATA_OUTLIER', file: 'BTC.csv', line: 3, movePct: 60 },
      {
        code: 'DATA_GAP',
        file: 'BTC.csv',
        line: 5,
        missing: 2,
        value: '1672635600000 (2023-01-02T05:00Z)',
      },
    ]);
  });
});

describe('an unfit candle file', () => {
  it.each([
    ['an empty file', ''],
    ['another header', hourly(3).replace('timestamp_ms', 'time')],
    ['another order of columns', hourly(3).replace('open,high', 'high,open')],
    ['a header with quotes', hourly(3).replace('open', '"open"')],
    ['no header', hourly(3).split('\n').slice(1).join('\n')],
    ['old Mac line ends', hourly(3).replaceAll('\n', '\r')],
  ])('is refused at its first line: %s', (_, text) => {
    expect(named(text)).toEqual(['DATA_HEADER:1']);
    expect(parse(text).candles).toBeUndefined();
  });

  it.each([
    ['a missing field', '100,110,90,105', 'volume', ''],
    ['an empty field', '100,,90,105,1', 'high', ''],
    ['not a number', '100,110,NaN,105,1', 'low', 'NaN'],
    ['infinity', '100,Infinity,90,105,1', 'high', 'Infinity'],
    ['an overflow', '100,1e400,90,105,1', 'high', '1e400'],
    ['hexadecimal', '0x64,110,90,105,1', 'open', '0x64'],
    ['quotes', '100,"110",90,105,1', 'high', '"110"'],
    ['a thousands separator', '100,110,90,105,1_000', 'volume', '1_000'],
    ['spaces', '100, 110,90,105,1', 'high', ' 110'],
    ['a bare point', '100,110.,90,105,1', 'high', '110.'],
    ['a word', '100,110,90,n/a,1', 'close', 'n/a'],
  ])('names file, line, field and value: %s', (_, rest, field, value) => {
    expect(parse(csv(flatRow(start), row(1, rest), flatRow(start + 2 * hourMs))).issues).toEqual([
      { code: 'DATA_ROW', file: 'BTC.csv', line: 3, field, value, wanted: 'a number' },
    ]);
  });

  it('names a superfluous field', () => {
    const [issue] = parse(csv(flatRow(start), row(1, '1,1,1,1,1,7,8'))).issues;
    expect(issue && sentenceOf(issue)).toBe(
      'BTC.csv: line 3: field 7 was "7,8", it must be absent',
    );
  });

  it('names a blank line between rows', () => {
    expect(named(csv(flatRow(start), '', flatRow(start + hourMs)))).toEqual(['DATA_ROW:3']);
  });

  it('keeps control characters of a file out of messages', () => {
    const [issue] = parse(csv(row(0, '1,\u001b[31m,1,1,1'))).issues;
    expect(issue?.value).toBe('?[31m');
  });

  it.each([
    ['a price of zero', '0,110,90,105,1', 'open', 0],
    ['a negative price', '100,110,-90,105,1', 'low', -90],
    ['a negative volume', '100,110,90,105,-1', 'volume', -1],
  ])('names %s', (_, rest, field, value) => {
    expect(parse(csv(row(0, rest), flatRow(start + hourMs))).issues).toEqual([
      { code: 'DATA_NOT_POSITIVE', file: 'BTC.csv', line: 2, field, value },
    ]);
  });

  it.each([
    ['a high below the low', '100,90,110,100,1', 'high', 90],
    ['an open above the high', '120,110,90,105,1', 'open', 120],
    ['a close below the low', '100,110,90,80,1', 'close', 80],
  ])('names %s', (_, rest, field, value) => {
    expect(parse(csv(row(0, rest), flatRow(start + hourMs))).issues).toEqual([
      { code: 'DATA_OHLC', file: 'BTC.csv', line: 2, field, value },
    ]);
  });

  it.each([
    ['seconds', start / 1e3, 'which looks like seconds; milliseconds are wanted'],
    ['microseconds', start * 1e3, 'which is too large for milliseconds; are these microseconds?'],
    ['a fraction', start + 0.5, 'it must be whole milliseconds'],
    ['zero', 0, 'which is before 1973'],
  ])('names time stamps in %s', (_, time, cause) => {
    expect(parse(csv(flatRow(time), flatRow(start))).issues).toEqual([
      { code: 'DATA_TIME', file: 'BTC.csv', line: 2, value: time, cause },
    ]);
  });

  it('names duplicates and rows out of order', () => {
    const times = [0, 1, 1, 3, 2, 4];
    expect(named(csv(...times.map((bar) => flatRow(start + bar * hourMs))))).toEqual([
      'DATA_DUPLICATE:4',
      'DATA_NOT_MONOTONIC:6',
    ]);
  });

  it('names a bar beside the grid of the others, also when it is the first', () => {
    const later = [1, 2, 3, 4].map((bar) => flatRow(start + bar * hourMs));
    expect(named(csv(flatRow(start + 1), ...later))).toEqual(['DATA_INTERVAL_MIXED:2']);
    const [issue] = parse(csv(...later, flatRow(start + 4.5 * hourMs))).issues;
    expect(issue && sentenceOf(issue)).toBe(
      'BTC.csv: line 6: the bar 1672633800000 (2023-01-02T04:30Z) does not lie on the grid of 1 h of the bars before it',
    );
  });

  it('names daily bars behind hourly ones, which are no gaps', () => {
    const bars = Array.from({ length: 24 }, (_, bar) => flatRow(start + bar * hourMs));
    const days = Array.from({ length: 6 }, (_, day) => flatRow(start + (day + 1) * dayMs));
    expect(named(csv(...bars, ...days))).toEqual(['DATA_INTERVAL_MIXED:31']);
  });

  it('needs two bars to tell the interval', () => {
    expect(parse(hourly(1)).issues).toEqual([
      { code: 'DATA_FEW_ROWS', file: 'BTC.csv', rows: 1, needed: 2 },
    ]);
    expect(parse(hourly(0)).issues[0]?.code).toBe('DATA_FEW_ROWS');
  });

  it('lists the first twenty faults and counts the rest', () => {
    const { issues } = parse(csv(...Array.from({ length: 50 }, (_, bar) => row(bar, 'x,1,1,1,1'))));
    expect(issues).toHaveLength(21);
    expect(issues[19]?.line).toBe(21);
    expect(issues[20]).toEqual({ code: 'DATA_MORE', file: 'BTC.csv', count: 30 });
  });
});
