/** Candles of an exchange into a folder, one file for each asset: goes on where a file ends, and may be stopped at any time. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../../base/errors.ts';
import type { Reason } from '../../base/reasons.ts';
import { dayMs } from '../../base/time.ts';
import type { CandleRow } from '../../market/candle-rows.ts';
import { intervalText } from '../../market/quality.ts';
import type { CandleHistory } from '../../ports/candle-history.ts';
import { utcTime } from '../../report/format.ts';
import { originFile } from './candle-origin.ts';
import { type GrowingFile, openGrowingFile } from './growing-file.ts';

export type PullRequest = {
  readonly assets: readonly string[];
  readonly quote: string;
  /** As the exchange calls it, such as 1h. */
  readonly interval: string;
  /** Epoch ms; null: where the file ends, or two years ago. */
  readonly from: number | null;
  /** Epoch ms; null: now. */
  readonly to: number | null;
  readonly directory: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: PullProgress) => void;
  /** Told what a person should know beside the figures. */
  readonly say: (text: string) => void;
};

export type PullProgress = {
  readonly market: string;
  readonly added: number;
  /** What was asked for so far ends here, epoch ms. */
  readonly reached: number;
  /** Of the time to be read, 0 … 1. */
  readonly share: number;
};

export type FilePull = {
  readonly symbol: string;
  readonly market: string;
  readonly addedBars: number;
  /** Why nothing more was written; empty where all went well. */
  readonly refused: readonly Reason[];
};

const usualSpanMs = 730 * dayMs;
/** So many bars at the end of a file are read again and compared. */
const comparedBars = 100;

/**
 * Errors: ConfigError for an asset that the exchange does not have, or a file that cannot be written; VenueError when it cannot
 * be read; AbortError when the signal aborts. What was read until then is kept.
 */
export async function pullCandles(
  history: CandleHistory,
  request: PullRequest,
): Promise<readonly FilePull[]> {
  const { assets, quote, directory, interval } = request;
  const intervalMs = history.intervals.get(interval);
  if (intervalMs === undefined) {
    const known = [...history.intervals.keys()].join(', ');
    throw new ConfigError(
      `--interval must be one of ${known} at ${history.venue}, was ${interval}`,
    );
  }
  await refuseUnknown(history, request);
  await makeFolder(directory);
  await noteOrigin(directory, `${history.venue}, spot markets against ${quote}, ${interval}`);
  const pulled: FilePull[] = [];
  for (const symbol of assets) {
    pulled.push(await pullAsset({ history, request, symbol, intervalMs }));
  }
  return pulled;
}

async function refuseUnknown(
  history: CandleHistory,
  { assets, quote }: Pick<PullRequest, 'assets' | 'quote'>,
): Promise<void> {
  for (const asset of assets) {
    const quotes = await history.quotesOf(asset);
    if (quotes.includes(quote)) continue;
    const against = quotes.length === 0 ? '' : `; it has ${asset} against ${quotes.join(', ')}`;
    throw new ConfigError(`${history.venue} has no market ${asset}/${quote}${against}`);
  }
}

async function makeFolder(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new ConfigError(`--out ${directory} cannot be made (${code})`, { cause });
  }
}

/** Unless the folder says already where its candles come from. */
async function noteOrigin(directory: string, origin: string): Promise<void> {
  await writeFile(join(directory, originFile), `${origin}\n`, { flag: 'wx' }).catch(() => {});
}

type Pull = {
  readonly history: CandleHistory;
  readonly request: PullRequest;
  readonly symbol: string;
  readonly intervalMs: number;
};

async function pullAsset(pull: Pull): Promise<FilePull> {
  const { history, request, symbol, intervalMs } = pull;
  const market = `${symbol}/${request.quote}`;
  const opened = await openGrowingFile(request.directory, symbol);
  if (!opened.ok) return { symbol, market, addedBars: 0, refused: opened.issues };
  const { candles } = opened.file;
  if (candles !== undefined && candles.intervalMs !== intervalMs) {
    throw new ConfigError(
      `${symbol}.csv has bars of ${intervalText(candles.intervalMs)}, --interval was ${request.interval}: give it a folder of its own with --out`,
    );
  }
  const from = request.from ?? history.now() - usualSpanMs;
  const start = Math.ceil(from / intervalMs) * intervalMs;
  const { openTime = [] } = candles ?? {};
  const [first] = openTime;
  if (first === undefined) return pullPart(pull, { ...opened, market, since: start });
  const isEarlier = request.from !== null && start < first;
  const front = isEarlier ? await pullFront(pull, { ...opened, market, start, first }) : nothing;
  if (front.refused.length > 0) return { symbol, market, ...front };
  const since = openTime[Math.max(0, openTime.length - comparedBars)] as number;
  const rest = await pullPart(pull, { ...opened, market, since });
  return { ...rest, addedBars: front.addedBars + rest.addedBars };
}

type Outcome = Pick<FilePull, 'addedBars' | 'refused'>;

const nothing: Outcome = { addedBars: 0, refused: [] };

/** Page by page to the end of the file. */
async function pullPart(
  pull: Pull,
  { file, market, since }: { file: GrowingFile; market: string; since: number },
): Promise<FilePull> {
  const { symbol } = pull;
  let addedBars = 0;
  for await (const { rows, ...progress } of pagesOf(pull, { market, since })) {
    const taken = await file.take(rows);
    if (!taken.ok) return { symbol, market, addedBars, refused: taken.issues };
    addedBars += taken.added;
    if (taken.mended !== undefined) {
      pull.request.say(`${symbol}.csv: the last bar ${taken.mended} had not been final; it is now`);
    }
    pull.request.onProgress({ market, added: addedBars, ...progress });
  }
  return { symbol, market, addedBars, refused: [] };
}

/** What is before the file is added whole or not at all: a part of it would leave a gap that no later call fills. */
async function pullFront(
  pull: Pull,
  place: { file: GrowingFile; market: string; start: number; first: number },
): Promise<Outcome> {
  const { file, market, start, first } = place;
  const found: CandleRow[] = [];
  const range = { market, since: start, until: first + pull.intervalMs };
  for await (const { rows, ...progress } of pagesOf(pull, range)) {
    found.push(...rows);
    pull.request.onProgress({ market, added: found.length, ...progress });
  }
  const taken = await file.take(found);
  return taken.ok
    ? { addedBars: taken.added, refused: [] }
    : { addedBars: 0, refused: taken.issues };
}

async function* pagesOf(
  { history, request, intervalMs }: Pull,
  range: { readonly market: string; readonly since: number; readonly until?: number },
) {
  const { market, since: start, until = request.to ?? Number.POSITIVE_INFINITY } = range;
  const { interval, signal } = request;
  const end = (): number => Math.min(until, history.now());
  tellOfLimit(history, request, { market, start, intervalMs });
  for (let since = start; since + intervalMs <= end(); ) {
    signal.throwIfAborted();
    const closedBy = end();
    const { rows, next } = await history.page({ market, interval, since, until: closedBy });
    const reached = Math.min(next, closedBy);
    yield { rows, reached, share: (reached - start) / (closedBy - start) };
    since = next;
  }
}

function tellOfLimit(
  { mostBars, venue, now }: CandleHistory,
  { interval, say }: PullRequest,
  asked: { readonly market: string; readonly start: number; readonly intervalMs: number },
): void {
  const { market, start, intervalMs } = asked;
  const oldest = now() - (mostBars ?? Number.POSITIVE_INFINITY) * intervalMs;
  if (start >= oldest) return;
  say(
    `${venue} tells its latest ${mostBars} bars of ${interval} only: ${market} before ${utcTime(oldest)} must come from elsewhere, such as data import`,
  );
}
