/** From flows to legs: the orders that the markets take, with limit prices on their ticks and with costs. */
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
import type { OrderBook } from '../market/order-book.ts';
import type { TradingRules } from '../market/trading-rules.ts';
import type { Margin } from '../policy/margin.ts';
import type { AutomaticCaps } from './automatic-caps.ts';
import { feasibleOrders } from './feasible-orders.ts';
import { fundingOfLeg } from './funding.ts';
import { marketPrice, type PlanMarket } from './markets.ts';
import type { Leg } from './plan.ts';
import { worstPriceFactor } from './price-cap.ts';
import { type OrderPart, partsOfOrder } from './reduce-first.ts';
import type { Settings } from './settings.ts';
import { smallestNotional } from './smallest-order.ts';
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
  /** What the flows were cut to, where no person is asked. */
  readonly caps?: AutomaticCaps | undefined;
  /** Absent where nothing is borrowed. */
  readonly margin?: Margin | undefined;
  /** The share of its notional that a long pays a day, by asset; absent where positions cost nothing. */
  readonly fundingPerDay?: Readonly<Record<string, number>> | undefined;
};

export type BuiltLegs = {
  /** Sells first, on margin what closes positions first; then in the order of the markets. */
  readonly legs: readonly Leg[];
  /** What was left out, cut or raised, and why. */
  readonly reasons: readonly Reason[];
};

export function buildLegs(inputs: LegsInputs): BuiltLegs {
  const { settings, markets, snapshot } = inputs;
  const { prices } = snapshot;
  const feasible = feasibleOrders({ ...inputs, ...snapshot, plan: settings.plan });
  const { orders } = feasible;
  const reasons = [...feasible.reasons];
  const legs = markets.flatMap((market, m) => {
    const order = orders[m] as number;
    if (order === 0) return [];
    const rules = inputs.rules.get(market.symbol) as TradingRules;
    const price = marketPrice(market, prices, 0);
    const book = inputs.books.get(market.symbol);
    return partsOf(inputs, market, order).map((part) => {
      const side = order > 0 ? 'buy' : 'sell';
      const days = settings.forecast.horizonDays;
      const leg = {
        ...legOf(market, { side, quantity: part.quantity, price, rules, settings }),
        ...(inputs.margin === undefined ? {} : { reduceOnly: part.reduceOnly }),
        ...fundingOfLeg({ base: market.baseSymbol, side, days }, inputs.fundingPerDay),
      };
      const value = toNumber(part.quantity) * (prices[market.base] as number);
      return { ...leg, ...costOf(market, { leg, value, book }, reasons) };
    });
  });
  return { legs: legs.sort(inputs.margin === undefined ? sellsFirst : closingFirst), reasons };
}

function partsOf(inputs: LegsInputs, market: PlanMarket, order: number): readonly OrderPart[] {
  const { margin, snapshot, rules } = inputs;
  if (margin === undefined) {
    return [{ quantity: decimalOf(Math.abs(order)), reduceOnly: false }];
  }
  const { stepSize, minNotional } = rules.get(market.symbol) as TradingRules;
  const { quantities, prices, nav } = snapshot;
  const smallest = smallestNotional(inputs.settings.plan, nav, Number(minNotional));
  return partsOfOrder(order, {
    ...{ position: quantities[market.base] as number, stepSize },
    least: smallest / (prices[market.base] as number),
  });
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

function closingFirst(a: Order, b: Order): number {
  return Number(b.reduceOnly === true) - Number(a.reduceOnly === true);
}

type Order = Omit<Leg, keyof LegCost>;

function legOf(
  market: PlanMarket,
  given: {
    side: Leg['side'];
    quantity: Decimal;
    price: number;
    rules: TradingRules;
    settings: Settings;
  },
): Order {
  const { side, quantity } = given;
  const referencePrice = toPlaces(decimalOf(given.price), 12, 'down');
  return {
    symbol: market.symbol,
    base: market.baseSymbol,
    quote: market.quoteSymbol,
    side,
    quantity,
    limitPrice: limitPrice(market, given),
    referencePrice,
    notional: toPlaces(multiply(quantity, referencePrice), 8, 'down'),
  };
}

/** The price cap on the tick: rounded so that it never allows a worse price than the cap. */
function limitPrice(
  market: PlanMarket,
  given: { side: Leg['side']; price: number; rules: TradingRules; settings: Settings },
): Decimal {
  const factor = decimalOf(worstPriceFactor(market, given.side, given.settings.plan));
  const limit = multiply(decimalOf(given.price), factor);
  return roundToStep(limit, given.rules.tickSize, given.side === 'buy' ? 'down' : 'up');
}
