/** From order quantities to legs: rounded to the market's step and tick, above its minimum, with caps and costs. */
import {
  type Decimal,
  decimalOf,
  multiply,
  roundToStep,
  toNumber,
  toPlaces,
} from '../base/decimal.ts';
import type { Reason } from '../base/reasons.ts';
import { type LegCost, legCost } from '../cost/leg-cost.ts';
import { walkedCost } from '../cost/walked-cost.ts';
import { isMajor } from '../market/majors.ts';
import type { OrderBook } from '../market/order-book.ts';
import type { TradingRules } from '../market/trading-rules.ts';
import { marketPrice, type PlanMarket } from './markets.ts';
import { fitCash, orderQuantities } from './order-quantities.ts';
import type { Leg } from './plan.ts';
import { roundOrders } from './round-orders.ts';
import type { Settings } from './settings.ts';
import type { PortfolioSnapshot } from './snapshot.ts';

export type LegsInputs = {
  readonly settings: Settings;
  readonly markets: readonly PlanMarket[];
  /** By market symbol. */
  readonly rules: ReadonlyMap<string, TradingRules>;
  /** By market symbol, those that are known. */
  readonly books: ReadonlyMap<string, OrderBook>;
  readonly snapshot: PortfolioSnapshot;
  /** Fractions of NAV, per market. */
  readonly flows: Float64Array;
};

export type BuiltLegs = {
  /** Sells first, then in the order of the markets. */
  readonly legs: readonly Leg[];
  /** What was left out or cut, and why. */
  readonly reasons: readonly Reason[];
};

/** Sells are rounded before buys are fitted to the cash, so that no buy counts on a sell that is left out. */
export function buildLegs(inputs: LegsInputs): BuiltLegs {
  const { settings, markets, snapshot, flows } = inputs;
  const { nav, cash, quantities, prices } = snapshot;
  const state = { markets, flows, nav, cash, quantities, prices, offset: 0 };
  const orders = new Float64Array(markets.length);
  orderQuantities(state, orders);
  const { plan } = settings;
  const rounding = { ...inputs, plan, nav, prices, held: quantities.slice() };
  const reasons = roundOrders(rounding, 'sell', orders);
  const share = fitCash(state, plan.cashBuffer, orders);
  if (share < 1) {
    reasons.push({ code: 'QUANTITY_CAPPED', sharePct: Math.round(1e3 * share) / 10 });
  }
  reasons.push(...roundOrders(rounding, 'buy', orders));
  const legs = markets.flatMap((market, m) => {
    const order = orders[m] as number;
    if (order === 0) return [];
    const rules = inputs.rules.get(market.symbol) as TradingRules;
    const price = marketPrice(market, prices, 0);
    const value = Math.abs(order) * (prices[market.base] as number);
    const leg = legOf(market, { order, price, rules, settings });
    return [
      { ...leg, ...costOf(market, { leg, value, book: inputs.books.get(market.symbol) }, reasons) },
    ];
  });
  return { legs: legs.sort(sellsFirst), reasons };
}

/** Walks the book where there is one; `value` is what the leg is worth in the portfolio's quote. */
function costOf(
  market: PlanMarket,
  { leg, value, book }: { leg: Order; value: number; book: OrderBook | undefined },
  reasons: Reason[],
): LegCost {
  const { symbol, side } = leg;
  const quantity = toNumber(leg.quantity);
  const limitPrice = toNumber(leg.limitPrice);
  const feeBps = market.conditions.takerFeeBps;
  const walked = book && walkedCost(book, { side, quantity, limitPrice, feeBps });
  if (walked === undefined) return legCost(market, value);
  if (walked.filledShare < 1) {
    reasons.push({ code: 'DEPTH_SHORT', symbol, sharePct: Math.floor(100 * walked.filledShare) });
  }
  return walked.cost;
}

function sellsFirst(a: Order, b: Order): number {
  return Number(a.side === 'buy') - Number(b.side === 'buy');
}

type Order = Omit<Leg, keyof LegCost>;

function legOf(
  market: PlanMarket,
  given: { order: number; price: number; rules: TradingRules; settings: Settings },
): Order {
  const side = given.order > 0 ? 'buy' : 'sell';
  const quantity = decimalOf(Math.abs(given.order));
  const referencePrice = toPlaces(decimalOf(given.price), 12, 'down');
  return {
    symbol: market.symbol,
    base: market.baseSymbol,
    quote: market.quoteSymbol,
    side,
    quantity,
    limitPrice: limitPrice(market, { ...given, side }),
    referencePrice,
    notional: toPlaces(multiply(quantity, referencePrice), 8, 'down'),
  };
}

/** The price cap on the tick: rounded so that it never allows a worse price than the cap. */
function limitPrice(
  market: PlanMarket,
  given: { side: Leg['side']; price: number; rules: TradingRules; settings: Settings },
): Decimal {
  const { plan } = given.settings;
  const capBps = isMajor(market.baseSymbol) ? plan.majorsPriceCapBps : plan.priceCapBps;
  const buys = given.side === 'buy';
  const factor = decimalOf(1 + ((buys ? 1 : -1) * capBps) / 1e4);
  const limit = multiply(decimalOf(given.price), factor);
  return roundToStep(limit, given.rules.tickSize, buys ? 'down' : 'up');
}
