/** The orders of a decision in a backtest: those of a recommendation, in doubles. */
import type { TradingRules } from '../market/trading-rules.ts';
import type { PlanMarket } from '../plan/markets.ts';
import {
  dropSmallOrders,
  fitCash,
  keepCashBuffer,
  orderQuantities,
} from '../plan/order-quantities.ts';
import { roundOrders } from '../plan/round-orders.ts';
import type { PlanSettings } from '../plan/settings.ts';
import type { Book } from './book.ts';

/** By market symbol. */
export type LotRules = ReadonlyMap<string, TradingRules>;

/** Writes signed base quantities per market: flows at the closes, within the limits of the plan and the lots of the markets. */
export function writeOrders(
  given: {
    readonly markets: readonly PlanMarket[];
    readonly flows: Float64Array;
    readonly nav: number;
    readonly book: Book;
    readonly prices: Float64Array;
    readonly offset: number;
    readonly plan: PlanSettings;
    readonly lots: LotRules | null;
  },
  orders: Float64Array,
): void {
  const { book, plan, lots } = given;
  const inputs = { ...given, ...book };
  orderQuantities(inputs, orders);
  if (lots === null) {
    keepCashBuffer(inputs, plan.cashBuffer, orders);
    dropSmallOrders(inputs, plan, null, orders);
    return;
  }
  const prices = given.prices.subarray(given.offset, given.offset + book.quantities.length);
  const rounding = { ...given, rules: lots, prices, held: book.quantities.slice() };
  roundOrders(rounding, 'sell', orders);
  fitCash(inputs, plan.cashBuffer, orders);
  roundOrders(rounding, 'buy', orders);
}
