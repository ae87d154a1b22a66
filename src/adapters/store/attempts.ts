/** Attempts, the venue orders of a leg; their states move only along the executor's table. */
import type { Kysely } from 'kysely';
import { invariant } from '../../base/errors.ts';
import { mayBecome } from '../../execution/attempt-life.ts';
import type { ExecutionStore } from '../../ports/store.ts';
import type { Tables } from './schema.ts';
import type { Trail } from './trail.ts';

type AttemptStore = Pick<ExecutionStore, 'insertAttempt' | 'moveAttempt' | 'attempts'>;

export function createAttempts(db: Kysely<Tables>, trail: Trail): AttemptStore {
  return {
    async insertAttempt(attempt) {
      const { clientOrderId, executionId, legIndex, number } = attempt;
      const { quantity, limitPrice, requestHash, state, sentAt } = attempt;
      invariant(state === 'sending', `a new attempt is sending, was ${state}`);
      const row = await db
        .insertInto('attempts')
        .values({
          ...{ clientOrderId, executionId, legIndex, number },
          ...{ quantity, limitPrice, requestHash, state, sentAt },
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      trail.seal('attempts', row);
    },
    async moveAttempt(clientOrderId, to) {
      const attempts = db.selectFrom('attempts').select('state');
      const now = await attempts.where('clientOrderId', '=', clientOrderId).executeTakeFirst();
      invariant(now !== undefined, `there is no attempt ${clientOrderId}`);
      invariant(
        mayBecome(now.state, to),
        `attempt ${clientOrderId} cannot go from ${now.state} to ${to}`,
      );
      const row = await db
        .updateTable('attempts')
        .set({ state: to })
        .where('clientOrderId', '=', clientOrderId)
        .returningAll()
        .executeTakeFirstOrThrow();
      trail.seal('attempts', row);
    },
    attempts: (executionId) =>
      db
        .selectFrom('attempts')
        .selectAll()
        .where('executionId', '=', executionId)
        .orderBy('legIndex')
        .orderBy('number')
        .execute(),
  };
}
