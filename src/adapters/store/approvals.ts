/** Approvals: one for each actor and plan, never changed. */
import type { Kysely } from 'kysely';
import type { ApprovalStore } from '../../ports/store.ts';
import { prepared } from './prepared.ts';
import type { Tables } from './schema.ts';
import type { Trail } from './trail.ts';

const ofPlan = prepared((db, { recommendationId }: { recommendationId: string }) =>
  db
    .selectFrom('approvals')
    .selectAll()
    .where('recommendationId', '=', recommendationId)
    .orderBy('at')
    .orderBy('actor'),
);

export function createApprovals(db: Kysely<Tables>, trail: Trail): ApprovalStore {
  return {
    async insert({ recommendationId, planHash, actor, at }) {
      const row = await db
        .insertInto('approvals')
        .values({ recommendationId, planHash, actor, at })
        .onConflict((conflict) =>
          conflict.columns(['recommendationId', 'planHash', 'actor']).doNothing(),
        )
        .returningAll()
        .executeTakeFirst();
      if (row) trail.seal('approvals', row);
      return row !== undefined;
    },
    list: async (recommendationId) => (await ofPlan(db, { recommendationId })).rows,
  };
}
