/** The audit trail of one transaction: chains its events and makes them vouch for every record that was written. */
import { type Kysely, sql } from 'kysely';
import { hashOf } from '../../base/canonical-json.ts';
import { InvariantError, invariant } from '../../base/errors.ts';
import { type ChainHead, recordName } from '../../ledger/chain.ts';
import { genesisHash, type NewEvent, type RecordSeal, textsOf } from '../../ledger/event.ts';
import { createFacts } from './facts.ts';
import { prepared } from './prepared.ts';
import { type EventRow, type SealedTables, sealedKeys, type Tables } from './schema.ts';

export type Trail = {
  append(event: NewEvent): Promise<void>;
  /** Notes a record as it stands after a write. */
  seal<T extends keyof SealedTables>(table: T, row: SealedTables[T]): void;
  /** Writes the event that is held back, so that it can be read. */
  flush(): Promise<void>;
};

/** The fact under which the end of the chain is kept. */
export const headFact = 'audit.head';

const insert = prepared((db, row: EventRow) => db.insertInto('events').values(row));

/** The limit is written out: SQLite builds a statement anew whenever a limit is given to it. */
const newest = prepared((db, _: object) =>
  db
    .selectFrom('events')
    .select(['sequence', 'hash'])
    .orderBy('sequence', 'desc')
    .limit(sql.lit(1)),
);

/** The last event is held back until the next one or the end, because it carries the hashes of all records written. */
export function createTrail(
  db: Kysely<Tables>,
): Trail & { finish(): Promise<ChainHead | undefined> } {
  const records = new Map<string, RecordSeal>();
  let held: NewEvent | undefined;
  let head: ChainHead | undefined;

  const write = async (event: NewEvent, seals: readonly RecordSeal[]): Promise<void> => {
    const last = head ?? (await readHead(db));
    const sequence = last.sequence + 1;
    const place = { sequence, previousHash: last.hash };
    const texts = textsOf(event, { ...place, records: seals });
    const { type, at, actor, subject } = event;
    await insert(db, { type, at, actor, subject, ...place, ...texts });
    head = { sequence, hash: texts.hash };
  };

  const flush = async (): Promise<void> => {
    if (held === undefined) return;
    const event = held;
    const seals = [...records.values()];
    held = undefined;
    records.clear();
    await write(event, seals);
  };

  return {
    flush,
    async append(event) {
      if (held !== undefined) await write(held, []);
      held = event;
    },
    seal(table, row) {
      const key = sealedKeys[table].map((column) => row[column] as string | number);
      const record = { table, key, hash: hashOf(row) };
      records.set(recordName(record), record);
    },
    async finish() {
      await flush();
      const uncovered = [...records.keys()].join(', ');
      invariant(uncovered === '', `records were written without an event after them: ${uncovered}`);
      if (head !== undefined) await createFacts(db).set(headFact, head);
      return head;
    },
  };
}

/** The trail of a session that may only read. */
export const closedTrail: Trail = {
  append: async () => {
    throw new InvariantError('an event is appended inside transact');
  },
  seal: () => {},
  flush: async () => {},
};

async function readHead(db: Kysely<Tables>): Promise<ChainHead> {
  const [last] = (await newest(db, {})).rows;
  return last ?? { sequence: 0, hash: genesisHash };
}
