/**
 * From order quantities to what a venue takes: multiples of the step, above the smallest order, and never more than is held
 * of the asset that is given away.
 */
import { type Decimal, decimalOf, isPositive, toPlaces } from '../base/decimal.ts';
import type { Reason } from '../base/reasons.ts';
import type { TradingRules } from '../market/trading-rules.ts';
import { asMeant, lotsAround } from './lots.ts';
import { marketPrice, type PlanMarket } from './markets.ts';
import type { PlanSettings } from './settings.ts';

export type Rounding = {
  readonly plan: PlanSettings;
  readonly markets: readonly PlanMarket[];
  /** By market symbol. */
  readonly rules: ReadonlyMap<string, TradingRules>;
  /** In the portfolio's quote, prices by asset. */
  readonly nav: number;
  readonly prices: Float64Array;
  /** Units of each asset that may be given away yet. */
  readonly held: Float64Array;
  /** By market, 1 where the quantity above is taken and not the one below. */
  readonly ups: Uint8Array;
};

export type RoundedSide = {
  readonly reasons: readonly Reason[];
  /** Markets on which the quantity above comes into question. */
  readonly raisable: readonly number[];
};

/** Rounds some of the orders in place; those that come to nothing become zero, with a reason each. */
export function roundOrders(
  rounding: Rounding,
  isMeant: (order: number, market: number) => boolean,
  orders: Float64Array,
): RoundedSide {
  const reasons: Reason[] = [];
  const raisable: number[] = [];
  rounding.markets.forEach((market, m) => {
    const order = orders[m] as number;
    if (order === 0 || !isMeant(order, m)) return;
    const side = order > 0 ? 'buy' : 'sell';
    const wanted = Math.abs(order);
    const rounded = roundOrder(rounding, market, { side, wanted, isUp: rounding.ups[m] === 1 });
    orders[m] = side === 'buy' ? rounded.quantity : -rounded.quantity;
    if (rounded.reason !== undefined) reasons.push(rounded.reason);
    if (rounded.isRaisable) raisable.push(m);
    give(rounding, market, orders[m] as number);
  });
  return { reasons, raisable };
}

function roundOrder(
  rounding: Rounding,
  market: PlanMarket,
  { side, wanted, isUp }: { side: 'buy' | 'sell'; wanted: number; isUp: boolean },
): { quantity: number; isRaisable: boolean; reason?: Reason } {
  const { prices } = rounding;
  const { symbol } = market;
  const rules = rounding.rules.get(symbol) as TradingRules;
  const price = prices[market.base] as number;
  const { exact, lower, upper, smallest } = lotsAround(rounding, {
    wanted,
    most: mostOf(rounding, market, side),
    price,
    inQuote: market.quote < 0 ? 1 : (prices[market.quote] as number),
    rules,
  });
  const rounded = { quantity: isUp ? upper : lower, isRaisable: upper > lower };
  const isTooSmall = asMeant(Number(exact) * price) < smallest;
  const figures = { notional: money(Number(exact) * price), minimum: money(smallest) };
  if (rounded.quantity > 0) {
    if (!isTooSmall) return rounded;
    const raised = money(rounded.quantity * price);
    return { ...rounded, reason: { code: 'NOTIONAL_RAISED', side, symbol, ...figures, raised } };
  }
  const { stepSize } = rules;
  const isBelowStep =
    isPositive(exact) && !isTooSmall && lower === 0 && Number(exact) < Number(stepSize);
  if (isBelowStep) {
    const reason = {
      code: 'QUANTITY_BELOW_STEP',
      side,
      symbol,
      quantity: exact,
      stepSize,
    } as const;
    return { ...rounded, reason };
  }
  if (!isPositive(exact) && smallest === 0) return rounded;
  return { ...rounded, reason: { code: 'NOTIONAL_BELOW_MINIMUM', side, symbol, ...figures } };
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
  return toPlaces(decimalOf(asMeant(value)), 2, 'down');
}
