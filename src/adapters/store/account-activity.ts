/** What an account did, across its executions: attempts that ended without certainty, and what was sent and filled lately. */
import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import type { ExecutionStore } from '../../ports/store.ts';
import { attemptOf, wholeAttempts } from './attempts.ts';
import { prepared } from './prepared.ts';
import type { Tables } from './schema.ts';

type AccountActivity = Pick<ExecutionStore, 'uncertain' | 'cancelled' | 'tradedSince'>;

type Lately = { readonly account: string; readonly since: number };

const ordersSince = prepared((db, { account, since }: Lately) =>
  db
    .selectFrom('attempts')
    .where('sentAt', '>=', since)
    .where(isOf(account))
    .select(({ fn }) => fn.countAll<number>().as('orders')),
);

const fillsSince = prepared((db, { account, since }: Lately) =>
  db
    .selectFrom('fills')
    .selectAll()
    .where('account', '=', account)
    .where('at', '>=', since)
    .orderBy('at'),
);

export function createAccountActivity(db: Kysely<Tables>): AccountActivity {
  return {
    async uncertain(account, state) {
      const rows = await wholeAttempts(db)
        // Written out, so that the index of uncertain attempts fits.
        .where('state', '=', sql.lit(state))
        .where(isOf(account))
        .orderBy('sentAt')
        .execute();
      return rows.map(attemptOf);
    },
    async cancelled(account, since) {
      const rows = await wholeAttempts(db)
        .where('sentAt', '>=', since)
        .where('state', '=', 'closed')
        .where('cancelRequestedAt', 'is not', null)
        .where(isOf(account))
        .orderBy('sentAt')
        .execute();
      return rows.map(attemptOf);
    },
    async tradedSince(account, since) {
      const counted = (await ordersSince(db, { account, since })).rows;
      const { rows } = await fillsSince(db, { account, since });
      return {
        orders: counted[0]?.orders ?? 0,
        fills: rows.map(({ account: _, executionId: __, ...fill }) => fill),
      };
    },
  };
}

/** Asked of each attempt in the order of its own index, which a join would give up. */
function isOf(account: string) {
  return ({ exists, selectFrom }: ExpressionBuilder<Tables, 'attempts'>) =>
    exists(
      selectFrom('executions')
        .select('id')
        .whereRef('executions.id', '=', 'attempts.executionId')
        .where('executions.account', '=', account),
    );
}
