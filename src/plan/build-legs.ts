/** From order quantities to legs: rounded to the market's step and tick, above its minimum, with caps and costs. */
import {
  type Decimal,
  decimalOf,
  isPositive,
  multiply,
  roundToStep,
  toPlaces,
} from '../base/decimal.ts';
import type { Reason } from '../base/reasons.ts';
import type { TradingRules } from '../market/trading-rules.ts';
import { marketPrice, type PlanMarket } from './markets.ts';
import {
  dropSmallOrders,
  keepCashBuffer,
  orderQuantities,
  smallestNotional,
} from './order-quantities.ts';
import type { Leg } from './plan.ts';
import type { Settings } from './settings.ts';
import type { PortfolioSnapshot } from './snapshot.ts';

/** Assets whose books are deep enough for the tight price cap. */
const majors = new Set(['BTC', 'ETH']);

export type LegsInputs = {
  readonly settings: Settings;
  readonly markets: readonly PlanMarket[];
  /** By market symbol. */
  readonly rules: ReadonlyMap<string, TradingRules>;
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

export function buildLegs(inputs: LegsInputs): BuiltLegs {
  const { settings, markets, snapshot, flows } = inputs;
  const state = {
    markets,
    flows,
    nav: snapshot.nav,
    cash: snapshot.cash,
    quantities: snapshot.quantities,
    prices: snapshot.prices,
    offset: 0,
  };
  const reasons: Reason[] = [];
  const orders = new Float64Array(markets.length);
  orderQuantities(state, orders);
  const factor = keepCashBuffer(state, settings.plan.cashBuffer, orders);
  if (factor < 1)
    reasons.push({ code: 'QUANTITY_CAPPED', sharePct: Math.round(1e3 * factor) / 10 });
  const wanted = orders.slice();
  dropSmallOrders(state, settings.plan, minNotionals(inputs), orders);
  const legs: Leg[] = [];
  markets.forEach((market, m) => {
    if (wanted[m] === 0) return;
    const price = marketPrice(market, snapshot.prices, 0);
    const rules = inputs.rules.get(market.symbol) as TradingRules;
    const side = (wanted[m] as number) > 0 ? 'buy' : 'sell';
    if (orders[m] === 0) {
      reasons.push(tooSmall(inputs, { m, wanted: wanted[m] as number }));
      return;
    }
    const exact = decimalOf(Math.abs(orders[m] as number));
    const quantity = roundToStep(exact, rules.stepSize, 'down');
    if (isPositive(quantity)) {
      legs.push(legOf(market, { side, quantity, price, rules, settings }));
    } else {
      const { stepSize } = rules;
      reasons.push({
        code: 'QUANTITY_BELOW_STEP',
        side,
        symbol: market.symbol,
        quantity: exact,
        stepSize,
      });
    }
  });
  return { legs: legs.sort(sellsFirst), reasons };
}

function sellsFirst(a: Leg, b: Leg): number {
  return Number(a.side === 'buy') - Number(b.side === 'buy');
}

/** Minimum notionals in the portfolio's quote: those of direct markets are in an asset. */
function minNotionals(inputs: LegsInputs): Float64Array {
  return Float64Array.from(inputs.markets, (market) => {
    const rules = inputs.rules.get(market.symbol) as TradingRules;
    const inQuote = market.quote < 0 ? 1 : (inputs.snapshot.prices[market.quote] as number);
    return Number(rules.minNotional) * inQuote;
  });
}

function tooSmall(inputs: LegsInputs, order: { m: number; wanted: number }): Reason {
  const market = inputs.markets[order.m] as PlanMarket;
  const { snapshot, settings } = inputs;
  const notional = Math.abs(order.wanted) * (snapshot.prices[market.base] as number);
  const minNotional = minNotionals(inputs)[order.m] as number;
  return {
    code: 'NOTIONAL_BELOW_MINIMUM',
    side: order.wanted > 0 ? 'buy' : 'sell',
    symbol: market.symbol,
    notional: money(notional),
    minimum: money(smallestNotional(settings.plan, snapshot.nav, minNotional)),
  };
}

function money(value: number): Decimal {
  return toPlaces(decimalOf(value), 2, 'down');
}

function legOf(
  market: PlanMarket,
  order: {
    side: Leg['side'];
    quantity: Decimal;
    price: number;
    rules: TradingRules;
    settings: Settings;
  },
): Leg {
  const { side, quantity, rules } = order;
  const referencePrice = toPlaces(decimalOf(order.price), 12, 'down');
  return {
    symbol: market.symbol,
    base: market.baseSymbol,
    quote: market.quoteSymbol,
    side,
    quantity,
    limitPrice: limitPrice(market, order, rules),
    referencePrice,
    notional: toPlaces(multiply(quantity, referencePrice), 8, 'down'),
    ...market.legCost,
  };
}

/** The price cap on the tick: rounded so that it never allows a worse price than the cap. */
function limitPrice(
  market: PlanMarket,
  order: { side: Leg['side']; price: number; settings: Settings },
  rules: TradingRules,
): Decimal {
  const { plan } = order.settings;
  const capBps = majors.has(market.baseSymbol) ? plan.majorsPriceCapBps : plan.priceCapBps;
  const buys = order.side === 'buy';
  const limit = order.price * (1 + ((buys ? 1 : -1) * capBps) / 1e4);
  return roundToStep(decimalOf(limit), rules.tickSize, buys ? 'down' : 'up');
}
