/**
 * Whether an account that was read shows the fills of a leg's market yet: its base must be what it was before the last order, and what that one
 * filled since. What an order finds there is held against the balances later, when nobody knows whether the venue took it; a fill that
 * shows only then would speak for an order that never was.
 */
import { add, compare, type Decimal, subtract } from '../base/decimal.ts';
import { legAt } from './draft.ts';
import type { Attempt, ExecutionLeg } from './execution.ts';
import { executionLimits } from './execution-limits.ts';
import type { ExecutionState } from './execution-step.ts';
import type { Balances, Fill } from './order.ts';

/** Past the fence every read shows them: what is missing then is another's doing. */
export function isBehindFills(
  state: ExecutionState,
  leg: ExecutionLeg,
  { total, now }: { total: Balances; now: number },
): boolean {
  // On margin a position is closed by one leg and opened by another.
  const attempts = state.attempts.filter(
    ({ legIndex }) => legAt(state, legIndex).symbol === leg.symbol,
  );
  const last = attempts.at(-1);
  const fills = fillsOf(state, attempts);
  const lastFillAt = Math.max(...fills.map(({ at }) => at));
  if (last === undefined || now >= lastFillAt + executionLimits.fenceMs) return false;
  const expected = fillsOf(state, [last])
    .map((fill) => changeOf(leg, fill))
    .reduce(add, last.before.base);
  return compare(total[leg.base] ?? '0', expected) !== 0;
}

function fillsOf({ fills }: ExecutionState, attempts: readonly Attempt[]): readonly Fill[] {
  const ids = new Set(attempts.map(({ clientOrderId }) => clientOrderId));
  return fills.filter(({ clientOrderId }) => ids.has(clientOrderId));
}

/** Of the base of its leg. */
function changeOf({ base }: ExecutionLeg, { side, quantity, fee, feeAsset }: Fill): Decimal {
  const traded = side === 'buy' ? quantity : subtract('0', quantity);
  return feeAsset === base ? subtract(traded, fee) : traded;
}
