/** An execution as JSON: what was filled of each leg, at which price and fees, and the distance to the targets that is left. */
import { toNumber } from '../base/decimal.ts';
import type { Execution } from '../execution/execution.ts';
import { residualPp } from '../execution/residual.ts';
import { realisedShortfallBps } from '../execution/shortfall.ts';
import type { Recommendation } from '../plan/plan.ts';
import { averagePrice } from './execution-summary.ts';
import { isoTime } from './format.ts';
import { reasonJson, timeOrNull } from './recommendation-json.ts';

export function executionJson(execution: Execution, plan: Recommendation) {
  return {
    schemaVersion: 1,
    executionId: execution.id,
    recommendationId: execution.recommendationId,
    planHash: execution.planHash,
    status: execution.status,
    startedAt: isoTime(execution.startedAt),
    finishedAt: timeOrNull(execution.finishedAt),
    legs: execution.legs.map((leg) => ({
      symbol: leg.symbol,
      side: leg.side,
      quantity: leg.quantity,
      filled: leg.filled,
      averagePrice: averagePrice(leg),
      fees: leg.fees,
      arrivalPrice: leg.arrival?.price ?? null,
      expectedShortfallBps: leg.arrival === null ? null : toNumber(leg.arrival.expectedBps),
      realisedShortfallBps: realisedShortfallBps(leg),
      status: leg.status,
      reason: leg.reason === null ? null : reasonJson(leg.reason),
    })),
    residual: residualPp(plan, execution),
  };
}
