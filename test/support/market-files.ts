/** Candle files and folders for tests. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { candleHeader } from '../../src/market/candle-csv.ts';
import type { Candles } from '../../src/market/candles.ts';

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
export const start = Date.UTC(2023, 0, 2);

/** The text of a candle file with these rows. */
export function csv(...rows: readonly string[]): string {
  return `${[candleHeader, ...rows].join('\n')}\n`;
}

/** A row whose four prices are the same. */
export function flatRow(time: number, price = 100): string {
  return `${time},${price},${price},${price},${price},1`;
}

/** A file with one flat bar an hour from the start. */
export function hourly(count: number, price = 100): string {
  return csv(...Array.from({ length: count }, (_, bar) => flatRow(start + bar * hourMs, price)));
}

/** Hourly bars with these closes; each opens at the close before it. */
export function seriesOf(closes: readonly number[], symbol = 'BTC'): Candles {
  const close = Float64Array.from(closes);
  const open = Float64Array.from(closes, (price, bar) => closes[bar - 1] ?? price);
  return {
    symbol,
    intervalMs: hourMs,
    openTime: Float64Array.from(closes, (_, bar) => start + bar * hourMs),
    open,
    high: close.map((price, bar) => Math.max(price, open[bar] as number)),
    low: close.map((price, bar) => Math.min(price, open[bar] as number)),
    close,
    volume: Float64Array.from(closes, () => 1),
  };
}

export async function emptyFolder(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'ballast-test-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** A folder with these files, gone after the test. */
export async function folderWith(
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<string> {
  const directory = await emptyFolder();
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(directory, name), content);
  }
  return directory;
}
