/** The last checks before a plan is proposed: it must be possible, and it must bring the weights nearer to their targets. */
import type { Reason } from '../base/reasons.ts';
import { leverageOf } from '../policy/margin.ts';
import type { AfterPlan } from './after.ts';
import type { PortfolioSnapshot } from './snapshot.ts';

/** The first check that refuses, or undefined. */
export function preTradeProblem(
  snapshot: PortfolioSnapshot,
  after: AfterPlan,
  portfolio: {
    symbols: readonly string[];
    quote: string;
    /** Absent where nothing is borrowed. */
    leverage?: number | undefined;
    /** The rule's measure of how far weights are from the targets. */
    distance: (weights: Float64Array) => number;
  },
): Reason | undefined {
  const impossible =
    portfolio.leverage === undefined
      ? unpaidProblem(after, portfolio)
      : leverageProblem(snapshot, after, portfolio.leverage);
  if (impossible !== undefined) return impossible;
  const before = portfolio.distance(snapshot.weights);
  const left = portfolio.distance(after.weights);
  if (left < before) return undefined;
  return { code: 'PLAN_NO_IMPROVEMENT', before, after: left };
}

/** More is sold than there is, or spent. */
function unpaidProblem(
  after: AfterPlan,
  { symbols, quote }: { symbols: readonly string[]; quote: string },
): Reason | undefined {
  const short = after.quantities.findIndex((quantity) => quantity < 0);
  if (short >= 0) {
    return {
      code: 'PLAN_INFEASIBLE',
      symbol: symbols[short] as string,
      after: after.quantities[short] as number,
    };
  }
  // Expected costs may be more than the cash that is left: buys are then paid from confirmed proceeds.
  if (after.cash >= -after.cost) return undefined;
  return { code: 'PLAN_INFEASIBLE', symbol: quote, after: after.cash };
}

/** Costs make the portfolio a little smaller than what its positions were fitted to. */
const leverageTolerance = 1e-9;

/** What is above the leverage already may be brought down in steps. */
function leverageProblem(
  snapshot: PortfolioSnapshot,
  after: AfterPlan,
  leverage: number,
): Reason | undefined {
  const gross = leverageOf(after.weights) * (1 - after.cost / snapshot.nav);
  if (gross <= Math.max(leverage, leverageOf(snapshot.weights)) + leverageTolerance)
    return undefined;
  return { code: 'LEVERAGE_EXCEEDED', gross, leverage };
}
