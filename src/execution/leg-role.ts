/**
 * What a leg does to the means of its account. On spot a sale brings in what buys are paid with; on margin an order that closes gives room
 * to those that open, whichever side they are on. What gives goes first.
 */
import type { ExecutionLeg } from './execution.ts';
import type { LegTerms } from './execution-step.ts';

type Role = Pick<LegTerms, 'reduceOnly'>;

/** Whether it brings in cash, or leverage, and needs none. */
export function givesRoom({ side }: Pick<ExecutionLeg, 'side'>, { reduceOnly }: Role): boolean {
  return reduceOnly ?? side === 'sell';
}
