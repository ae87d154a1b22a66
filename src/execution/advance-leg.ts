/** The next order of a leg, or what is needed for it; a leg that can do no more is ended. */
import { hashOf } from '../base/canonical-json.ts';
import {
  compare,
  type Decimal,
  isPositive,
  maximum,
  minimum,
  multiply,
  roundToStep,
  subtract,
} from '../base/decimal.ts';
import { invariant } from '../base/errors.ts';
import type { Reason } from '../base/reasons.ts';
import { isFollowed } from './attempt-life.ts';
import { isBehindFills } from './balance-lag.ts';
import { clientOrderId } from './client-order-id.ts';
import {
  addAttempt,
  attemptsOf,
  type Draft,
  endLeg,
  filledBy,
  isOver,
  legAt,
  noteArrival,
  permitOf,
  putLeg,
  remainingOf,
  termsOf,
} from './draft.ts';
import type { ExecutionLeg } from './execution.ts';
import { executionLimits } from './execution-limits.ts';
import type {
  ExecutionCommand,
  ExecutionEvent,
  ExecutionState,
  LegTerms,
} from './execution-step.ts';
import { givesRoom } from './leg-role.ts';
import { noEvidence } from './negative-evidence.ts';
import type { Holdings, OrderRequest } from './order.ts';
import { isPassing } from './permit.ts';
import { affordable, missingCash, shareCash } from './share-cash.ts';
import { arrivalAt } from './shortfall.ts';
import { patienceOf } from './style.ts';
import { nextOrder, type Tactic } from './tactic.ts';

type Looked = Extract<ExecutionEvent, { kind: 'looked' }>;

/** Undefined when the leg is over or has an order under way. */
export function advanceLeg(
  draft: Draft,
  index: number,
  { event, now }: { event: ExecutionEvent; now: number },
): ExecutionCommand | undefined {
  const { state } = draft;
  const leg = legAt(state, index);
  const attempts = attemptsOf(state, index);
  if (isOver(leg) || attempts.some((attempt) => isFollowed(attempt.state))) return undefined;
  const left = leftOf(state, leg);
  if (!isPositive(left)) {
    const isWhole = compare(leg.filled, leg.quantity) >= 0;
    const reason = isWhole ? undefined : (leg.reason ?? belowStep(state, leg));
    if (reason === undefined) putLeg(draft, { ...leg, status: 'filled', reason: null });
    else endLeg(draft, leg, reason);
    return undefined;
  }
  const refusal = permitOf(state, leg);
  if (refusal !== null && isPassing(refusal)) return awaitBook(draft, leg, { refusal, now });
  const obstacle = refusal ?? limitReached(state, leg, now) ?? belowMinimum(state, leg, left);
  if (obstacle !== undefined) {
    endLeg(draft, leg, obstacle);
    return undefined;
  }
  if (isBehindClosing(state, leg)) return { kind: 'wait', ms: executionLimits.refillMs };
  const pauseMs = pauseBefore(state, leg, now);
  if (pauseMs > 0) return { kind: 'wait', ms: pauseMs };
  if (!isLookFor(event, leg, now)) return { kind: 'look', market: leg.symbol };
  return order(draft, leg, { looked: event, now });
}

/** The leg ends with what the last look showed when the next would come too late. */
function awaitBook(
  draft: Draft,
  leg: ExecutionLeg,
  { refusal, ms = executionLimits.refillMs, now }: { refusal: Reason; ms?: number; now: number },
): ExecutionCommand | undefined {
  const lookedAgainAt = now + Math.min(ms, executionLimits.longestWaitMs);
  if (lookedAgainAt < deadlineOf(draft.state)) return { kind: 'wait', ms };
  endLeg(draft, leg, refusal);
  return undefined;
}

/** After an order that was refused, or did not fill whole, the market and the venue need time. */
function pauseBefore(state: ExecutionState, leg: ExecutionLeg, now: number): number {
  const last = attemptsOf(state, leg.index).at(-1);
  if (last === undefined || compare(filledBy(state, last), last.quantity) >= 0) return 0;
  return (last.cancelRequestedAt ?? last.sentAt) + executionLimits.refillMs - now;
}

function isLookFor(event: ExecutionEvent, leg: ExecutionLeg, now: number): event is Looked {
  if (event.kind !== 'looked' || event.market !== leg.symbol) return false;
  return now - event.readAt <= executionLimits.bookAgeMs;
}

/** The next order of a leg after a look, of as much as the account can give away. */
function order(
  draft: Draft,
  known: ExecutionLeg,
  { looked, now }: { looked: Looked; now: number },
): ExecutionCommand | undefined {
  const { holdings, book } = looked;
  const { refillMs } = executionLimits;
  const { index, quote } = known;
  if (isBehindFills(draft.state, known, { total: holdings.total, now })) {
    return { kind: 'wait', ms: refillMs };
  }
  const needsRoom = !givesRoom(known, termsOf(draft.state, known));
  if (needsRoom && missingCash(draft.state, quote, holdings.free)) {
    // Sells that are not over may still bring in the cash, and what the last fill brought in may not be in the balances yet.
    if (isGivingRoom(draft.state) || now < lastFillAt(draft.state) + executionLimits.balanceLagMs) {
      return { kind: 'wait', ms: refillMs };
    }
    shareCash(draft, quote, holdings.free);
  }
  const { state } = draft;
  const leg = legAt(state, index);
  const terms = termsOf(state, leg);
  const left = needsRoom
    ? leftOf(state, leg)
    : minimum(leftOf(state, leg), givable(leg, terms, holdings));
  if (!isPositive(left) || belowMinimum(state, leg, left) !== undefined) {
    endLeg(draft, leg, leg.reason ?? shortOf(leg, left));
    return undefined;
  }
  const arrival = book && leg.arrival === null ? arrivalAt(leg, { terms, book, now }) : undefined;
  if (arrival !== undefined) noteArrival(draft, index, arrival);
  const attempts = attemptsOf(state, index);
  const { style } = state;
  const deadline = deadlineOf(state);
  const tactic = nextOrder({ leg, left, terms, style, book, attempts, deadline, now });
  const begun = legAt(draft.state, index);
  if (tactic.kind === 'order') {
    const quantity = payable(begun, tactic, { terms, holdings });
    const isCut = compare(quantity, tactic.quantity) < 0;
    if (!isCut || belowMinimum(state, leg, quantity) === undefined) {
      return start(draft, begun, { tactic: { ...tactic, quantity }, holdings, now });
    }
    endLeg(draft, begun, { code: 'CASH_SHORT', symbol: leg.symbol, quantity: left });
    return undefined;
  }
  return awaitBook(draft, begun, { refusal: unfilled('BOOK_TOO_THIN', leg), ms: tactic.ms, now });
}

function lastFillAt({ fills }: ExecutionState): number {
  return fills.reduce((latest, { at }) => Math.max(latest, at), Number.NEGATIVE_INFINITY);
}

/** Sales that open are placed above the limit of their leg, by which room was shared, where the market is there. */
function payable(
  { side, quote }: ExecutionLeg,
  { quantity, limitPrice }: Extract<Tactic, { kind: 'order' }>,
  { terms, holdings }: { terms: LegTerms; holdings: Holdings },
): Decimal {
  if (side === 'buy' || terms.reduceOnly !== false) return quantity;
  const room = holdings.free[quote] ?? '0';
  return minimum(quantity, affordable(terms, { price: limitPrice, room }));
}

/** What remains, as a multiple of the step. */
function leftOf(state: ExecutionState, leg: ExecutionLeg): Decimal {
  return roundToStep(remainingOf(leg), termsOf(state, leg).stepSize, 'down');
}

/** What may be sold, or closed, as a multiple of the step; nothing where the position has come to be on the other side. */
function givable(
  { base, side }: ExecutionLeg,
  { reduceOnly, stepSize }: LegTerms,
  { free, total }: Holdings,
): Decimal {
  const position = total[base] ?? '0';
  const closable = side === 'sell' ? position : subtract('0', position);
  const most = reduceOnly === undefined ? (free[base] ?? '0') : maximum(closable, '0');
  return roundToStep(most, stepSize, 'down');
}

function isGivingRoom(state: ExecutionState): boolean {
  return state.execution.legs.some((leg) => !isOver(leg) && givesRoom(leg, termsOf(state, leg)));
}

/** An order that opens the other side of a position waits until the one that closes it is over. */
function isBehindClosing(state: ExecutionState, leg: ExecutionLeg): boolean {
  if (termsOf(state, leg).reduceOnly !== false) return false;
  return state.execution.legs.some(
    (other) =>
      other.symbol === leg.symbol && !isOver(other) && termsOf(state, other).reduceOnly === true,
  );
}

/** The order is never larger than what is left of the approved quantity, and never priced beyond the approved limit. */
function start(
  draft: Draft,
  leg: ExecutionLeg,
  given: {
    tactic: Extract<Tactic, { kind: 'order' }>;
    holdings: Holdings;
    now: number;
  },
): ExecutionCommand {
  const { tactic, now } = given;
  const { quantity, limitPrice } = tactic;
  const { total } = given.holdings;
  const { execution } = draft.state;
  const beyond = compare(limitPrice, leg.limitPrice) * (leg.side === 'buy' ? 1 : -1);
  invariant(beyond <= 0, `an order must stay inside ${leg.limitPrice}, was ${limitPrice}`);
  const number = attemptsOf(draft.state, leg.index).length + 1;
  const place = { executionId: execution.id, legIndex: leg.index, number };
  const request: OrderRequest = {
    clientOrderId: clientOrderId(place),
    ...{ market: leg.symbol, base: leg.base, quote: leg.quote, side: leg.side },
    ...{ kind: tactic.order, quantity, limitPrice, signedAt: now },
    ...(termsOf(draft.state, leg).reduceOnly === true ? { reduceOnly: true } : {}),
  };
  addAttempt(draft, {
    ...place,
    clientOrderId: request.clientOrderId,
    ...{ kind: request.kind, quantity, limitPrice },
    before: { base: total[leg.base] ?? '0', quote: total[leg.quote] ?? '0' },
    requestHash: hashOf(request),
    ...{ state: 'sending', sentAt: now, cancelRequestedAt: null, evidence: noEvidence },
  });
  if (leg.status === 'pending') putLeg(draft, { ...leg, status: 'working' });
  return { kind: 'submit', order: request };
}

function deadlineOf({ execution, style, awaitsPerson }: ExecutionState): number {
  const { deadlineMs, instructionsMs } = executionLimits;
  if (awaitsPerson === true) return execution.startedAt + instructionsMs;
  return execution.startedAt + patienceOf(style) + deadlineMs;
}

function limitReached(state: ExecutionState, leg: ExecutionLeg, now: number): Reason | undefined {
  const takes = attemptsOf(state, leg.index).filter(({ kind }) => kind === 'take');
  // What a person did less than was asked for was their decision.
  const isAnswered =
    state.awaitsPerson === true && takes.some((attempt) => attempt.state === 'closed');
  const isInTime = now < deadlineOf(state);
  const isTried = takes.length >= executionLimits.attemptsPerLeg;
  if (isInTime && !isTried && !isAnswered) return undefined;
  if (state.awaitsPerson === true) return unfilled('INSTRUCTION_ENDED', leg);
  return unfilled(isInTime ? 'BOOK_TOO_THIN' : 'DEADLINE_PASSED', leg);
}

function unfilled(
  code: 'BOOK_TOO_THIN' | 'DEADLINE_PASSED' | 'INSTRUCTION_ENDED',
  { symbol, filled, quantity }: ExecutionLeg,
): Reason {
  return { code, symbol, filled, quantity };
}

function belowMinimum(
  state: ExecutionState,
  leg: ExecutionLeg,
  quantity: Decimal,
): Reason | undefined {
  const { minNotional } = termsOf(state, leg);
  const notional = multiply(quantity, leg.limitPrice);
  if (compare(notional, minNotional) >= 0) return undefined;
  const { side, symbol } = leg;
  return { code: 'NOTIONAL_BELOW_MINIMUM', side, symbol, notional, minimum: minNotional };
}

/** A remainder that was on the step when the plan was made, and by the rules of now is less than one. */
function belowStep(state: ExecutionState, leg: ExecutionLeg): Reason | undefined {
  const remaining = remainingOf(leg);
  if (!isPositive(remaining)) return undefined;
  const { side, symbol, limitPrice } = leg;
  const notional = multiply(remaining, limitPrice);
  const smallest = multiply(termsOf(state, leg).stepSize, limitPrice);
  return { code: 'NOTIONAL_BELOW_MINIMUM', side, symbol, notional, minimum: smallest };
}

/** What the account does not hold free is not sold. */
function shortOf({ symbol, base: asset, ...leg }: ExecutionLeg, left: Decimal): Reason {
  const quantity = subtract(subtract(leg.quantity, leg.filled), left);
  return { code: 'HOLDING_SHORT', symbol, asset, quantity };
}
