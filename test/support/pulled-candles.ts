/** A folder that candles of the test venue are pulled into; venue and folder go with the tests of a file. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach } from 'vitest';
import { binance } from '../../src/adapters/ccxt/binance.ts';
import { openCandleHistory } from '../../src/adapters/ccxt/candle-history.ts';
import { type PullRequest, pullCandles } from '../../src/app/candles/pull-candles.ts';
import { hourMs } from '../../src/base/time.ts';
import type { CandleHistory } from '../../src/ports/candle-history.ts';
import {
  type BinanceServer,
  type BinanceServerOptions,
  createBinanceServer,
} from './binance/server.ts';

/** A busy machine must be able to answer within a fifth of the usual time. */
const usualSpeed = 5;
const halfPastTwelve = Date.UTC(2026, 0, 5, 12, 30);
export const firstOfDecember = Date.UTC(2025, 11, 1);
/** Whole hours from the first of December to the bar that opened at eleven. */
export const wholeHours = (Date.UTC(2026, 0, 5, 12) - firstOfDecember) / hourMs;

const top = mkdtempSync(join(tmpdir(), 'ballast-pull-'));
let folders = 0;
let server: BinanceServer | undefined;

afterAll(() => rmSync(top, { recursive: true, force: true }));
afterEach(async () => {
  await server?.close();
  server = undefined;
});

export type PullPlace = {
  readonly exchange: BinanceServer;
  readonly history: CandleHistory;
  readonly directory: string;
  readonly said: string[];
  pull(change?: Partial<PullRequest>): ReturnType<typeof pullCandles>;
  text(symbol?: string): string;
  asked(): number;
};

export async function openPull(
  options: BinanceServerOptions & { readonly speed?: number } = {},
): Promise<PullPlace> {
  const { speed = usualSpeed } = options;
  const exchange = await createBinanceServer({
    ...{ factor: speed, historyDays: 90, startMs: halfPastTwelve },
    ...options,
  });
  server = exchange;
  folders += 1;
  const directory = join(top, String(folders));
  const said: string[] = [];
  const attention = {
    signal: new AbortController().signal,
    say: (text: string) => void said.push(text),
  };
  const place = { venue: binance, baseUrl: exchange.url, speed };
  const history = await openCandleHistory({ ...place, ...attention });
  return {
    ...{ exchange, history, directory, said },
    pull: (change = {}) =>
      pullCandles(history, {
        ...{ assets: ['BTC'], quote: 'USDT', interval: '1h', directory, ...attention },
        ...{ from: firstOfDecember, to: null, onProgress: () => {}, ...change },
      }),
    text: (symbol = 'BTC') => readFileSync(join(directory, `${symbol}.csv`), 'utf8'),
    asked: () => exchange.requests().filter(({ path }) => path === '/api/v3/klines').length,
  };
}

export function timesOf(text: string): number[] {
  return text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => Number(line.split(',')[0]));
}
