/** What to do about an order that may be at the venue: ask about it, cancel it, or search for what became of it. */
import { type Draft, legAt, noteCancel, permitOf } from './draft.ts';
import type { Attempt } from './execution.ts';
import { executionLimits } from './execution-limits.ts';
import type { ExecutionCommand, ExecutionEvent } from './execution-step.ts';
import { isSought } from './negative-evidence.ts';
import type { OrderReference } from './order.ts';
import { isPatienceOver } from './tactic.ts';

type Moment = { readonly event: ExecutionEvent; readonly now: number };

export function follow(draft: Draft, attempt: Attempt, moment: Moment): ExecutionCommand {
  const { pollMs, notFoundSpacingMs } = executionLimits;
  const order = referenceOf(draft, attempt);
  const { event, now } = moment;
  // Only a driver that runs beside this one can still be sending.
  if (attempt.state === 'sending') return { kind: 'wait', ms: pollMs };
  if (attempt.state === 'unknown') {
    if (event.kind === 'not-found' && isSought(attempt)) return { kind: 'sweep', order };
    const hasAnswered = event.kind === 'not-found' || event.kind === 'swept';
    const ms = Math.max(notFoundSpacingMs, pauseOf(attempt, now));
    return hasAnswered ? { kind: 'wait', ms } : { kind: 'query', order };
  }
  if (event.kind === 'cancel-asked') return { kind: 'query', order };
  if (isToBeCancelled(draft, attempt, now)) {
    noteCancel(draft, attempt, now);
    return { kind: 'cancel', order };
  }
  const hasAnswered = event.kind === 'reported' || event.kind === 'not-found';
  return hasAnswered ? { kind: 'wait', ms: pauseOf(attempt, now) } : { kind: 'query', order };
}

/** The older an order, the less often it is asked for. */
export function pauseOf({ sentAt }: Attempt, now: number): number {
  const { pollMs, longestWaitMs } = executionLimits;
  return Math.min(longestWaitMs, Math.max(pollMs, Math.round((now - sentAt) / 20)));
}

/** A request to cancel may be lost, and may be made again: it changes nothing that it has not changed before. */
function isToBeCancelled(draft: Draft, attempt: Attempt, now: number): boolean {
  const { cancelRequestedAt, kind, sentAt } = attempt;
  if (cancelRequestedAt !== null) return now >= cancelRequestedAt + executionLimits.cancelAgainMs;
  if (permitOf(draft.state, legAt(draft.state, attempt.legIndex)) !== null) return true;
  if (draft.state.awaitsPerson === true) return false;
  if (kind === 'take') return now >= sentAt + executionLimits.lingerMs;
  return isPatienceOver(draft.state.style, attempt, now);
}

function referenceOf(draft: Draft, attempt: Attempt): OrderReference {
  const { clientOrderId, sentAt, legIndex } = attempt;
  return { clientOrderId, market: legAt(draft.state, legIndex).symbol, signedAt: sentAt };
}
