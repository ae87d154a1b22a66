/** The last checks before a plan is proposed: it must be possible, and it must bring the weights nearer to their targets. */
import type { Reason } from '../base/reasons.ts';
import type { AfterPlan } from './after.ts';
import type { PortfolioSnapshot } from './snapshot.ts';

/** The first check that refuses, or undefined. */
export function preTradeProblem(
  snapshot: PortfolioSnapshot,
  after: AfterPlan,
  portfolio: {
    symbols: readonly string[];
    quote: string;
    /** The rule's measure of how far weights are from the targets. */
    distance: (weights: Float64Array) => number;
  },
): Reason | undefined {
  const short = after.quantities.findIndex((quantity) => quantity < 0);
  if (short >= 0) {
    return {
      code: 'PLAN_INFEASIBLE',
      symbol: portfolio.symbols[short] as string,
      after: after.quantities[short] as number,
    };
  }
  // Expected costs may be more than the cash that is left: buys are then paid from confirmed proceeds.
  if (after.cash < -after.cost) {
    return { code: 'PLAN_INFEASIBLE', symbol: portfolio.quote, after: after.cash };
  }
  const before = portfolio.distance(snapshot.weights);
  const left = portfolio.distance(after.weights);
  if (left < before) return undefined;
  return { code: 'PLAN_NO_IMPROVEMENT', before, after: left };
}
