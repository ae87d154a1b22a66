/** Verifying a store after its file was changed by hand: every changed value, row and byte of content is found. */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { auditHeadFile } from '../../src/adapters/store/audit-head.ts';
import { createSqliteStore } from '../../src/adapters/store/open-sqlite.ts';
import { type AuditReport, verifyAudit } from '../../src/app/verify-audit.ts';
import { ConfigError, DataError } from '../../src/base/errors.ts';
import { createStoreFolder } from '../support/store-folder.ts';
import {
  fillEveryTable,
  sampleCandles,
  sampleEvent,
  sampleRecord,
  write,
} from '../support/store-samples.ts';
import { changeOneByte, columnsOf, contentOf, tamper } from '../support/store-tamper.ts';

const folder = createStoreFolder();
const original = join(folder.path, 'ballast.db');

beforeAll(async () => {
  const store = await createSqliteStore({ file: original });
  await fillEveryTable(store);
  await write(store, async ({ candles, recommendations }) => {
    const reference = await candles.keep('files:sample', sampleCandles(1600));
    await recommendations.insert(sampleRecord(3, { inputs: { candles: [reference] } }));
  });
  await store.transact(({ events }) => events.append(sampleEvent({ subject: 'last' })));
  await store.close();
});

let copies = 0;

/** A copy of the database with its published head. */
function copy(): string {
  copies += 1;
  const file = join(folder.path, `${copies}`, 'ballast.db');
  mkdirSync(dirname(file));
  copyFileSync(original, file);
  copyFileSync(auditHeadFile(original), auditHeadFile(file));
  return file;
}

async function verify(file: string): Promise<AuditReport> {
  const store = await createSqliteStore({ file });
  return verifyAudit(store).finally(() => store.close());
}

/** What is wrong with a file, whether it is found at the start or later. */
async function problemOf(file: string): Promise<string | undefined> {
  try {
    return (await verify(file)).problem;
  } catch (error) {
    if (error instanceof DataError || error instanceof ConfigError) return error.message;
    throw error;
  }
}

test('an untouched copy holds', async () => {
  expect(await verify(copy())).toMatchObject({ ok: true, events: 3 });
});

test('taking the triggers away and putting them back changes nothing', async () => {
  const file = copy();
  tamper(file, () => {});
  expect(await verify(file)).toMatchObject({ ok: true });
});

describe('one changed value', () => {
  test('of any column of any table is found', { timeout: 90_000 }, async () => {
    const columns = columnsOf(original);
    expect(columns.length).toBeGreaterThan(80);
    const missed: string[] = [];
    for (const column of columns) {
      const file = copy();
      tamper(file, (database) => changeOneByte(database, column));
      if ((await problemOf(file)) === undefined) missed.push(`${column.table}.${column.column}`);
      rmSync(dirname(file), { recursive: true });
    }
    expect(missed).toEqual([]);
  });

  test('of an event is reported with its number', async () => {
    const file = copy();
    tamper(file, (database) => database.exec(`update events set actor = 'eve' where sequence = 2`));
    const report = await verify(file);
    expect(report).toMatchObject({ ok: false, events: 1, brokenAt: 2 });
    expect(report.problem).toBe('event 2 is not what it was when its hash was made');
  });

  test('of a record is reported with the event that knows it', async () => {
    const file = copy();
    tamper(file, (database) => database.exec(`update fills set price = '26991'`));
    const report = await verify(file);
    expect(report).toMatchObject({ ok: false, events: 3, brokenAt: 1 });
    expect(report.problem).toMatch(/"trade-1".* is not what event 1 says/);
  });
});

describe('rows', () => {
  const cases: readonly [string, string, string | RegExp][] = [
    ['a deleted event', 'delete from events where sequence = 2', 'event 2 is missing, the next'],
    ['a cut-off end', 'delete from events where sequence = 3', 'the chain ends at event 2'],
    [
      'swapped events',
      `update events set sequence = -sequence where sequence > 1;
       update events set sequence = 5 + sequence where sequence < 0`,
      'event 2 does not carry the hash of the event before it',
    ],
    ['a deleted approval', 'delete from approvals', /record \["approvals".* of event 1 is missing/],
    [
      'an added approval',
      `insert into approvals values ('rec-1', '${'a'.repeat(64)}', 'eve', 1)`,
      /no event knows the record \["approvals"/,
    ],
    [
      'a state turned back',
      `update recommendations set state = 'proposed'`,
      /"rec-1"\] is not what/,
    ],
    ['a deleted block', 'delete from candle_blocks where block = 1', 'have 1024 bars, was 1600'],
    [
      'a deleted series',
      'delete from candle_blocks; delete from candle_series',
      'there is no series',
    ],
  ];

  test.each(cases)('%s is found', async (_, statement, problem) => {
    const file = copy();
    tamper(file, (database) => database.exec(statement));
    expect(await problemOf(file)).toMatch(problem);
  });
});

describe('the published end of the chain', () => {
  test('shows that an older copy of the database was put in place', async () => {
    const file = copy();
    const store = await createSqliteStore({ file });
    await store.transact(({ events }) => events.append(sampleEvent()));
    await store.close();
    copyFileSync(original, file);
    expect(await verify(file)).toMatchObject({
      ok: false,
      brokenAt: 4,
      problem: 'events are missing: the chain ends at event 3, published was 4',
    });
  });

  test('shows that the chain was written anew', async () => {
    const file = copy();
    const end = { sequence: 3, hash: 'b'.repeat(64) };
    writeFileSync(auditHeadFile(file), `${JSON.stringify(end)}\n`);
    expect(await problemOf(file)).toBe('event 3 is not the one whose hash was published');
  });

  test('must be readable, may lag behind and may be missing', async () => {
    const file = copy();
    writeFileSync(auditHeadFile(file), '{}');
    expect(await problemOf(file)).toMatch(/does not hold the end of an audit trail/);
    const store = await createSqliteStore({ file: original });
    const [first] = await store.events.list({ limit: 1 });
    await store.close();
    const { sequence, hash } = first ?? {};
    writeFileSync(auditHeadFile(file), `${JSON.stringify({ sequence, hash })}\n`);
    expect(await problemOf(file)).toBeUndefined();
    rmSync(auditHeadFile(file));
    expect(await problemOf(file)).toBeUndefined();
  });
});

test('any changed byte of the file is found, or has changed no content', async () => {
  const bytes = readFileSync(original);
  const content = contentOf(original);
  const byte = fc.record({
    offset: fc.nat({ max: bytes.length - 1 }),
    change: fc.integer({ min: 1, max: 255 }),
  });
  await fc.assert(
    fc.asyncProperty(byte, async ({ offset, change }) => {
      const file = copy();
      const damaged = Buffer.from(bytes);
      damaged[offset] = (damaged[offset] as number) ^ change;
      writeFileSync(file, damaged);
      if ((await problemOf(file)) === undefined) expect(contentOf(file)).toBe(content);
      rmSync(dirname(file), { recursive: true });
    }),
    { numRuns: 150 },
  );
});
