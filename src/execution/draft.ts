/** A step being written: the state so far and the records that lead to it; lives only inside one call of `step`. */
import { add, compare, isPositive, maximum, multiply, subtract } from '../base/decimal.ts';
import { InvariantError, invariant } from '../base/errors.ts';
import { isFollowed, mayBecome } from './attempt-life.ts';
import type { Arrival, Attempt, AttemptState, Evidence, ExecutionLeg } from './execution.ts';
import type {
  ExecutionRecord,
  ExecutionState,
  FinalStatus,
  LegTerms,
  Permit,
} from './execution-step.ts';
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

export function permitOf({ permits }: ExecutionState, { index }: ExecutionLeg): Permit {
  const permit = permits[index];
  invariant(permit !== undefined, `a leg must have a permit or a refusal, was ${index} without`);
  return permit;
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
  changeAttempt(draft, attempt, { state: move.to });
  draft.records.push({ kind: 'attempt', clientOrderId: attempt.clientOrderId, ...move });
}

export function noteEvidence(draft: Draft, attempt: Attempt, evidence: Evidence): void {
  if (evidence === attempt.evidence) return;
  changeAttempt(draft, attempt, { evidence });
  draft.records.push({ kind: 'evidence', clientOrderId: attempt.clientOrderId, evidence });
}

export function noteCancel(draft: Draft, attempt: Attempt, at: number): void {
  changeAttempt(draft, attempt, { cancelRequestedAt: at });
  draft.records.push({ kind: 'cancel', clientOrderId: attempt.clientOrderId, at });
}

function changeAttempt(
  draft: Draft,
  { clientOrderId }: Attempt,
  change: Partial<Pick<Attempt, 'state' | 'evidence' | 'cancelRequestedAt'>>,
): void {
  const attempts = draft.state.attempts.map((other) =>
    other.clientOrderId === clientOrderId ? { ...other, ...change } : other,
  );
  draft.state = { ...draft.state, attempts };
}

/** Base units that an attempt filled, as far as is booked. */
export function filledBy({ fills }: ExecutionState, { clientOrderId }: Attempt): string {
  return fills
    .filter((fill) => fill.clientOrderId === clientOrderId)
    .map((fill) => fill.quantity)
    .reduce(add, '0');
}

export function isBooked({ fills }: ExecutionState, { market, tradeId }: Fill): boolean {
  return fills.some((other) => other.market === market && other.tradeId === tradeId);
}

/** Adds a fill once; a fill is named by its market and its trade id. */
export function bookFill(draft: Draft, attempt: Attempt, fill: Fill): void {
  if (isBooked(draft.state, fill)) return;
  draft.state = { ...draft.state, fills: [...draft.state.fills, fill] };
  draft.records.push({ kind: 'fill', legIndex: attempt.legIndex, fill });
  const incident = incidentOf(draft.state, attempt, fill);
  if (incident !== undefined) {
    draft.records.push({ kind: 'incident', clientOrderId: attempt.clientOrderId, cause: incident });
  }
  const leg = legAt(draft.state, attempt.legIndex);
  const booked = {
    ...leg,
    filled: add(leg.filled, fill.quantity),
    filledNotional: add(leg.filledNotional, multiply(fill.quantity, fill.price)),
    fees: add(leg.fees, feeInQuote(leg, fill)),
  };
  putLeg(draft, isOver(leg) ? lateFilled(booked) : booked);
}

/** What is wrong with a fill; it is booked all the same, because what the venue traded is a fact. */
function incidentOf(state: ExecutionState, attempt: Attempt, fill: Fill): string | undefined {
  if (!isFollowed(attempt.state)) {
    return `the fill ${fill.tradeId} came after its order was taken to be ${attempt.state}`;
  }
  const filled = filledBy(state, attempt);
  if (compare(filled, attempt.quantity) <= 0) return undefined;
  return `the venue filled ${filled} of an order of ${attempt.quantity}`;
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
  changeLeg(draft, leg);
  draft.records.push({ kind: 'leg', leg });
}

export function cutLeg(draft: Draft, leg: ExecutionLeg): void {
  changeLeg(draft, leg);
  draft.records.push({ kind: 'cut', leg });
}

function changeLeg(draft: Draft, leg: ExecutionLeg): void {
  const { execution } = draft.state;
  const legs = execution.legs.map((other) => (other.index === leg.index ? leg : other));
  draft.state = { ...draft.state, execution: { ...execution, legs } };
}

export function noteArrival(draft: Draft, legIndex: number, arrival: Arrival): void {
  const { execution } = draft.state;
  const legs = execution.legs.map((leg) => (leg.index === legIndex ? { ...leg, arrival } : leg));
  draft.state = { ...draft.state, execution: { ...execution, legs } };
  draft.records.push({ kind: 'arrival', legIndex, arrival });
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

/** Of the approved quantity, what is neither filled nor given up for want of cash; never below zero, whatever the venue overfilled. */
export function remainingOf({ quantity, filled, reason }: ExecutionLeg): string {
  const left = subtract(quantity, filled);
  const asked = reason?.code === 'CASH_SHORT' ? subtract(left, String(reason.quantity)) : left;
  return maximum(asked, '0');
}
