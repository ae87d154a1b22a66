/** Executions with their legs; attempts and fills join them from files of their own. */
import { type Kysely, sql } from 'kysely';
import { canonicalJson } from '../../base/canonical-json.ts';
import { invariant } from '../../base/errors.ts';
import type { Reason } from '../../base/reasons.ts';
import type { Arrival, Execution, ExecutionLeg } from '../../execution/execution.ts';
import type { ExecutionStore } from '../../ports/store.ts';
import { createAccountActivity } from './account-activity.ts';
import { createAttempts } from './attempts.ts';
import { createFills } from './fills.ts';
import { prepared } from './prepared.ts';
import { parseStored } from './rows.ts';
import type { ExecutionLegRow, ExecutionRow, LegArrivalRow, Tables } from './schema.ts';
import type { Trail } from './trail.ts';

export function createExecutions(db: Kysely<Tables>, trail: Trail): ExecutionStore {
  return {
    ...createReads(db),
    ...createWrites(db, trail),
    ...createAttempts(db, trail),
    ...createFills(db, trail),
    ...createAccountActivity(db),
  };
}

function wholeExecutions(db: Kysely<Tables>) {
  return db
    .selectFrom('executions')
    .leftJoin('executionDetails', 'executionDetails.executionId', 'executions.id')
    .selectAll('executions')
    .select(({ fn, lit }) => fn.coalesce('killEpoch', lit(0)).as('killEpoch'));
}

const named = prepared((db, { id }: { id: string }) => wholeExecutions(db).where('id', '=', id));

const legsOf = prepared((db, { executionId }: { executionId: string }) =>
  db
    .selectFrom('executionLegs')
    .selectAll()
    .where('executionId', '=', executionId)
    .orderBy('legIndex'),
);

const arrivalsOf = prepared((db, { executionId }: { executionId: string }) =>
  db.selectFrom('legArrivals').selectAll().where('executionId', '=', executionId),
);

type Reads = Pick<ExecutionStore, 'get' | 'ofRecommendation' | 'live' | 'lastFilled'>;

function createReads(db: Kysely<Tables>): Reads {
  const complete = async (row: KeptExecution | undefined): Promise<Execution | undefined> =>
    row && executionOf(row, await readLegs(db, row.id));

  return {
    get: async (id) => complete((await named(db, { id })).rows[0]),
    ofRecommendation: async (id) =>
      complete(await wholeExecutions(db).where('recommendationId', '=', id).executeTakeFirst()),
    async live() {
      // Written out, so that the index of live executions fits.
      const live = wholeExecutions(db).where('status', '=', sql.lit('executing'));
      const rows = await live.orderBy('account').execute();
      return Promise.all(rows.map(async (row) => executionOf(row, await readLegs(db, row.id))));
    },
    async lastFilled(account) {
      const row = await wholeExecutions(db)
        .where('account', '=', account)
        .where('finishedAt', 'is not', null)
        .where(({ exists, selectFrom }) =>
          exists(
            selectFrom('fills')
              .select('tradeId')
              .whereRef('fills.executionId', '=', 'executions.id'),
          ),
        )
        .orderBy('finishedAt', 'desc')
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return complete(row);
    },
  };
}

/** What was approved does not change, so that the row is the given one wherever there is one. */
const changeLeg = prepared((db, row: ExecutionLegRow) => {
  const { filled, filledNotional, fees, status, reason, ...approved } = row;
  return db
    .updateTable('executionLegs')
    .set({ filled, filledNotional, fees, status, reason })
    .where(({ and }) => and(approved));
});

const insertArrival = prepared((db, row: LegArrivalRow) =>
  db.insertInto('legArrivals').values(row),
);

type Writes = Pick<ExecutionStore, 'insert' | 'updateLeg' | 'insertArrival' | 'finish'>;

function createWrites(db: Kysely<Tables>, trail: Trail): Writes {
  return {
    async insert({ legs, ...execution }) {
      const { id, recommendationId, portfolio, account, planHash } = execution;
      const { status, startedAt, finishedAt } = execution;
      const names = { id, recommendationId, portfolio, account, planHash };
      const row = await db
        .insertInto('executions')
        .values({ ...names, status, startedAt, finishedAt })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst();
      if (row === undefined) return false;
      trail.seal('executions', row);
      const details = await db
        .insertInto('executionDetails')
        .values({ executionId: id, killEpoch: execution.killEpoch })
        .returningAll()
        .executeTakeFirstOrThrow();
      trail.seal('executionDetails', details);
      for (const leg of legs) {
        const values = legRowOf(id, leg);
        const legRow = await db
          .insertInto('executionLegs')
          .values(values)
          .returningAll()
          .executeTakeFirstOrThrow();
        trail.seal('executionLegs', legRow);
      }
      return true;
    },
    async updateLeg(executionId, leg) {
      const row = legRowOf(executionId, leg);
      const { numAffectedRows } = await changeLeg(db, row);
      invariant(numAffectedRows === 1n, `execution ${executionId} has no such leg ${leg.index}`);
      trail.seal('executionLegs', row);
    },
    async insertArrival(executionId, legIndex, { price, expectedBps, at }) {
      const row = { executionId, legIndex, price, expectedBps, at };
      await insertArrival(db, row);
      trail.seal('legArrivals', row);
    },
    async finish(executionId, status, at) {
      const row = await db
        .updateTable('executions')
        .set({ status, finishedAt: at })
        .where('id', '=', executionId)
        .where('status', '=', 'executing')
        .returningAll()
        .executeTakeFirst();
      invariant(row !== undefined, `execution ${executionId} is not live and cannot be finished`);
      trail.seal('executions', row);
    },
  };
}

async function readLegs(db: Kysely<Tables>, executionId: string): Promise<readonly ExecutionLeg[]> {
  const { rows: legs } = await legsOf(db, { executionId });
  const { rows: arrivals } = await arrivalsOf(db, { executionId });
  return legs.map((leg) =>
    legOf(
      leg,
      arrivals.find(({ legIndex }) => legIndex === leg.legIndex),
    ),
  );
}

type KeptExecution = ExecutionRow & { readonly killEpoch: number };

function executionOf(row: KeptExecution, legs: readonly ExecutionLeg[]): Execution {
  return { ...row, legs };
}

function legOf(
  { executionId, legIndex, reason, ...leg }: ExecutionLegRow,
  arrived: LegArrivalRow | undefined,
): ExecutionLeg {
  const what = `reason of leg ${legIndex} of execution ${executionId}`;
  return {
    index: legIndex,
    ...leg,
    reason: reason === null ? null : parseStored<Reason>(reason, what),
    arrival: arrived ? arrivalOf(arrived) : null,
  };
}

function arrivalOf({ price, expectedBps, at }: LegArrivalRow): Arrival {
  return { price, expectedBps, at };
}

function legRowOf(executionId: string, leg: ExecutionLeg): ExecutionLegRow {
  const { index, symbol, base, quote, side, quantity, limitPrice } = leg;
  const { filled, filledNotional, fees, status } = leg;
  return {
    ...{ executionId, legIndex: index, symbol, base, quote, side, quantity, limitPrice },
    ...{ filled, filledNotional, fees, status },
    reason: leg.reason && canonicalJson(leg.reason),
  };
}
