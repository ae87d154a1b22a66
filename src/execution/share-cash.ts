/**
 * When the confirmed cash does not pay for all buys at their limits, all are cut by one factor, once, before any more is bought. On margin
 * the same goes for all orders that open positions, and for the room that the account has for them.
 */
import {
  add,
  compare,
  type Decimal,
  decimalOf,
  maximum,
  multiply,
  roundToStep,
  subtract,
  toNumber,
} from '../base/decimal.ts';
import { isFollowed } from './attempt-life.ts';
import { attemptsOf, cutLeg, type Draft, isOver, remainingOf, termsOf } from './draft.ts';
import type { ExecutionLeg } from './execution.ts';
import type { ExecutionState, LegTerms } from './execution-step.ts';
import { givesRoom } from './leg-role.ts';
import type { Balances } from './order.ts';

/** Quotients and fees may be rounded up. */
const rounding = 1e-6;

/** Whether the buys that have no order in the market need more than is free. */
export function missingCash(state: ExecutionState, quote: string, free: Balances): boolean {
  return compare(neededBy(state, waitingBuys(state, quote)), free[quote] ?? '0') > 0;
}

/** Of all buys that are not over, have no order in the market and pay with a currency. */
export function shareCash(draft: Draft, quote: string, free: Balances): void {
  const { state } = draft;
  const buys = waitingBuys(state, quote);
  const needed = neededBy(state, buys);
  // A venue that filled more than was ordered may leave less than nothing.
  const available = maximum(free[quote] ?? '0', '0');
  const factor = decimalOf((toNumber(available) / toNumber(needed)) * (1 - rounding));
  for (const leg of buys) cutLeg(draft, cut(state, leg, factor));
}

/** The most that may be opened at a price, which for a sale may be above the limit of its leg: in whole steps. */
export function affordable(
  { stepSize, takerFeeBps }: LegTerms,
  { price, room }: { price: Decimal; room: Decimal },
): Decimal {
  const perUnit = toNumber(price) * (1 + takerFeeBps / 10_000);
  const units = (Math.max(0, toNumber(room)) / perUnit) * (1 - rounding);
  return roundToStep(decimalOf(units), stepSize, 'down');
}

/** What an order in the market needs is held back already. */
function waitingBuys(state: ExecutionState, quote: string): readonly ExecutionLeg[] {
  return state.execution.legs.filter(
    (leg) =>
      !givesRoom(leg, termsOf(state, leg)) &&
      leg.quote === quote &&
      !isOver(leg) &&
      attemptsOf(state, leg.index).every((attempt) => !isFollowed(attempt.state)),
  );
}

function neededBy(state: ExecutionState, buys: readonly ExecutionLeg[]): Decimal {
  return buys.map((leg) => spending(leg, termsOf(state, leg))).reduce(add, '0');
}

function cut(state: ExecutionState, leg: ExecutionLeg, factor: Decimal): ExecutionLeg {
  const { stepSize } = termsOf(state, leg);
  const left = roundToStep(multiply(remainingOf(leg), factor), stepSize, 'down');
  const quantity = subtract(leg.quantity, add(leg.filled, left));
  return { ...leg, reason: { code: 'CASH_SHORT', symbol: leg.symbol, quantity } };
}

/** The most that the rest of a buy can cost, fee included, in its quote. */
function spending(leg: ExecutionLeg, { takerFeeBps }: LegTerms): Decimal {
  const notional = multiply(remainingOf(leg), leg.limitPrice);
  return multiply(notional, add('1', decimalOf(takerFeeBps / 10_000)));
}
