/**
 * When it counts as proven that the venue never took an order: all of
 *   - time past the fence: signature + receive window + 15 s, or + 90 s when the venue was in trouble;
 *   - three successful reads past the fence, at least 2 s apart, that did not find it;
 *   - no trace in the open and closed orders, in the trades, or in the balances.
 * Reads that failed count for nothing.
 */
import { compare, subtract } from '../base/decimal.ts';
import type { Attempt, Evidence, ExecutionLeg } from './execution.ts';
import { executionLimits } from './execution-limits.ts';
import type { Sweep } from './order.ts';

export const noEvidence: Evidence = { degraded: false, notFoundReads: 0, lastNotFoundAt: null };

/** Before this time the venue may still take the order, or show one that it took. */
export function fenceOf({ sentAt, evidence }: Attempt): number {
  const { receiveWindowMs, fenceMs, degradedFenceMs } = executionLimits;
  return sentAt + receiveWindowMs + (evidence.degraded ? degradedFenceMs : fenceMs);
}

/** The evidence after a read that did not find the order; the same where the read does not count. */
export function afterNotFound(attempt: Attempt, readAt: number): Evidence {
  const { evidence } = attempt;
  const { lastNotFoundAt } = evidence;
  if (readAt <= fenceOf(attempt)) return evidence;
  if (lastNotFoundAt !== null && readAt < lastNotFoundAt + executionLimits.notFoundSpacingMs) {
    return evidence;
  }
  return { ...evidence, notFoundReads: evidence.notFoundReads + 1, lastNotFoundAt: readAt };
}

export function isSought({ evidence }: Attempt): boolean {
  return evidence.notFoundReads >= executionLimits.notFoundReads;
}

/** What contradicts the absence of an order that was not found; undefined when nothing does. */
export function contradiction(
  attempt: Attempt,
  leg: ExecutionLeg,
  { trades, total }: Sweep,
): string | undefined {
  const [trade] = trades;
  if (trade !== undefined)
    return `the trade ${trade.tradeId} of ${trade.market} is not accounted for`;
  // A fill moves both balances, and in opposite ways; a deposit or a fee moves one.
  const sign = leg.side === 'buy' ? 1 : -1;
  const base = compare(subtract(total[leg.base] ?? '0', attempt.before.base), '0');
  const quote = compare(subtract(total[leg.quote] ?? '0', attempt.before.quote), '0');
  if (base !== sign || quote !== -sign) return undefined;
  return `the balances of ${leg.base} and ${leg.quote} changed as if the order had been filled`;
}
