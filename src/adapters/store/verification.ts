/** Verifies a store: the file, the tables, the chain of events, and every record and archived candle against it. */
import { type Kysely, sql } from 'kysely';
import { canonicalJson, hashOf, sha256 } from '../../base/canonical-json.ts';
import { DataError } from '../../base/errors.ts';
import { type ChainCheck, createChainCheck, recordName } from '../../ledger/chain.ts';
import { nextHash, seedHash } from '../../market/candle-hash.ts';
import type { Verification } from '../../ports/store.ts';
import type { PublishedHead } from './audit-head.ts';
import { inflate } from './candles.ts';
import type { Engine } from './engine.ts';
import { eventOf } from './events.ts';
import type { FileSeal } from './file-seal.ts';
import { schemaProblem } from './migrate.ts';
import { checksumOf, parseStored } from './rows.ts';
import {
  type CandleSeriesRow,
  type CheckedTables,
  checkedKeys,
  type EventRow,
  sealedKeys,
  type Tables,
} from './schema.ts';
import { headFact } from './trail.ts';

type Finding = { readonly problem: string; readonly brokenAt?: number };

const rowsPerBatch = 500;

/** Reads everything, so it wants one snapshot: call it inside a transaction. */
export async function verifyStore(
  db: Kysely<Tables>,
  { engine, published, seal }: { engine: Engine; published: PublishedHead; seal: FileSeal },
): Promise<Verification> {
  const chain = createChainCheck();
  const finding = await firstFinding([
    async () => problemOf(await engine.damage(db)),
    async () => problemOf(await schemaProblem(db, engine)),
    () => checkChain(db, chain),
    () => checkHeads(db, chain, published),
    () => checkSealedRows(db, chain),
    () => checkCheckedRows(db),
    () => checkCandles(db),
    async () => problemOf(seal.problem()),
  ]);
  const { sequence, hash } = chain.head();
  return { events: sequence, head: hash, ...finding };
}

type Check = () => Promise<Finding | undefined>;

/** Damage that stops a check is what the check has found. */
async function firstFinding(checks: readonly Check[]): Promise<Finding | undefined> {
  try {
    for (const check of checks) {
      const finding = await check();
      if (finding !== undefined) return finding;
    }
    return undefined;
  } catch (error) {
    if (error instanceof DataError) return { problem: error.message };
    throw error;
  }
}

function problemOf(problem: string | undefined): Finding | undefined {
  return problem === undefined ? undefined : { problem };
}

async function checkChain(db: Kysely<Tables>, chain: ChainCheck): Promise<Finding | undefined> {
  for await (const row of rowsOf<EventRow>(db, 'events', ['sequence'])) {
    const problem = eventProblem(row, chain);
    if (problem !== undefined) return { problem, brokenAt: chain.head().sequence + 1 };
  }
  return undefined;
}

function eventProblem(row: EventRow, chain: ChainCheck): string | undefined {
  try {
    const event = eventOf(row);
    const same =
      canonicalJson(event.payload) === row.payload && canonicalJson(event.records) === row.records;
    return same ? chain.accept(event) : `event ${row.sequence} was written differently`;
  } catch (error) {
    if (error instanceof DataError) return error.message;
    throw error;
  }
}

async function checkHeads(
  db: Kysely<Tables>,
  chain: ChainCheck,
  published: PublishedHead,
): Promise<Finding | undefined> {
  const head = chain.head();
  const fact = await db
    .selectFrom('facts')
    .select('value')
    .where('name', '=', headFact)
    .executeTakeFirst();
  const kept = fact && parseStored<typeof head>(fact.value, `fact ${headFact}`);
  if ((kept?.sequence ?? 0) !== head.sequence || (kept?.hash ?? head.hash) !== head.hash) {
    return {
      problem: `the chain ends at event ${head.sequence}, the store says at ${kept?.sequence ?? 0}`,
      brokenAt: head.sequence + 1,
    };
  }
  const outside = published.read();
  if (outside === undefined) return undefined;
  const event = await db
    .selectFrom('events')
    .select('hash')
    .where('sequence', '=', outside.sequence)
    .executeTakeFirst();
  if (event?.hash === outside.hash) return undefined;
  const problem = event
    ? `event ${outside.sequence} is not the one whose hash was published`
    : `events are missing: the chain ends at event ${head.sequence}, published was ${outside.sequence}`;
  return { problem, brokenAt: Math.min(outside.sequence, head.sequence + 1) };
}

async function checkSealedRows(
  db: Kysely<Tables>,
  chain: ChainCheck,
): Promise<Finding | undefined> {
  const missing = new Map(chain.records);
  for (const [table, keys] of Object.entries(sealedKeys)) {
    for await (const row of rowsOf(db, table, keys)) {
      const name = recordName({ table, key: keys.map((key) => row[key] as string | number) });
      const seal = chain.records.get(name);
      if (seal === undefined) return { problem: `no event knows the record ${name}` };
      if (seal.hash !== hashOf(row)) {
        const problem = `the record ${name} is not what event ${seal.sequence} says`;
        return { problem, brokenAt: seal.sequence };
      }
      missing.delete(name);
    }
  }
  for (const [name, { sequence }] of missing) {
    return { problem: `the record ${name} of event ${sequence} is missing`, brokenAt: sequence };
  }
  return undefined;
}

async function checkCheckedRows(db: Kysely<Tables>): Promise<Finding | undefined> {
  for (const [table, keys] of Object.entries(checkedKeys)) {
    for await (const { checksum, ...content } of rowsOf(db, table, keys)) {
      if (checksum === checksumOf(table as keyof CheckedTables, content)) continue;
      const name = recordName({ table, key: keys.map((key) => content[key] as string | number) });
      return { problem: `the record ${name} does not have the checksum it was written with` };
    }
  }
  return undefined;
}

async function checkCandles(db: Kysely<Tables>): Promise<Finding | undefined> {
  for await (const series of rowsOf<CandleSeriesRow>(db, 'candleSeries', ['id'])) {
    let hash = seedHash(series);
    let bars = 0;
    const blocks = db.selectFrom('candleBlocks').selectAll().where('seriesId', '=', series.id);
    for (const block of await blocks.orderBy('block').execute()) {
      hash = nextHash(hash, inflate(block, series.symbol));
      bars += block.bars;
      if (hash !== block.hash || sha256(block.data) !== block.dataHash) {
        return { problem: `block ${block.block} of the candles of ${series.symbol} was changed` };
      }
    }
    if (bars !== series.bars) {
      return { problem: `the candles of ${series.symbol} have ${bars} bars, was ${series.bars}` };
    }
  }
  return undefined;
}

type Row = Readonly<Record<string, unknown>>;

/** All rows of a table in order of its key, a batch at a time. */
async function* rowsOf<R extends Row = Row>(
  db: Kysely<Tables>,
  table: string,
  keys: readonly string[],
): AsyncGenerator<R> {
  const columns = sql.join(keys.map((key) => sql.ref(key)));
  let last: R | undefined;
  do {
    const from = last;
    const after = from
      ? sql`where (${columns}) > (${sql.join(keys.map((key) => from[key]))})`
      : sql``;
    const query = sql<R>`select * from ${sql.table(table)} ${after} order by ${columns} limit ${rowsPerBatch}`;
    const { rows } = await query.execute(db);
    yield* rows;
    last = rows.length === rowsPerBatch ? rows.at(-1) : undefined;
  } while (last !== undefined);
}
