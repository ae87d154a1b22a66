/** The journal of an execution: keeps each record of a step, with its event, in the transaction of the step. */
import type { JsonValue } from '../../base/canonical-json.ts';
import { invariant } from '../../base/errors.ts';
import type { AttemptState, Execution } from '../../execution/execution.ts';
import type { ExecutionRecord, ExecutionState } from '../../execution/execution-step.ts';
import type { EventType, NewEvent } from '../../ledger/event.ts';
import type { StoreSession } from '../../ports/store.ts';
import type { Permits } from './permits.ts';

/** Reads where an execution stands, and whether it may go on. */
export async function readState(
  session: StoreSession,
  id: string,
  {
    permits,
    ...given
  }: Pick<ExecutionState, 'terms' | 'style' | 'awaitsPerson'> & { readonly permits: Permits },
): Promise<ExecutionState> {
  const execution = await session.executions.get(id);
  invariant(execution !== undefined, `an execution that is driven must be kept, was ${id}`);
  const attempts = await session.executions.attempts(id);
  const fills = await session.executions.fills(id);
  const allowed = await permits(session, { execution, attempts });
  return { execution, attempts, fills, permits: allowed, ...given };
}

/** Keeps a new execution and takes its recommendation to `executing`; false when there is, or was, one already. */
export async function keepStart(
  session: StoreSession,
  execution: Execution,
  actor: string,
): Promise<boolean> {
  const { id, recommendationId, account, planHash, startedAt } = execution;
  if (!(await session.executions.insert(execution))) return false;
  const moved = await session.recommendations.move(recommendationId, 'approved', 'executing');
  invariant(
    moved,
    `a recommendation that is started must be approved, was not: ${recommendationId}`,
  );
  const payload = { recommendationId, planHash, account };
  const event = { type: 'ExecutionStarted', actor, subject: id, payload } as const;
  await session.events.append({ ...event, at: startedAt });
  return true;
}

const attemptEvents: Readonly<Record<Exclude<AttemptState, 'sending'>, EventType>> = {
  open: 'AttemptOpened',
  closed: 'AttemptClosed',
  rejected: 'AttemptRejected',
  unknown: 'AttemptUnknown',
  not_accepted: 'AttemptNotAccepted',
  manual: 'AttemptManual',
};

/** Keeps one record of a step. */
export async function keep(
  session: StoreSession,
  record: ExecutionRecord,
  { execution, actor, at }: { execution: Execution; actor: string; at: number },
): Promise<void> {
  const { executions, events, recommendations } = session;
  const append = (type: EventType, payload: JsonValue): Promise<void> =>
    events.append({ type, at, actor, subject: execution.id, payload } satisfies NewEvent);

  switch (record.kind) {
    case 'new-attempt':
      await executions.insertAttempt(record.attempt);
      return append('AttemptStarted', record.attempt);
    case 'attempt': {
      const { clientOrderId, to, cause } = record;
      invariant(to !== 'sending', 'an attempt begins as sending and never returns to it');
      await executions.moveAttempt(clientOrderId, to);
      const payload = { clientOrderId, to, ...(cause === undefined ? {} : { cause }) };
      return append(attemptEvents[to], payload);
    }
    case 'cancel': {
      const { clientOrderId, at: requestedAt } = record;
      await executions.noteCancel(clientOrderId, requestedAt);
      return append('AttemptCancelRequested', { clientOrderId });
    }
    case 'evidence': {
      const { clientOrderId, evidence } = record;
      await executions.noteEvidence(clientOrderId, evidence);
      return append('AttemptNotFound', { clientOrderId, ...evidence });
    }
    case 'incident': {
      const { clientOrderId, cause } = record;
      return append('IncidentNoted', { clientOrderId, cause });
    }
    case 'fill': {
      const isNew = await executions.insertFill(execution.account, execution.id, record.fill);
      invariant(
        isNew,
        `a fill belongs to one execution, was booked before: ${record.fill.tradeId}`,
      );
      return append('FillBooked', { legIndex: record.legIndex, ...record.fill });
    }
    case 'arrival': {
      const { legIndex, arrival } = record;
      await executions.insertArrival(execution.id, legIndex, arrival);
      return append('LegArrived', { legIndex, ...arrival });
    }
    case 'cut': {
      await executions.updateLeg(execution.id, record.leg);
      return append('LegCut', record.leg);
    }
    case 'leg': {
      await executions.updateLeg(execution.id, record.leg);
      const { status } = record.leg;
      if (status === 'pending' || status === 'working') return;
      return append('LegFinished', record.leg);
    }
    case 'finished': {
      const { status } = record;
      await executions.finish(execution.id, status, record.at);
      await recommendations.move(execution.recommendationId, 'executing', status);
      return append('ExecutionFinished', {
        recommendationId: execution.recommendationId,
        status,
      });
    }
  }
}
