/** Whether trading is allowed: one row that the kill switch writes. */
import type { Kysely } from 'kysely';
import { tradingFromTheStart } from '../../execution/permit.ts';
import type { TradingStateStore } from '../../ports/store.ts';
import { prepared } from './prepared.ts';
import type { Tables } from './schema.ts';
import type { Trail } from './trail.ts';

const scope = 'all';

const kept = prepared((db, _: object) => db.selectFrom('tradingStates').selectAll());

export function createTradingState(db: Kysely<Tables>, trail: Trail): TradingStateStore {
  return {
    async get() {
      const [row] = (await kept(db, {})).rows;
      if (row === undefined) return tradingFromTheStart;
      const { scope: _, ...state } = row;
      return state;
    },
    async set(state) {
      const row = await db
        .insertInto('tradingStates')
        .values({ scope, ...state })
        .onConflict((conflict) => conflict.column('scope').doUpdateSet({ ...state }))
        .returningAll()
        .executeTakeFirstOrThrow();
      trail.seal('tradingStates', row);
    },
  };
}
