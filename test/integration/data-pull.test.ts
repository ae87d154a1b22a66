/** Candles downloaded from an exchange: in pages, again from where they ended, and nothing changed that is there. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hourMs } from '../../src/base/time.ts';
import { firstOfDecember, openPull, timesOf, wholeHours } from '../support/pulled-candles.ts';

describe('candles that are pulled', () => {
  it('are one file for each asset: all bars that have closed, stamped at their open', async () => {
    const { pull, text, directory } = await openPull();
    const pulled = await pull({ assets: ['BTC', 'ETH'] });
    expect(pulled).toEqual([
      { symbol: 'BTC', market: 'BTC/USDT', addedBars: wholeHours, refused: [] },
      { symbol: 'ETH', market: 'ETH/USDT', addedBars: wholeHours, refused: [] },
    ]);
    expect(text().split('\n')[0]).toBe('timestamp_ms,open,high,low,close,volume');
    const times = timesOf(text());
    expect(times[0]).toBe(firstOfDecember);
    expect(times.at(-1)).toBe(Date.UTC(2026, 0, 5, 11));
    expect(new Set(times).size).toBe(wholeHours);
    const origin = readFileSync(join(directory, 'source.txt'), 'utf8');
    expect(origin).toBe('Binance, spot markets against USDT, 1h\n');
  });

  it('come in as many pages as they need', async () => {
    const { pull, text, asked } = await openPull();
    const shares: number[] = [];
    await pull({ interval: '15m', onProgress: ({ share }) => void shares.push(share) });
    expect(timesOf(text())).toHaveLength(4 * wholeHours + 2);
    // 3,410 bars in pages of 1,000.
    expect(asked()).toBe(4);
    expect(shares).toHaveLength(4);
    expect(shares.at(-1)).toBe(1);
  });

  it('end where they are told to, before a bar that closes later', async () => {
    const { pull, text } = await openPull();
    await pull({ to: firstOfDecember + 48.5 * hourMs });
    expect(timesOf(text()).at(-1)).toBe(firstOfDecember + 47 * hourMs);
  });

  it('are as the exchange tells them where it has none: a gap stays a gap', async () => {
    const { exchange, pull, text } = await openPull();
    exchange.faults.add({
      on: 'GET /api/v3/klines',
      fault: {
        kind: 'rewrite',
        rewrite: (rows) => (rows as unknown[]).filter((_, row) => row < 100 || row > 104),
      },
    });
    await pull();
    const times = timesOf(text());
    expect(times).toHaveLength(wholeHours - 5);
    expect((times[100] as number) - (times[99] as number)).toBe(6 * hourMs);
  });
});

describe('a second pull', () => {
  it('asks only for what is new, and compares the end of the file', async () => {
    const { pull, text, asked } = await openPull();
    await pull({ interval: '15m', to: Date.UTC(2026, 0, 5) });
    const [before, requests] = [text(), asked()];
    expect(await pull({ interval: '15m', from: null })).toMatchObject([{ addedBars: 50 }]);
    expect(asked() - requests).toBe(1);
    expect(text().startsWith(before)).toBe(true);
    expect(timesOf(text())).toHaveLength(4 * wholeHours + 2);
  });

  it('changes nothing where there is nothing new', async () => {
    const { pull, text } = await openPull();
    await pull();
    const before = text();
    expect(await pull()).toMatchObject([{ addedBars: 0, refused: [] }]);
    expect(text()).toBe(before);
  });

  it('puts an earlier beginning in front', async () => {
    const { pull, text } = await openPull();
    await pull();
    const before = timesOf(text());
    const earlier = firstOfDecember - 240 * hourMs;
    expect(await pull({ from: earlier })).toMatchObject([{ addedBars: 240 }]);
    const times = timesOf(text());
    expect(times[0]).toBe(earlier);
    expect(times.slice(240)).toEqual(before);
  });

  it('goes on after a line that was torn when the run before was killed', async () => {
    const { pull, text, directory } = await openPull();
    await pull();
    const whole = text();
    await pull({ assets: ['ETH'], to: firstOfDecember + 50 * hourMs });
    writeFileSync(join(directory, 'BTC.csv'), whole.slice(0, whole.length / 2));
    const [{ addedBars = 0 } = {}] = await pull();
    expect(addedBars).toBeGreaterThan(wholeHours / 2 - 10);
    expect(text()).toBe(whole);
    writeFileSync(join(directory, 'BTC.csv'), whole.slice(0, 50));
    await pull();
    expect(text()).toBe(whole);
  });

  it('fills gaps near the end that the exchange has filled since', async () => {
    const { pull, text, directory } = await openPull();
    await pull();
    const whole = text();
    const lines = whole.split('\n');
    writeFileSync(
      join(directory, 'BTC.csv'),
      [...lines.slice(0, -20), ...lines.slice(-10)].join('\n'),
    );
    expect(await pull()).toMatchObject([{ addedBars: 10, refused: [] }]);
    expect(text()).toBe(whole);
  });

  it('puts a last bar right that had still been running, and says so', async () => {
    const { pull, text, directory, said } = await openPull();
    await pull();
    const whole = text();
    const lines = whole.trimEnd().split('\n');
    const last = (lines.at(-1) as string).replace(/,[^,]*$/, ',0.5');
    writeFileSync(join(directory, 'BTC.csv'), `${[...lines.slice(0, -1), last].join('\n')}\n`);
    expect(await pull()).toMatchObject([{ addedBars: 0, refused: [] }]);
    expect(text()).toBe(whole);
    expect(said).toEqual([
      expect.stringMatching(/^BTC\.csv: the last bar \d+ .* had not been final/),
    ]);
  });

  it('refuses a past that has changed and leaves the file alone: DATA_CONFLICT', async () => {
    const { pull, text, directory } = await openPull();
    await pull();
    const lines = text().split('\n');
    lines[lines.length - 30] = (lines.at(-30) as string).replace(/,[^,]*$/, ',0.5');
    const other = `${lines.slice(0, -10).join('\n')}\n`;
    writeFileSync(join(directory, 'BTC.csv'), other);
    const [pulled] = await pull();
    expect(pulled?.refused).toMatchObject([
      { code: 'DATA_CONFLICT', file: 'BTC.csv', field: 'volume', kept: 0.5 },
    ]);
    expect(text()).toBe(other);
  });

  it('refuses a file that is unfit, and one of another interval', async () => {
    const { pull, directory, text } = await openPull();
    await pull();
    await expect(pull({ interval: '4h' })).rejects.toThrow(
      'BTC.csv has bars of 1 h, --interval was 4h: give it a folder of its own with --out',
    );
    appendFileSync(join(directory, 'BTC.csv'), 'rubbish\n');
    const before = text();
    expect((await pull())[0]?.refused).toMatchObject([{ code: 'DATA_ROW', file: 'BTC.csv' }]);
    expect(text()).toBe(before);
  });

  it('is no worse off when the exchange lags behind what it told', async () => {
    const { exchange, pull, text } = await openPull();
    await pull();
    const before = text();
    exchange.faults.add({
      on: 'GET /api/v3/klines',
      times: 2,
      fault: { kind: 'rewrite', rewrite: (rows) => (rows as unknown[]).slice(0, -5) },
    });
    expect(await pull()).toMatchObject([{ addedBars: 0, refused: [] }]);
    expect(text()).toBe(before);
  });
});
