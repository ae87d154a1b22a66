/** The portfolio as it will be once the legs are filled at their reference prices, expected costs paid. */
import { toNumber } from '../base/decimal.ts';
import type { PlanMarket } from './markets.ts';
import type { Leg } from './plan.ts';
import type { PortfolioSnapshot } from './snapshot.ts';
import { valuePortfolio } from './valuation.ts';

export type AfterPlan = {
  readonly quantities: Float64Array;
  readonly cash: number;
  readonly weights: Float64Array;
  readonly cashWeight: number;
  /** Expected cost of all legs, in the portfolio's quote. */
  readonly cost: number;
  /** Σ|Δw|/2 over risky assets. */
  readonly turnover: number;
};

export function afterPlan(
  snapshot: PortfolioSnapshot,
  markets: readonly PlanMarket[],
  legs: readonly Leg[],
): AfterPlan {
  const quantities = snapshot.quantities.slice();
  const moved = new Float64Array(quantities.length);
  let cash = snapshot.cash;
  let cost = 0;
  for (const leg of legs) {
    const market = markets.find((candidate) => candidate.symbol === leg.symbol) as PlanMarket;
    const sign = leg.side === 'buy' ? 1 : -1;
    const quantity = toNumber(leg.quantity);
    const notional = toNumber(leg.notional);
    const paid = sign * notional + (notional * leg.costBps) / 1e4;
    const price = market.quote < 0 ? 1 : (snapshot.prices[market.quote] as number);
    quantities[market.base] = (quantities[market.base] as number) + sign * quantity;
    moved[market.base] = (moved[market.base] as number) + sign * notional * price;
    if (market.quote < 0) {
      cash -= paid;
    } else {
      quantities[market.quote] = (quantities[market.quote] as number) - paid;
      moved[market.quote] = (moved[market.quote] as number) - sign * notional * price;
    }
    cost += ((notional * leg.costBps) / 1e4) * price;
  }
  const weights = new Float64Array(quantities.length);
  const nav = valuePortfolio({ quantities, cash }, snapshot.prices, 0, weights);
  const turnover = moved.reduce((sum, value) => sum + Math.abs(value), 0) / snapshot.nav / 2;
  return { quantities, cash, weights, cashWeight: cash / nav, cost, turnover };
}
