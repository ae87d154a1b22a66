/** What to do next: follow the open order, try a leg again, end it, or end the execution; sells before buys. */
import { hashOf } from '../base/canonical-json.ts';
import { add, compare, type Decimal, isPositive, multiply, roundToStep } from '../base/decimal.ts';
import { affordable } from './affordable.ts';
import { isFollowed } from './attempt-life.ts';
import { clientOrderId } from './client-order-id.ts';
import {
  addAttempt,
  attemptsOf,
  type Draft,
  endLeg,
  finish,
  isOver,
  putLeg,
  remainingOf,
  termsOf,
} from './draft.ts';
import type { Attempt, ExecutionLeg } from './execution.ts';
import {
  type ExecutionCommand,
  type ExecutionEvent,
  type ExecutionState,
  executionLimits,
  type FinalStatus,
  type LegTerms,
} from './execution-step.ts';
import type { OrderRequest } from './order.ts';

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
  if (followed !== undefined) return follow(followed, event);
  for (const leg of inOrder(execution.legs)) {
    const command = isOver(leg) ? undefined : advanceLeg(draft, leg, { event, now });
    if (command !== undefined) return command;
  }
  finish(draft, statusOf(draft.state.execution.legs), now);
  return undefined;
}

/** An order that is open, or being sent, is given time before it is asked about. */
function follow(attempt: Attempt, event: ExecutionEvent): ExecutionCommand {
  if (event.kind === 'reported' || attempt.state === 'sending') {
    return { kind: 'wait', ms: executionLimits.pollMs };
  }
  return { kind: 'query', clientOrderId: attempt.clientOrderId };
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
  const terms = termsOf(state, leg);
  const left = roundToStep(remainingOf(leg), terms.stepSize, 'down');
  if (!isPositive(left)) {
    putLeg(draft, { ...leg, status: 'filled', reason: null });
    return undefined;
  }
  const last = attemptsOf(state, leg.index).at(-1);
  if (last?.state === 'closed' && compare(filledBy(state, last), last.quantity) >= 0) {
    endLeg(draft, leg, cashShort(leg));
    return undefined;
  }
  const limit = limitReached(state, leg, now) ?? belowMinimum(leg, left, terms);
  if (limit !== undefined) {
    endLeg(draft, leg, limit);
    return undefined;
  }
  if (event.kind === 'reported' && last !== undefined) {
    return { kind: 'wait', ms: executionLimits.refillMs };
  }
  if (leg.side === 'sell') return start(draft, leg, { quantity: left, now });
  if (event.kind !== 'balances') return { kind: 'read-balances' };
  const quantity = affordable(state, leg, { left, free: event.free });
  if (!isPositive(quantity) || belowMinimum(leg, quantity, terms) !== undefined) {
    endLeg(draft, leg, cashShort(leg));
    return undefined;
  }
  return start(draft, leg, { quantity, now });
}

/** The order is never larger than what is left of the approved quantity, and never priced beyond the approved limit. */
function start(
  draft: Draft,
  leg: ExecutionLeg,
  { quantity, now }: { quantity: Decimal; now: number },
): ExecutionCommand {
  const { execution } = draft.state;
  const number = attemptsOf(draft.state, leg.index).length + 1;
  const place = { executionId: execution.id, legIndex: leg.index, number };
  const order: OrderRequest = {
    clientOrderId: clientOrderId(place),
    market: leg.symbol,
    base: leg.base,
    quote: leg.quote,
    side: leg.side,
    quantity,
    limitPrice: leg.limitPrice,
  };
  addAttempt(draft, {
    ...place,
    clientOrderId: order.clientOrderId,
    quantity,
    limitPrice: order.limitPrice,
    requestHash: hashOf(order),
    state: 'sending',
    sentAt: now,
  });
  if (leg.status === 'pending') putLeg(draft, { ...leg, status: 'working' });
  return { kind: 'submit', order };
}

function limitReached(
  state: ExecutionState,
  leg: ExecutionLeg,
  now: number,
): ExecutionLeg['reason'] | undefined {
  const inTime = now < state.execution.startedAt + executionLimits.deadlineMs;
  const attempts = attemptsOf(state, leg.index).length;
  if (inTime && attempts < executionLimits.attemptsPerLeg) return undefined;
  const { symbol, filled, quantity } = leg;
  return { code: 'BOOK_TOO_THIN', symbol, filled, quantity };
}

function belowMinimum(
  leg: ExecutionLeg,
  quantity: Decimal,
  terms: LegTerms,
): ExecutionLeg['reason'] | undefined {
  const notional = multiply(quantity, leg.limitPrice);
  if (compare(notional, terms.minNotional) >= 0) return undefined;
  const { side, symbol } = leg;
  return { code: 'NOTIONAL_BELOW_MINIMUM', side, symbol, notional, minimum: terms.minNotional };
}

function cashShort(leg: ExecutionLeg): ExecutionLeg['reason'] {
  return { code: 'CASH_SHORT', symbol: leg.symbol, quantity: remainingOf(leg) };
}

function filledBy(state: ExecutionState, attempt: Attempt): Decimal {
  return state.fills
    .filter((fill) => fill.clientOrderId === attempt.clientOrderId)
    .map((fill) => fill.quantity)
    .reduce(add, '0');
}

function statusOf(legs: readonly ExecutionLeg[]): FinalStatus {
  if (legs.every((leg) => leg.status === 'filled')) return 'settled';
  return legs.some((leg) => isPositive(leg.filled)) ? 'partial' : 'failed';
}
