/** Attempts, the venue orders of a leg; their states move only along the executor's table. */
import type { Kysely } from 'kysely';
import { invariant } from '../../base/errors.ts';
import { mayBecome } from '../../execution/attempt-life.ts';
import type { Attempt } from '../../execution/execution.ts';
import type { ExecutionStore } from '../../ports/store.ts';
import { prepared } from './prepared.ts';
import type { AttemptDetailRow, AttemptRow, Tables } from './schema.ts';
import type { Trail } from './trail.ts';

type AttemptStore = Pick<
  ExecutionStore,
  'insertAttempt' | 'moveAttempt' | 'noteCancel' | 'noteEvidence' | 'attempts'
>;

const insert = prepared((db, row: AttemptRow) => db.insertInto('attempts').values(row));

const insertDetails = prepared((db, row: AttemptDetailRow) =>
  db.insertInto('attemptDetails').values(row),
);

const ofExecution = prepared((db, { executionId }: { executionId: string }) =>
  wholeAttempts(db).where('executionId', '=', executionId).orderBy('legIndex').orderBy('number'),
);

export function createAttempts(db: Kysely<Tables>, trail: Trail): AttemptStore {
  const changeDetails = async (
    clientOrderId: string,
    change: Partial<AttemptDetailRow>,
  ): Promise<void> => {
    const row = await db
      .updateTable('attemptDetails')
      .set(change)
      .where('clientOrderId', '=', clientOrderId)
      .returningAll()
      .executeTakeFirst();
    invariant(row !== undefined, `there is no attempt ${clientOrderId}`);
    trail.seal('attemptDetails', row);
  };

  return {
    async insertAttempt(attempt) {
      invariant(attempt.state === 'sending', `a new attempt is sending, was ${attempt.state}`);
      const [order, details] = rowsOf(attempt);
      await insert(db, order);
      trail.seal('attempts', order);
      await insertDetails(db, details);
      trail.seal('attemptDetails', details);
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
    noteCancel: (clientOrderId, at) => changeDetails(clientOrderId, { cancelRequestedAt: at }),
    noteEvidence: (clientOrderId, { degraded, notFoundReads, lastNotFoundAt }) =>
      changeDetails(clientOrderId, { degraded: Number(degraded), notFoundReads, lastNotFoundAt }),
    async attempts(executionId) {
      const { rows } = await ofExecution(db, { executionId });
      return rows.map(attemptOf);
    },
  };
}

/** Attempts with their details. */
export function wholeAttempts(db: Kysely<Tables>) {
  return db
    .selectFrom('attempts')
    .leftJoin('attemptDetails', 'attemptDetails.clientOrderId', 'attempts.clientOrderId')
    .selectAll('attempts')
    .select(['kind', 'baseBefore', 'quoteBefore', 'cancelRequestedAt'])
    .select(['degraded', 'notFoundReads', 'lastNotFoundAt']);
}

function rowsOf(attempt: Attempt): [AttemptRow, AttemptDetailRow] {
  const { clientOrderId, executionId, legIndex, number } = attempt;
  const { quantity, limitPrice, requestHash, state, sentAt } = attempt;
  const { kind, before, cancelRequestedAt, evidence } = attempt;
  return [
    {
      ...{ clientOrderId, executionId, legIndex, number },
      ...{ quantity, limitPrice, requestHash, state, sentAt },
    },
    {
      ...{ clientOrderId, kind, baseBefore: before.base, quoteBefore: before.quote },
      cancelRequestedAt,
      ...{ ...evidence, degraded: Number(evidence.degraded) },
    },
  ];
}

/** An attempt of an earlier version has no details; it was a `take`. */
export function attemptOf(
  row: AttemptRow & {
    readonly [C in keyof Omit<AttemptDetailRow, 'clientOrderId'>]: AttemptDetailRow[C] | null;
  },
): Attempt {
  const { kind, baseBefore, quoteBefore, degraded, notFoundReads, lastNotFoundAt, ...attempt } =
    row;
  return {
    ...attempt,
    kind: kind ?? 'take',
    before: { base: baseBefore ?? '0', quote: quoteBefore ?? '0' },
    evidence: { degraded: degraded === 1, notFoundReads: notFoundReads ?? 0, lastNotFoundAt },
  };
}
