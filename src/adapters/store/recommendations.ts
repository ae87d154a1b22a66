/** Recommendations with their state, author and inputs. */
import type { Kysely } from 'kysely';
import { canonicalJson } from '../../base/canonical-json.ts';
import { invariant } from '../../base/errors.ts';
import { mayFollow, type RecommendationState } from '../../plan/life-cycle.ts';
import type { Recommendation } from '../../plan/plan.ts';
import type { RecommendationRecord, RecommendationStore } from '../../ports/store.ts';
import { parseStored } from './rows.ts';
import type { RecommendationRow, Tables } from './schema.ts';
import type { Trail } from './trail.ts';

type Position = Pick<RecommendationRow, 'asOf' | 'id'>;

type Page = {
  readonly portfolio: string | undefined;
  readonly account: string | undefined;
  readonly state: RecommendationState | undefined;
  readonly before: Position | undefined;
  readonly until: number | undefined;
  readonly limit: number;
};

export function createRecommendations(db: Kysely<Tables>, trail: Trail): RecommendationStore {
  return {
    async insert(record) {
      const row = await db
        .insertInto('recommendations')
        .values(rowOf(record))
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returningAll()
        .executeTakeFirst();
      if (row) trail.seal('recommendations', row);
      return row !== undefined;
    },
    async get(id) {
      const row = await db
        .selectFrom('recommendations')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row && recordOf(row);
    },
    async list({ portfolio, account, states, before, until, limit }) {
      const start = before === undefined ? undefined : await positionOf(db, before);
      if (before !== undefined && start === undefined) return [];
      const rows: RecommendationRow[] = [];
      // One look for each state, so that every one of them reads its index in order.
      for (const state of states ?? [undefined]) {
        rows.push(
          ...(await readPage(db, { portfolio, account, state, before: start, until, limit })),
        );
      }
      return rows.sort(newestFirst).slice(0, limit).map(recordOf);
    },
    async move(id, from, to) {
      invariant(mayFollow(from, to), `a recommendation cannot go from ${from} to ${to}`);
      const row = await db
        .updateTable('recommendations')
        .set({ state: to })
        .where('id', '=', id)
        .where('state', '=', from)
        .returningAll()
        .executeTakeFirst();
      if (row) trail.seal('recommendations', row);
      return row !== undefined;
    },
  };
}

function positionOf(db: Kysely<Tables>, id: string): Promise<Position | undefined> {
  return db
    .selectFrom('recommendations')
    .select(['asOf', 'id'])
    .where('id', '=', id)
    .executeTakeFirst();
}

async function readPage(db: Kysely<Tables>, page: Page): Promise<readonly RecommendationRow[]> {
  let query = db.selectFrom('recommendations').selectAll();
  if (page.portfolio !== undefined) query = query.where('portfolio', '=', page.portfolio);
  if (page.account !== undefined) query = query.where('account', '=', page.account);
  if (page.state !== undefined) query = query.where('state', '=', page.state);
  if (page.until !== undefined) query = query.where('asOf', '<=', page.until);
  const { before } = page;
  if (before !== undefined) {
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('asOf', 'id'), '<', tuple(before.asOf, before.id)),
    );
  }
  return query.orderBy('asOf', 'desc').orderBy('id', 'desc').limit(page.limit).execute();
}

function newestFirst(a: Position, b: Position): number {
  return b.asOf - a.asOf || (a.id < b.id ? 1 : -1);
}

function rowOf(record: RecommendationRecord): RecommendationRow {
  const { recommendation, account, state, proposer, inputs } = record;
  const { id, portfolio, asOf } = recommendation;
  const texts = { body: canonicalJson(recommendation), inputs: canonicalJson(inputs) };
  return { id, portfolio, account, asOf, state, proposer, ...texts };
}

function recordOf(row: RecommendationRow): RecommendationRecord {
  const { account, state, proposer } = row;
  const recommendation = parseStored<Recommendation>(row.body, `recommendation ${row.id}`);
  const inputs = parseStored(row.inputs, `inputs of recommendation ${row.id}`);
  return { recommendation, state, proposer, account, inputs };
}
