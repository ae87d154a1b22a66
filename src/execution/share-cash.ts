/** When the confirmed cash does not pay for all buys at their limits, all are cut by one factor, once, before any more is bought. */
import {
  add,
  compare,
  type Decimal,
  decimalOf,
  multiply,
  roundToStep,
  subtract,
  toNumber,
} from '../base/decimal.ts';
import { type Draft, isOver, putLeg, remainingOf, termsOf } from './draft.ts';
import type { ExecutionLeg } from './execution.ts';
import type { ExecutionState, LegTerms } from './execution-step.ts';
import type { Balances } from './order.ts';

/** Of all buys that are not over and pay with a currency. */
export function shareCash(draft: Draft, quote: string, free: Balances): void {
  const { state } = draft;
  const buys = state.execution.legs.filter(
    (leg) => leg.side === 'buy' && leg.quote === quote && !isOver(leg),
  );
  const needed = buys.map((leg) => spending(leg, termsOf(state, leg))).reduce(add, '0');
  const available = free[quote] ?? '0';
  if (compare(needed, available) <= 0) return;
  // The factor is drawn down by a millionth, since quotients and fees may be rounded up.
  const factor = decimalOf((toNumber(available) / toNumber(needed)) * (1 - 1e-6));
  for (const leg of buys) putLeg(draft, cut(state, leg, factor));
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
