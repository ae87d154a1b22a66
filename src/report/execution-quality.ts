/**
 * How well orders were carried out: what was filled against the price that each leg arrived at, as the walked book led to
 * expect and as it came (implementation shortfall, fees included, in bps of what was filled).
 */
import { toNumber } from '../base/decimal.ts';
import type { Attempt, Execution } from '../execution/execution.ts';
import type { Fill } from '../execution/order.ts';
import { realisedShortfallBps } from '../execution/shortfall.ts';
import type { Recommendation } from '../plan/plan.ts';
import { priceInPlan } from '../plan/price-in-plan.ts';

export type Shortfall = {
  /** What was filled of legs with a known arrival, at that price, in the portfolio's quote. */
  readonly notional: number;
  readonly expectedBps: number;
  readonly realisedBps: number;
};

export type ExecutionQuality = Shortfall & {
  readonly executionId: string;
  readonly startedAt: number;
  /** Of what was filled, what was filled at rest and not taken; in its value. */
  readonly makerShare: number;
};

/** Null where nothing was filled, or no leg met a book. */
export function shortfallOf(execution: Execution, plan: Recommendation): Shortfall | null {
  const parts = execution.legs.flatMap((leg): Shortfall[] => {
    const realisedBps = realisedShortfallBps(leg);
    if (leg.arrival === null || realisedBps === null) return [];
    const worth = toNumber(leg.filled) * toNumber(leg.arrival.price);
    const expectedBps = toNumber(leg.arrival.expectedBps);
    return [{ notional: worth * priceInPlan(plan, leg.quote), expectedBps, realisedBps }];
  });
  const { notional, expectedBps, realisedBps } = meanOf(parts);
  return notional > 0 ? { notional, expectedBps, realisedBps } : null;
}

export function qualityOf(
  execution: Execution,
  plan: Recommendation,
  traded: { readonly attempts: readonly Attempt[]; readonly fills: readonly Fill[] },
): ExecutionQuality | null {
  const shortfall = shortfallOf(execution, plan);
  if (shortfall === null) return null;
  const { id: executionId, startedAt } = execution;
  return { ...shortfall, executionId, startedAt, makerShare: makerShare(plan, traded) };
}

/** Of several executions, each by what it traded; null of none. */
export function qualityOfAll(
  executions: readonly ExecutionQuality[],
): (Shortfall & { readonly makerShare: number }) | null {
  return executions.length === 0 ? null : meanOf(executions);
}

function makerShare(
  plan: Recommendation,
  { attempts, fills }: { attempts: readonly Attempt[]; fills: readonly Fill[] },
): number {
  const resting = new Set(
    attempts.filter(({ kind }) => kind === 'rest').map(({ clientOrderId }) => clientOrderId),
  );
  let all = 0;
  let made = 0;
  for (const { market, quantity, price, clientOrderId } of fills) {
    const [, quote = ''] = market.split('/');
    const value = toNumber(quantity) * toNumber(price) * priceInPlan(plan, quote);
    all += value;
    if (resting.has(clientOrderId)) made += value;
  }
  return all === 0 ? 0 : made / all;
}

/** The sum of what was traded, and the means of the rest weighted by it. */
function meanOf(
  parts: readonly (Shortfall & { readonly makerShare?: number })[],
): Shortfall & { readonly makerShare: number } {
  const notional = parts.reduce((sum, part) => sum + part.notional, 0);
  const mean = (figureOf: (part: (typeof parts)[number]) => number): number =>
    parts.reduce((sum, part) => sum + (part.notional / notional) * figureOf(part), 0);
  return {
    notional,
    expectedBps: mean((part) => part.expectedBps),
    realisedBps: mean((part) => part.realisedBps),
    makerShare: mean((part) => part.makerShare ?? 0),
  };
}
