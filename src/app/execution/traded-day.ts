/** What an account traded in the last 24 hours: the counters of the caps, taken from the orders and fills themselves. */
import { multiply, toNumber } from '../../base/decimal.ts';
import { dayMs } from '../../base/time.ts';
import { addTrade, type TradedDay, type WorthOfOrder } from '../../execution/rails.ts';
import type { Leg, Recommendation } from '../../plan/plan.ts';
import { priceInPlan } from '../../plan/price-in-plan.ts';
import type { StoreSession } from '../../ports/store.ts';

/**
 * In the plan's quote and at its prices, so that an execution that is filled a little above them does not go over a cap that
 * its plan kept.
 */
export async function tradedDay(
  { executions }: Pick<StoreSession, 'executions'>,
  plan: Recommendation,
  { account, now }: { account: string; now: number },
): Promise<TradedDay> {
  const { orders, fills } = await executions.tradedSince(account, now - dayMs);
  let day: TradedDay = { orders, sold: 0, bought: 0 };
  for (const { market: symbol, side, quantity, price } of fills) {
    const [base = '', quote = ''] = symbol.split('/');
    const known = toNumber(quantity) * priceInPlan(plan, base);
    // What is in the portfolio no more is worth what was paid for it.
    const paid = toNumber(multiply(quantity, price)) * priceInPlan(plan, quote);
    const value = [known, paid, 0].find(Number.isFinite) as number;
    day = addTrade(day, { symbol, side, value }, plan.quote);
  }
  return day;
}

/** An order of a leg: all of it, or what is left of it. */
export function worthOf(
  plan: Recommendation,
  { symbol, base, side }: Pick<Leg, 'symbol' | 'base' | 'side'>,
  quantity: string,
): WorthOfOrder {
  return { symbol, side, value: toNumber(quantity) * priceInPlan(plan, base) };
}
