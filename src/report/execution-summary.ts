/** What an execution did beside what was planned: average prices, planned against realised cost. */
import { type Decimal, decimalOf, isPositive, toNumber } from '../base/decimal.ts';
import type { Execution, ExecutionLeg } from '../execution/execution.ts';
import { shortfallBps } from '../execution/shortfall.ts';
import type { Leg } from '../plan/plan.ts';

/** Filled notional ÷ filled quantity in the market's quote, to ten significant digits; null when nothing was filled. */
export function averagePrice(leg: ExecutionLeg): Decimal | null {
  if (!isPositive(leg.filled)) return null;
  return decimalOf(Number((toNumber(leg.filledNotional) / toNumber(leg.filled)).toPrecision(10)));
}

/** Against the price that the plan was made at; null when nothing was filled. */
export function realisedCostBps(leg: ExecutionLeg, planned: Leg): number | null {
  return shortfallBps(leg, planned.referencePrice);
}

/** Planned and realised cost of what was filled, in bps; null when nothing was, or when the legs have several quotes. */
export function costOfExecution(
  execution: Execution,
  legs: readonly Leg[],
): { readonly plannedBps: number; readonly realisedBps: number } | null {
  if (new Set(execution.legs.map(({ quote }) => quote)).size > 1) return null;
  let value = 0;
  let planned = 0;
  let realised = 0;
  for (const leg of execution.legs) {
    const plan = legs[leg.index];
    const cost = plan === undefined ? null : realisedCostBps(leg, plan);
    if (plan === undefined || cost === null) continue;
    const filledValue = toNumber(leg.filled) * toNumber(plan.referencePrice);
    value += filledValue;
    planned += filledValue * plan.costBps;
    realised += filledValue * cost;
  }
  return value === 0 ? null : { plannedBps: planned / value, realisedBps: realised / value };
}
