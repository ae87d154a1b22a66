/** How an event changes what is known of the attempts, the fills and the legs; nothing is decided here. */
import { compare } from '../base/decimal.ts';
import { InvariantError } from '../base/errors.ts';
import { isFollowed } from './attempt-life.ts';
import {
  bookFill,
  type Draft,
  endLeg,
  filledBy,
  isBooked,
  isOver,
  legAt,
  moveAttempt,
  noteEvidence,
} from './draft.ts';
import type { Attempt } from './execution.ts';
import { executionLimits } from './execution-limits.ts';
import type { ExecutionEvent } from './execution-step.ts';
import { afterNotFound, contradiction, isSought } from './negative-evidence.ts';
import type { OrderReport, Sweep } from './order.ts';

type EventOf<K extends ExecutionEvent['kind']> = Extract<ExecutionEvent, { kind: K }>;

export function absorb(draft: Draft, event: ExecutionEvent, now: number): void {
  switch (event.kind) {
    case 'restarted':
      loseTrack(draft);
      break;
    case 'reported':
      absorbReport(draft, event.report);
      break;
    case 'rejected':
      absorbRejection(draft, event);
      break;
    case 'unanswered':
      absorbSilence(draft, event);
      break;
    case 'not-found':
      absorbNotFound(draft, find(draft, event.clientOrderId), event.readAt);
      break;
    case 'swept':
      absorbSweep(draft, event);
      break;
    case 'tick':
    case 'looked':
    case 'cancel-asked':
      break;
  }
  if (answers.has(event.kind)) age(draft, now);
}

/** After a long pause, or while the venue is away, an order is asked for first. */
const answers: ReadonlySet<ExecutionEvent['kind']> = new Set(['reported', 'not-found', 'swept']);

/** A driver that starts does not know what the last one was sending when it stopped, nor whether the venue said that it was in trouble. */
function loseTrack(draft: Draft): void {
  for (const attempt of draft.state.attempts) {
    if (attempt.state !== 'sending') continue;
    moveAttempt(draft, attempt, { to: 'unknown' });
    noteEvidence(draft, attempt, { ...attempt.evidence, degraded: true });
  }
}

/** What the venue answers about and has no end for too long is left to a person. */
function age(draft: Draft, now: number): void {
  for (const attempt of draft.state.attempts) {
    if (attempt.state !== 'unknown' && attempt.state !== 'open') continue;
    if (attempt.state === 'open' && draft.state.awaitsPerson === true) continue;
    const isResting = attempt.kind === 'rest' && attempt.state === 'open';
    const since = isResting ? attempt.cancelRequestedAt : attempt.sentAt;
    if (since === null || now - since < executionLimits.endlessMs) continue;
    moveAttempt(draft, attempt, { to: 'manual', cause: `${attempt.state} for too long` });
  }
}

/** Fills are booked whatever the attempt's state. An order is closed only when all its fills are told. */
function absorbReport(draft: Draft, report: OrderReport): void {
  const { clientOrderId, fills, filled, status } = report;
  for (const fill of fills) bookFill(draft, find(draft, clientOrderId), fill);
  const attempt = find(draft, clientOrderId);
  if (attempt.state === 'not_accepted') {
    moveAttempt(draft, attempt, { to: 'manual', cause: 'the venue knows the order after all' });
  }
  if (!isFollowed(attempt.state)) return;
  const isWhole = filled === undefined || compare(filledBy(draft.state, attempt), filled) >= 0;
  const to = status === 'closed' && isWhole ? 'closed' : 'open';
  if (attempt.state !== to) moveAttempt(draft, attempt, { to });
}

/** A refusal ends its leg where the venue would refuse the same order again. */
function absorbRejection(draft: Draft, event: EventOf<'rejected'>): void {
  const { clientOrderId, cause, retryAfterMs } = event;
  const attempt = find(draft, clientOrderId);
  if (attempt.state === 'unknown') moveAttempt(draft, attempt, { to: 'not_accepted', cause });
  if (attempt.state !== 'sending') return;
  moveAttempt(draft, attempt, { to: 'rejected', cause });
  const leg = legAt(draft.state, attempt.legIndex);
  // An order that would have taken is to rest elsewhere; that is no refusal of the leg.
  if (retryAfterMs === undefined && attempt.kind === 'take' && !isOver(leg)) {
    endLeg(draft, leg, { code: 'ORDER_REJECTED', symbol: leg.symbol, cause });
  }
}

function absorbSilence(draft: Draft, { clientOrderId, degraded }: EventOf<'unanswered'>): void {
  const attempt = find(draft, clientOrderId);
  if (attempt.state !== 'sending') return;
  moveAttempt(draft, attempt, { to: 'unknown' });
  if (degraded) {
    noteEvidence(draft, find(draft, clientOrderId), { ...attempt.evidence, degraded });
  }
}

/** Of an order that was seen before this proves nothing: the venue answers from a copy that lags. */
function absorbNotFound(draft: Draft, attempt: Attempt, readAt: number): void {
  if (attempt.state === 'unknown') noteEvidence(draft, attempt, afterNotFound(attempt, readAt));
}

/** Ends the search only when nothing at all speaks for the order; else it begins again. */
function absorbSweep(draft: Draft, { clientOrderId, sweep }: EventOf<'swept'>): void {
  if (sweep.order !== undefined) {
    absorbReport(draft, sweep.order);
    return;
  }
  const attempt = find(draft, clientOrderId);
  const unbooked = sweep.trades.filter((trade) => !isBooked(draft.state, trade));
  for (const trade of ownTrades(unbooked, attempt)) bookFill(draft, attempt, trade);
  if (attempt.state !== 'unknown' || !isSought(attempt)) return;
  const leg = legAt(draft.state, attempt.legIndex);
  if (contradiction(attempt, leg, { ...sweep, trades: unbooked }) === undefined) {
    moveAttempt(draft, attempt, { to: 'not_accepted' });
  } else {
    noteEvidence(draft, attempt, { ...attempt.evidence, notFoundReads: 0 });
  }
}

function ownTrades(trades: Sweep['trades'], { clientOrderId }: Attempt): Sweep['trades'] {
  return trades.filter((trade) => trade.clientOrderId === clientOrderId);
}

function find(draft: Draft, clientOrderId: string): Attempt {
  const attempt = draft.state.attempts.find((other) => other.clientOrderId === clientOrderId);
  if (attempt === undefined) {
    throw new InvariantError(`an event must be about an attempt of ours, was ${clientOrderId}`);
  }
  return attempt;
}
