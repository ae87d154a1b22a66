/** What to do next: follow the open order, try a leg again, end it, or end the execution; sells before buys. */
import { hashOf } from '../base/canonical-json.ts';
import {
  compare,
  type Decimal,
  isPositive,
  minimum,
  multiply,
  roundToStep,
  subtract,
} from '../base/decimal.ts';
import { invariant } from '../base/errors.ts';
import type { Reason } from '../base/reasons.ts';
import { isFollowed } from './attempt-life.ts';
import { clientOrderId } from './client-order-id.ts';
import {
  addAttempt,
  attemptsOf,
  type Draft,
  endLeg,
  filledBy,
  finish,
  isOver,
  legAt,
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
  FinalStatus,
} from './execution-step.ts';
import { follow } from './follow.ts';
import { noEvidence } from './negative-evidence.ts';
import type { Holdings, OrderRequest } from './order.ts';
import { shareCash } from './share-cash.ts';
import { nextOrder, type Tactic } from './tactic.ts';

type Looked = Extract<ExecutionEvent, { kind: 'looked' }>;

/** Writes what follows from the state into the draft, and answers the next command; undefined when there is none. */
export function advance(
  draft: Draft,
  event: ExecutionEvent,
  now: number,
): ExecutionCommand | undefined {
  const { attempts, execution } = draft.state;
  if (execution.status !== 'executing') return undefined;
  if (attempts.some((attempt) => attempt.state === 'manual')) return undefined;
  const followed = attempts.find((attempt) => isFollowed(attempt.state));
  if (followed !== undefined) return follow(draft, followed, { event, now });
  for (const leg of inOrder(execution.legs)) {
    const command = isOver(leg) ? undefined : advanceLeg(draft, leg, { event, now });
    if (command !== undefined) return command;
  }
  finish(draft, statusOf(draft.state.execution.legs), now);
  return undefined;
}

function inOrder(legs: readonly ExecutionLeg[]): readonly ExecutionLeg[] {
  return [
    ...legs.filter((leg) => leg.side === 'sell'),
    ...legs.filter((leg) => leg.side === 'buy'),
  ];
}

/** Starts the next attempt of a leg, asks for what that needs, or ends the leg and answers nothing. */
function advanceLeg(
  draft: Draft,
  leg: ExecutionLeg,
  { event, now }: { event: ExecutionEvent; now: number },
): ExecutionCommand | undefined {
  const { state } = draft;
  const left = leftOf(state, leg);
  if (!isPositive(left)) {
    if (leg.reason === null) putLeg(draft, { ...leg, status: 'filled' });
    else endLeg(draft, leg, leg.reason);
    return undefined;
  }
  const obstacle =
    permitOf(state, leg) ?? limitReached(state, leg, now) ?? belowMinimum(state, leg, left);
  if (obstacle !== undefined) {
    endLeg(draft, leg, obstacle);
    return undefined;
  }
  const pauseMs = pauseBefore(state, leg, event);
  if (pauseMs !== undefined) return { kind: 'wait', ms: pauseMs };
  if (!isLookFor(event, leg, now)) return { kind: 'look', market: leg.symbol };
  return order(draft, leg, { looked: event, now });
}

/** The next order of a leg after a look, of as much as the account can give away. */
function order(
  draft: Draft,
  { index }: ExecutionLeg,
  { looked, now }: { looked: Looked; now: number },
): ExecutionCommand | undefined {
  const { holdings, book } = looked;
  const { side, quote } = legAt(draft.state, index);
  if (side === 'buy') shareCash(draft, quote, holdings.free);
  const { state } = draft;
  const leg = legAt(state, index);
  const terms = termsOf(state, leg);
  const left = side === 'buy' ? leftOf(state, leg) : sellable(state, leg, holdings);
  if (!isPositive(left) || belowMinimum(state, leg, left) !== undefined) {
    endLeg(draft, leg, leg.reason ?? shortOf(leg, left));
    return undefined;
  }
  const attempts = attemptsOf(state, index);
  const tactic = nextOrder({ leg, left, terms, style: state.style, book, attempts, now });
  if (tactic.kind === 'wait') return { kind: 'wait', ms: tactic.ms };
  return start(draft, leg, { tactic, holdings, now });
}

/** What remains, as a multiple of the step. */
function leftOf(state: ExecutionState, leg: ExecutionLeg): Decimal {
  return roundToStep(remainingOf(leg), termsOf(state, leg).stepSize, 'down');
}

function sellable(state: ExecutionState, leg: ExecutionLeg, { free }: Holdings): Decimal {
  const { stepSize } = termsOf(state, leg);
  return roundToStep(minimum(leftOf(state, leg), free[leg.base] ?? '0'), stepSize, 'down');
}

/** After an order that took what was there the book needs time to fill; after a refusal the venue says how long. */
function pauseBefore(
  state: ExecutionState,
  leg: ExecutionLeg,
  event: ExecutionEvent,
): number | undefined {
  const last = attemptsOf(state, leg.index).at(-1);
  if (last === undefined) return undefined;
  if (event.kind === 'rejected') return event.retryAfterMs;
  const isWhole = compare(filledBy(state, last), last.quantity) >= 0;
  return event.kind === 'reported' && !isWhole ? executionLimits.refillMs : undefined;
}

function isLookFor(event: ExecutionEvent, leg: ExecutionLeg, now: number): event is Looked {
  if (event.kind !== 'looked' || event.market !== leg.symbol) return false;
  return now - event.readAt <= executionLimits.bookAgeMs;
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
  const order: OrderRequest = {
    clientOrderId: clientOrderId(place),
    ...{ market: leg.symbol, base: leg.base, quote: leg.quote, side: leg.side },
    ...{ kind: tactic.order, quantity, limitPrice, signedAt: now },
  };
  addAttempt(draft, {
    ...place,
    clientOrderId: order.clientOrderId,
    ...{ kind: order.kind, quantity, limitPrice },
    before: { base: total[leg.base] ?? '0', quote: total[leg.quote] ?? '0' },
    requestHash: hashOf(order),
    ...{ state: 'sending', sentAt: now, cancelRequestedAt: null, evidence: noEvidence },
  });
  if (leg.status === 'pending') putLeg(draft, { ...leg, status: 'working' });
  return { kind: 'submit', order };
}

function limitReached(state: ExecutionState, leg: ExecutionLeg, now: number): Reason | undefined {
  const inTime = now < state.execution.startedAt + executionLimits.deadlineMs;
  const attempts = attemptsOf(state, leg.index).length;
  if (inTime && attempts < executionLimits.attemptsPerLeg) return undefined;
  const { symbol, filled, quantity } = leg;
  return { code: 'BOOK_TOO_THIN', symbol, filled, quantity };
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

/** What the account does not hold free is not sold. */
function shortOf({ symbol, base: asset, ...leg }: ExecutionLeg, left: Decimal): Reason {
  const quantity = subtract(subtract(leg.quantity, leg.filled), left);
  return { code: 'HOLDING_SHORT', symbol, asset, quantity };
}

function statusOf(legs: readonly ExecutionLeg[]): FinalStatus {
  if (legs.some((leg) => leg.reason?.code === 'TRADING_HALTED')) return 'halted';
  if (legs.every((leg) => leg.status === 'filled')) return 'settled';
  return legs.some((leg) => isPositive(leg.filled)) ? 'partial' : 'failed';
}
