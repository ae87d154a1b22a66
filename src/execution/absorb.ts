/** How an event changes what is known of the attempts, the fills and the legs; nothing is decided here. */
import { InvariantError } from '../base/errors.ts';
import { isFollowed } from './attempt-life.ts';
import { bookFill, type Draft, endLeg, isOver, legAt, moveAttempt } from './draft.ts';
import type { Attempt } from './execution.ts';
import { type ExecutionEvent, executionLimits } from './execution-step.ts';
import type { OrderReport } from './order.ts';

export function absorb(draft: Draft, event: ExecutionEvent, now: number): void {
  switch (event.kind) {
    case 'restarted':
      loseTrack(draft);
      break;
    case 'tick':
      age(draft, now);
      break;
    case 'reported':
      absorbReport(draft, event.report);
      break;
    case 'rejected':
      absorbRejection(draft, event);
      break;
    case 'unanswered': {
      const attempt = find(draft, event.clientOrderId);
      if (attempt.state === 'sending') moveAttempt(draft, attempt, { to: 'unknown' });
      break;
    }
    case 'absent':
      absorbAbsence(draft, find(draft, event.clientOrderId));
      break;
    case 'balances':
      break;
  }
}

/** A driver that starts does not know what the last one was sending when it stopped. */
function loseTrack(draft: Draft): void {
  for (const attempt of draft.state.attempts) {
    if (attempt.state === 'sending') moveAttempt(draft, attempt, { to: 'unknown' });
  }
}

/** What was sent too long ago becomes unknown, and what has no end for too long is left to a person. */
function age(draft: Draft, now: number): void {
  for (const attempt of draft.state.attempts) {
    const ageMs = now - attempt.sentAt;
    if (attempt.state === 'sending' && ageMs >= executionLimits.sendMs) {
      moveAttempt(draft, attempt, { to: 'unknown' });
    } else if (isFollowed(attempt.state) && ageMs >= executionLimits.endlessMs) {
      moveAttempt(draft, attempt, { to: 'manual', cause: `${attempt.state} for too long` });
    }
  }
}

/** Fills are booked whatever the attempt's state: what the venue traded is a fact. */
function absorbReport(draft: Draft, report: OrderReport): void {
  const attempt = find(draft, report.clientOrderId);
  for (const fill of report.fills) bookFill(draft, attempt, fill);
  if (isFollowed(attempt.state) && attempt.state !== report.status) {
    moveAttempt(draft, attempt, { to: report.status });
  }
}

/** A refusal ends its leg: the venue would refuse the same order again. */
function absorbRejection(
  draft: Draft,
  { clientOrderId, cause }: { clientOrderId: string; cause: string },
): void {
  const attempt = find(draft, clientOrderId);
  if (attempt.state === 'unknown') moveAttempt(draft, attempt, { to: 'not_accepted', cause });
  if (attempt.state !== 'sending') return;
  moveAttempt(draft, attempt, { to: 'rejected', cause });
  const leg = legAt(draft.state, attempt.legIndex);
  if (!isOver(leg)) {
    endLeg(draft, leg, { code: 'ORDER_REJECTED', symbol: leg.symbol, cause });
  }
}

/** An order that was seen, or filled, cannot be absent: only a person can resolve that. */
function absorbAbsence(draft: Draft, attempt: Attempt): void {
  const traded = draft.state.fills.some((fill) => fill.clientOrderId === attempt.clientOrderId);
  if (attempt.state === 'open' || (attempt.state === 'unknown' && traded)) {
    const cause = 'the venue knew the order and then did not';
    moveAttempt(draft, attempt, { to: 'manual', cause });
  } else if (attempt.state === 'unknown') {
    moveAttempt(draft, attempt, { to: 'not_accepted' });
  }
}

function find(draft: Draft, clientOrderId: string): Attempt {
  const attempt = draft.state.attempts.find((other) => other.clientOrderId === clientOrderId);
  if (attempt === undefined) {
    throw new InvariantError(`an event must be about an attempt of ours, was ${clientOrderId}`);
  }
  return attempt;
}
