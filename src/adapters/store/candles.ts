/** The candle archive: series in deflated blocks, each with the hash of all bars up to its end; see candle-hash.ts. */
import { deflateSync, inflateSync } from 'node:zlib';
import type { Kysely } from 'kysely';
import { hashOf, sha256 } from '../../base/canonical-json.ts';
import { DataError, invariant } from '../../base/errors.ts';
import {
  barsPerBlock,
  blockBytes,
  blockCount,
  blockHashes,
  bytesPerBar,
  hashOfHead,
  headOfBlock,
  nextHash,
  readBlock,
  seedHash,
} from '../../market/candle-hash.ts';
import type { Candles } from '../../market/candles.ts';
import type { CandleArchive, CandleReference } from '../../ports/store.ts';
import { withChecksum } from './rows.ts';
import type { CandleBlockRow, CandleSeriesRow, Tables } from './schema.ts';

type Series = Omit<CandleSeriesRow, 'checksum'>;

/** Fast, and the columns of doubles hardly get smaller at a higher level. */
const compression = { level: 1 };

/** A source that goes back and forth between a few pasts does not start a series each time. */
const versionsTried = 8;

export function createCandles(db: Kysely<Tables>): CandleArchive {
  return {
    async keep(source, candles) {
      const bars = candles.openTime.length;
      const hashes = blockHashes(candles);
      const recent = await recentSeries(db, source, candles);
      const holding = await firstHolding(db, recent, candles, hashes);
      const series = holding ?? newSeries(source, candles, (recent[0]?.version ?? 0) + 1);
      if (series !== holding || bars > series.bars) await writeBars(db, series, candles, hashes);
      const end = hashes.at(-1) ?? seedHash(candles);
      return { seriesId: series.id, symbol: candles.symbol, bars, sha256: end };
    },
    read: (reference) => readCandles(db, reference),
    async latest({ source, ...named }) {
      const [series] = await recentSeries(db, source, named);
      if (series === undefined || series.bars === 0) return undefined;
      const { id: seriesId, symbol, bars } = series;
      const end = await blockOf(db, series, blockCount(bars) - 1);
      return readCandles(db, { seriesId, symbol, bars, sha256: end.hash });
    },
  };
}

/** The newest versions first. */
function recentSeries(
  db: Kysely<Tables>,
  source: string,
  { symbol, intervalMs }: Pick<Candles, 'symbol' | 'intervalMs'>,
): Promise<readonly Series[]> {
  return db
    .selectFrom('candleSeries')
    .select(['id', 'source', 'symbol', 'intervalMs', 'version', 'bars'])
    .where('source', '=', source)
    .where('symbol', '=', symbol)
    .where('intervalMs', '=', intervalMs)
    .orderBy('version', 'desc')
    .limit(versionsTried)
    .execute();
}

async function firstHolding(
  db: Kysely<Tables>,
  recent: readonly Series[],
  candles: Candles,
  hashes: readonly string[],
): Promise<Series | undefined> {
  for (const series of recent) {
    if (await sharesPast(db, series, candles, hashes)) return series;
  }
  return undefined;
}

function newSeries(source: string, { symbol, intervalMs }: Candles, version: number): Series {
  const names = { source, symbol, intervalMs, version };
  return { id: hashOf(names).slice(0, 32), ...names, bars: 0 };
}

/** Whether the bars that both have are the same; hashes are chained, so that their last common block tells it all. */
async function sharesPast(
  db: Kysely<Tables>,
  series: Series,
  candles: Candles,
  hashes: readonly string[],
): Promise<boolean> {
  const common = Math.min(series.bars, candles.openTime.length);
  if (common === 0) return true;
  const last = blockCount(common) - 1;
  const stored = await blockOf(db, series, last);
  const before = hashes[last - 1] ?? seedHash(candles);
  const end = Math.min((last + 1) * barsPerBlock, candles.openTime.length);
  const given = end === common ? hashes[last] : hashOfHead(candles, common, before);
  const commonBars = common - last * barsPerBlock;
  if (stored.bars === commonBars) return stored.hash === given;
  return nextHash(before, headOfBlock(inflate(stored, series.symbol), commonBars)) === given;
}

async function blockOf(db: Kysely<Tables>, { id, symbol }: Series, block: number) {
  const stored = await db
    .selectFrom('candleBlocks')
    .selectAll()
    .where('seriesId', '=', id)
    .where('block', '=', block)
    .executeTakeFirst();
  if (stored === undefined) throw damaged(symbol, `block ${block} is missing`);
  return stored;
}

/** Writes the blocks from the first one that is not full on. */
async function writeBars(
  db: Kysely<Tables>,
  series: Series,
  candles: Candles,
  hashes: readonly string[],
): Promise<void> {
  const bars = candles.openTime.length;
  const { id, source, symbol, intervalMs, version } = series;
  const row = withChecksum('candleSeries', { id, source, symbol, intervalMs, version, bars });
  await db
    .insertInto('candleSeries')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ bars, checksum: row.checksum }))
    .execute();
  for (let block = Math.floor(series.bars / barsPerBlock); block < hashes.length; block += 1) {
    const from = block * barsPerBlock;
    const to = Math.min(from + barsPerBlock, bars);
    const data = deflateSync(blockBytes(candles, from, to), compression);
    const hash = hashes[block] as string;
    const content = { bars: to - from, hash, dataHash: sha256(data), data };
    await db
      .insertInto('candleBlocks')
      .values({ seriesId: id, block, ...content })
      .onConflict((conflict) => conflict.columns(['seriesId', 'block']).doUpdateSet(content))
      .execute();
  }
}

async function readCandles(db: Kysely<Tables>, reference: CandleReference): Promise<Candles> {
  const { seriesId, symbol, bars } = reference;
  const series = await db
    .selectFrom('candleSeries')
    .selectAll()
    .where('id', '=', seriesId)
    .executeTakeFirst();
  if (series === undefined || series.symbol !== symbol) {
    throw damaged(symbol, `there is no series ${seriesId}`);
  }
  const candles = emptyCandles(series, bars);
  const blocks = await db
    .selectFrom('candleBlocks')
    .selectAll()
    .where('seriesId', '=', seriesId)
    .where('block', '<', blockCount(bars))
    .orderBy('block')
    .execute();
  let hash = seedHash(series);
  let read = 0;
  for (const block of blocks) {
    const bytes = inflate(block, symbol);
    const kept = bars - read < block.bars ? headOfBlock(bytes, bars - read) : bytes;
    hash = nextHash(hash, kept);
    readBlock(kept, candles, read);
    read += Math.min(block.bars, bars - read);
  }
  if (read !== bars) throw damaged(symbol, `${read} of ${bars} bars are there`);
  if (hash !== reference.sha256) {
    throw damaged(symbol, `their hash is ${hash}, was ${reference.sha256}`);
  }
  return candles;
}

/** The bytes of a stored block. Errors: DataError when they cannot be unpacked or are too many or too few. */
export function inflate(block: CandleBlockRow, symbol: string): Uint8Array {
  const length = block.bars * bytesPerBar;
  let bytes: Uint8Array;
  try {
    bytes = inflateSync(block.data, { maxOutputLength: barsPerBlock * bytesPerBar });
  } catch (cause) {
    throw damaged(symbol, `block ${block.block} cannot be unpacked`, cause);
  }
  if (bytes.length !== length) {
    throw damaged(symbol, `block ${block.block} has ${bytes.length} bytes, was ${length}`);
  }
  return bytes;
}

function damaged(symbol: string, problem: string, cause?: unknown): DataError {
  return new DataError(`the archived candles of ${symbol} are damaged: ${problem}`, { cause });
}

function emptyCandles({ symbol, intervalMs }: Series, bars: number): Candles {
  invariant(Number.isInteger(bars) && bars >= 0, `bars must be a whole number, was ${bars}`);
  const column = (): Float64Array => new Float64Array(bars);
  return {
    ...{ symbol, intervalMs, openTime: column(), open: column(), high: column() },
    ...{ low: column(), close: column(), volume: column() },
  };
}
