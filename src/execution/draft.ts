/** A step being written: the state so far and the records that lead to it; lives only inside one call of `step`. */
import { add, compare, isPositive, multiply, subtract } from '../base/decimal.ts';
import { InvariantError, invariant } from '../base/errors.ts';
import { mayBecome } from './attempt-life.ts';
import type { Attempt, AttemptState, ExecutionLeg } from './execution.ts';
import type { ExecutionRecord, ExecutionState, FinalStatus, LegTerms } from './execution-step.ts';
import type { Fill } from './order.ts';

export type Draft = { state: ExecutionState; readonly records: ExecutionRecord[] };

export function legAt(state: ExecutionState, index: number): ExecutionLeg {
  const leg = state.execution.legs[index];
  if (leg === undefined) throw new InvariantError(`an execution leg must exist, was ${index}`);
  return leg;
}

export function termsOf(state: ExecutionState, leg: ExecutionLeg): LegTerms {
  const terms = state.terms[leg.index];
  if (terms === undefined) throw new InvariantError(`a leg must have terms, was ${leg.index}`);
  return terms;
}

export function attemptsOf(state: ExecutionState, legIndex: number): readonly Attempt[] {
  return state.attempts.filter((attempt) => attempt.legIndex === legIndex);
}

export function isOver(leg: ExecutionLeg): boolean {
  return leg.status !== 'pending' && leg.status !== 'working';
}

export function addAttempt(draft: Draft, attempt: Attempt): void {
  const { state } = draft;
  const leg = legAt(state, attempt.legIndex);
  invariant(
    compare(add(leg.filled, attempt.quantity), leg.quantity) <= 0,
    `an attempt must fit the approved quantity ${leg.quantity}, was ${attempt.quantity} after ${leg.filled}`,
  );
  invariant(
    state.attempts.every((other) => other.clientOrderId !== attempt.clientOrderId),
    `a client order id is used once, was ${attempt.clientOrderId} again`,
  );
  draft.state = { ...state, attempts: [...state.attempts, attempt] };
  draft.records.push({ kind: 'new-attempt', attempt });
}

export function moveAttempt(
  draft: Draft,
  attempt: Attempt,
  move: { to: AttemptState; cause?: string },
): void {
  invariant(
    mayBecome(attempt.state, move.to),
    `an attempt may not go from ${attempt.state} to ${move.to}`,
  );
  draft.state = {
    ...draft.state,
    attempts: draft.state.attempts.map((other) =>
      other.clientOrderId === attempt.clientOrderId ? { ...other, state: move.to } : other,
    ),
  };
  draft.records.push({ kind: 'attempt', clientOrderId: attempt.clientOrderId, ...move });
}

/** Adds a fill once; a fill is named by its market and its trade id. */
export function bookFill(draft: Draft, attempt: Attempt, fill: Fill): void {
  const seen = draft.state.fills.some(
    (other) => other.market === fill.market && other.tradeId === fill.tradeId,
  );
  if (seen) return;
  draft.state = { ...draft.state, fills: [...draft.state.fills, fill] };
  draft.records.push({ kind: 'fill', legIndex: attempt.legIndex, fill });
  const leg = legAt(draft.state, attempt.legIndex);
  const booked = {
    ...leg,
    filled: add(leg.filled, fill.quantity),
    filledNotional: add(leg.filledNotional, multiply(fill.quantity, fill.price)),
    fees: add(leg.fees, feeInQuote(leg, fill)),
  };
  putLeg(draft, isOver(leg) ? lateFilled(booked) : booked);
}

/** Fees in a third asset stand in the fill alone. */
function feeInQuote(leg: ExecutionLeg, fill: Fill): string {
  if (fill.feeAsset === leg.quote) return fill.fee;
  return fill.feeAsset === leg.base ? multiply(fill.fee, fill.price) : '0';
}

function lateFilled(leg: ExecutionLeg): ExecutionLeg {
  const whole = compare(leg.filled, leg.quantity) >= 0;
  return whole ? { ...leg, status: 'filled', reason: null } : { ...leg, status: 'partial' };
}

export function putLeg(draft: Draft, leg: ExecutionLeg): void {
  const { execution } = draft.state;
  const legs = execution.legs.map((other) => (other.index === leg.index ? leg : other));
  draft.state = { ...draft.state, execution: { ...execution, legs } };
  draft.records.push({ kind: 'leg', leg });
}

/** Ends a leg for a reason: partial when something was filled, failed when it was tried, skipped when it was not. */
export function endLeg(draft: Draft, leg: ExecutionLeg, reason: ExecutionLeg['reason']): void {
  const tried = attemptsOf(draft.state, leg.index).length > 0;
  const status = isPositive(leg.filled) ? 'partial' : tried ? 'failed' : 'skipped';
  putLeg(draft, { ...leg, status, reason });
}

export function finish(draft: Draft, status: FinalStatus, at: number): void {
  const { execution } = draft.state;
  draft.state = { ...draft.state, execution: { ...execution, status, finishedAt: at } };
  draft.records.push({ kind: 'finished', status, at });
}

export function remainingOf(leg: ExecutionLeg): string {
  return subtract(leg.quantity, leg.filled);
}
