/**
 * From order quantities to what a venue takes: multiples of the step, above the smallest order, and never more than is held
 * of the asset that is given away.
 */
import { type Decimal, decimalOf, isPositive, roundToStep, toPlaces } from '../base/decimal.ts';
import type { Reason } from '../base/reasons.ts';
import type { TradingRules } from '../market/trading-rules.ts';
import { marketPrice, type PlanMarket } from './markets.ts';
import { smallestNotional } from './order-quantities.ts';
import type { PlanSettings } from './settings.ts';

export type Rounding = {
  readonly plan: PlanSettings;
  readonly markets: readonly PlanMarket[];
  /** By market symbol. */
  readonly rules: ReadonlyMap<string, TradingRules>;
  /** In the portfolio's quote, prices by asset. */
  readonly nav: number;
  readonly prices: Float64Array;
  /** Units of each asset that have not been given away yet. */
  readonly held: Float64Array;
};

/** Differences of doubles carry rounding in their last digits: 0.39999999999999997 was meant to be 0.4. */
const significantDigits = 14;

/** Rounds the orders of one side in place; those that come to nothing become zero, with a reason each. */
export function roundOrders(
  rounding: Rounding,
  side: 'buy' | 'sell',
  orders: Float64Array,
): Reason[] {
  const reasons: Reason[] = [];
  rounding.markets.forEach((market, m) => {
    const order = orders[m] as number;
    if (side === 'buy' ? order <= 0 : order >= 0) return;
    const { quantity, reason } = roundOrder(rounding, market, { side, wanted: Math.abs(order) });
    orders[m] = side === 'buy' ? quantity : -quantity;
    if (reason !== undefined) reasons.push(reason);
    give(rounding, market, orders[m] as number);
  });
  return reasons;
}

function roundOrder(
  rounding: Rounding,
  market: PlanMarket,
  { side, wanted }: { side: 'buy' | 'sell'; wanted: number },
): { quantity: number; reason?: Reason } {
  const { plan, nav, prices } = rounding;
  const { stepSize, minNotional } = rounding.rules.get(market.symbol) as TradingRules;
  const meant = Number(wanted.toPrecision(significantDigits));
  const exact = decimalOf(Math.min(meant, mostOf(rounding, market, side)));
  const rounded = Number(roundToStep(exact, stepSize, 'down'));
  const inQuote = market.quote < 0 ? 1 : (prices[market.quote] as number);
  const smallest = smallestNotional(plan, nav, Number(minNotional) * inQuote);
  const price = prices[market.base] as number;
  const { symbol } = market;
  const value = (rounded > 0 ? rounded : Number(exact)) * price;
  if (value < smallest) {
    const figures = { notional: money(Number(exact) * price), minimum: money(smallest) };
    return { quantity: 0, reason: { code: 'NOTIONAL_BELOW_MINIMUM', side, symbol, ...figures } };
  }
  if (rounded > 0 || !isPositive(exact)) return { quantity: rounded };
  const figures = { quantity: exact, stepSize };
  return { quantity: 0, reason: { code: 'QUANTITY_BELOW_STEP', side, symbol, ...figures } };
}

/** What the asset that is given away allows: all of it to sell; to buy on a market between assets, costs included. */
function mostOf(rounding: Rounding, market: PlanMarket, side: 'buy' | 'sell'): number {
  const { held, prices } = rounding;
  if (side === 'sell') return held[market.base] as number;
  if (market.quote < 0) return Number.POSITIVE_INFINITY;
  const price = marketPrice(market, prices, 0) * (1 + market.cost);
  return (held[market.quote] as number) / price;
}

/** Takes what an order gives away from what is held; what a sale brings in may be given away by a buy. */
function give({ held, prices }: Rounding, market: PlanMarket, order: number): void {
  const { base, quote, cost } = market;
  if (order < 0) held[base] = Math.max(0, (held[base] as number) + order);
  if (quote < 0) return;
  const paid = order * marketPrice(market, prices, 0);
  held[quote] = Math.max(0, (held[quote] as number) - paid - cost * Math.abs(paid));
}

function money(value: number): Decimal {
  return toPlaces(decimalOf(value), 2, 'down');
}
