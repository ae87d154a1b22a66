/** Fills: one for each trade id of a market of an account, never changed. */
import type { Kysely } from 'kysely';
import type { Fill } from '../../execution/order.ts';
import type { ExecutionStore } from '../../ports/store.ts';
import { prepared } from './prepared.ts';
import type { Tables } from './schema.ts';
import type { Trail } from './trail.ts';

type FillStore = Pick<ExecutionStore, 'insertFill' | 'fills'>;

const ofExecution = prepared((db, { executionId }: { executionId: string }) =>
  db
    .selectFrom('fills')
    .selectAll()
    .where('executionId', '=', executionId)
    .orderBy('at')
    .orderBy('market')
    .orderBy('tradeId'),
);

export function createFills(db: Kysely<Tables>, trail: Trail): FillStore {
  return {
    async insertFill(account, executionId, fill) {
      const { tradeId, clientOrderId, market, side, quantity, price, fee, feeAsset, at } = fill;
      const row = await db
        .insertInto('fills')
        .values({
          ...{ account, market, tradeId, executionId, clientOrderId },
          ...{ side, quantity, price, fee, feeAsset, at },
        })
        .onConflict((conflict) => conflict.columns(['account', 'market', 'tradeId']).doNothing())
        .returningAll()
        .executeTakeFirst();
      if (row) trail.seal('fills', row);
      return row !== undefined;
    },
    async fills(executionId): Promise<readonly Fill[]> {
      const { rows } = await ofExecution(db, { executionId });
      return rows.map(({ account: _, executionId: __, ...fill }) => fill);
    },
  };
}
