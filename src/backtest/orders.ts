/** The orders of a decision in a backtest: those of a recommendation, in doubles. */
import type { OrderBook } from '../market/order-book.ts';
import { assumedRules, type TradingRules } from '../market/trading-rules.ts';
import { keepGoodCrosses } from '../plan/direct-crosses.ts';
import { feasibleOrders } from '../plan/feasible-orders.ts';
import { fitLeverage } from '../plan/fit-leverage.ts';
import type { PlanMarket } from '../plan/markets.ts';
import { keepCashBuffer, orderQuantities } from '../plan/order-quantities.ts';
import type { PlanSettings } from '../plan/settings.ts';
import { smallestOfSettings } from '../plan/smallest-order.ts';
import type { Margin } from '../policy/margin.ts';
import type { Book } from './book.ts';

/** By market symbol. */
export type LotRules = ReadonlyMap<string, TradingRules>;

/** Recorded candles have none. */
const noBooks: ReadonlyMap<string, OrderBook> = new Map();

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
    /** Absent where nothing is borrowed. */
    readonly margin?: Margin | undefined;
  },
  orders: Float64Array,
): void {
  const { book, plan, lots } = given;
  const inputs = { ...given, ...book };
  if (lots === null && smallestOfSettings(plan, given.nav) === 0) {
    orderQuantities(inputs, orders);
    const { margin } = given;
    if (margin === undefined) keepCashBuffer(inputs, plan.cashBuffer, orders);
    else fitLeverage({ ...inputs, margin }, plan.cashBuffer, orders);
    return;
  }
  const prices = given.prices.subarray(given.offset, given.offset + book.quantities.length);
  const flows = given.flows.slice();
  const plain = { ...inputs, flows, prices, rules: lots ?? withoutLots(given.markets) };
  keepGoodCrosses({ ...plain, books: noBooks }, flows);
  orders.set(feasibleOrders(plain).orders);
}

/** The rules that a recommendation from candles without a rules file has. */
function withoutLots(markets: readonly PlanMarket[]): LotRules {
  return new Map(
    markets.map(({ symbol, baseSymbol, quoteSymbol }) => [
      symbol,
      assumedRules(baseSymbol, quoteSymbol),
    ]),
  );
}
