/** How much of a buy the confirmed cash pays for, when all buys must share it. */
import {
  add,
  compare,
  type Decimal,
  decimalOf,
  multiply,
  roundToStep,
  toNumber,
} from '../base/decimal.ts';
import { isOver, remainingOf, termsOf } from './draft.ts';
import type { ExecutionLeg } from './execution.ts';
import type { ExecutionState, LegTerms } from './execution-step.ts';
import type { Balances } from './order.ts';

/** All buys left that pay with the same currency are scaled by one factor, so that even at their limits they fit. */
export function affordable(
  state: ExecutionState,
  leg: ExecutionLeg,
  { left, free }: { left: Decimal; free: Balances },
): Decimal {
  const needed = state.execution.legs
    .filter((other) => other.side === 'buy' && other.quote === leg.quote && !isOver(other))
    .map((other) => spending(other, termsOf(state, other)))
    .reduce(add, '0');
  const available = free[leg.quote] ?? '0';
  if (compare(needed, available) <= 0) return left;
  // The factor is drawn down by a millionth, since quotients and fees may be rounded up.
  const factor = (toNumber(available) / toNumber(needed)) * (1 - 1e-6);
  const { stepSize } = termsOf(state, leg);
  return roundToStep(multiply(left, decimalOf(factor)), stepSize, 'down');
}

/** The most that the rest of a buy can cost, fee included, in its quote. */
function spending(leg: ExecutionLeg, { feeBps }: LegTerms): Decimal {
  const notional = multiply(remainingOf(leg), leg.limitPrice);
  return multiply(notional, add('1', decimalOf(feeBps / 10_000)));
}
