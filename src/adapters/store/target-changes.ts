/** Target changes with their state and author, and their approvals, which never change. */
import type { Kysely } from 'kysely';
import { canonicalJson } from '../../base/canonical-json.ts';
import { invariant } from '../../base/errors.ts';
import {
  mayTargetsFollow,
  type TargetChange,
  type TargetChangeState,
} from '../../plan/target-change.ts';
import type { TargetChangeRecord, TargetChangeStore } from '../../ports/target-changes.ts';
import { parseStored } from './rows.ts';
import type { Tables, TargetChangeRow } from './schema.ts';
import type { Trail } from './trail.ts';

type Position = Pick<TargetChangeRow, 'createdAt' | 'id'>;

type Page = {
  readonly account: string;
  readonly state: TargetChangeState | undefined;
  readonly before: Position | undefined;
  readonly limit: number;
};

export function createTargetChanges(db: Kysely<Tables>, trail: Trail): TargetChangeStore {
  return {
    async insert(change, proposer) {
      const { id, account, createdAt } = change;
      const body = canonicalJson(change);
      const row = await db
        .insertInto('targetChanges')
        .values({ id, account, createdAt, state: 'proposed', proposer, approvedAt: null, body })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returningAll()
        .executeTakeFirst();
      if (row) trail.seal('targetChanges', row);
      return row !== undefined;
    },
    async get(id) {
      const query = db.selectFrom('targetChanges').selectAll().where('id', '=', id);
      const row = await query.executeTakeFirst();
      return row && recordOf(row);
    },
    async list({ account, states, before, limit }) {
      const start = before === undefined ? undefined : await positionOf(db, before);
      if (before !== undefined && start === undefined) return [];
      const rows: TargetChangeRow[] = [];
      // One look for each state, so that every one of them reads its index in order.
      for (const state of states ?? [undefined]) {
        rows.push(...(await readPage(db, { account, state, before: start, limit })));
      }
      return rows.sort(newestFirst).slice(0, limit).map(recordOf);
    },
    async move(id, { from, to, at }) {
      invariant(mayTargetsFollow(from, to), `a target change cannot go from ${from} to ${to}`);
      const row = await db
        .updateTable('targetChanges')
        .set(to === 'approved' ? { state: to, approvedAt: at } : { state: to })
        .where('id', '=', id)
        .where('state', '=', from)
        .returningAll()
        .executeTakeFirst();
      if (row) trail.seal('targetChanges', row);
      return row !== undefined;
    },
    async insertApproval(approval) {
      const row = await db
        .insertInto('targetApprovals')
        .values({ ...approval })
        .onConflict((conflict) => conflict.columns(['changeId', 'actor']).doNothing())
        .returningAll()
        .executeTakeFirst();
      if (row) trail.seal('targetApprovals', row);
      return row !== undefined;
    },
    approvals: (changeId) =>
      db
        .selectFrom('targetApprovals')
        .selectAll()
        .where('changeId', '=', changeId)
        .orderBy('at')
        .orderBy('actor')
        .execute(),
  };
}

function positionOf(db: Kysely<Tables>, id: string): Promise<Position | undefined> {
  return db
    .selectFrom('targetChanges')
    .select(['createdAt', 'id'])
    .where('id', '=', id)
    .executeTakeFirst();
}

async function readPage(db: Kysely<Tables>, page: Page): Promise<readonly TargetChangeRow[]> {
  const { account, state, before, limit } = page;
  let query = db.selectFrom('targetChanges').selectAll().where('account', '=', account);
  if (state !== undefined) query = query.where('state', '=', state);
  if (before !== undefined) {
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('createdAt', 'id'), '<', tuple(before.createdAt, before.id)),
    );
  }
  return query.orderBy('createdAt', 'desc').orderBy('id', 'desc').limit(limit).execute();
}

function newestFirst(a: Position, b: Position): number {
  return b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1);
}

function recordOf({ id, body, state, proposer, approvedAt }: TargetChangeRow): TargetChangeRecord {
  const change = parseStored<TargetChange>(body, `target change ${id}`);
  return { change, state, proposer, approvedAt };
}
