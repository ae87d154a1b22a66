/** The safety rails of an order: whether it may leave now, whoever approved it, and whether it needs a person after all. */
import type { Reason } from '../base/reasons.ts';
import { isMajor } from '../market/majors.ts';
import { midPrice, type OrderBook, type Side } from '../market/order-book.ts';
import type { RailSettings } from '../plan/rail-settings.ts';

/** The same number by two ways of computing it may differ in its last digits. */
const rounding = 1e-9;

/** Why no order may be placed on a market, or undefined when one may. `own` are the markets of the portfolio. */
export function marketProblem(
  symbol: string,
  { rails, own }: { rails: RailSettings; own: readonly string[] },
): Reason | undefined {
  return (rails.markets ?? own).includes(symbol)
    ? undefined
    : { code: 'MARKET_NOT_ALLOWED', symbol };
}

/** Why no order may be placed on a book, or undefined when one may; `expected` is the price that the plan was made at. */
export function bookProblem(
  book: OrderBook,
  { rails, expected, now }: { rails: RailSettings; expected: number; now: number },
): Reason | undefined {
  const { market: symbol } = book;
  const ageSeconds = Math.ceil((now - book.asOf) / 1000);
  if (now - book.asOf > 1000 * rails.priceAgeSeconds) {
    return { code: 'PRICE_OLD', symbol, ageSeconds, limitSeconds: rails.priceAgeSeconds };
  }
  const mid = midPrice(book);
  // A side without orders is for whoever sends the order to wait for.
  if (mid === undefined) return undefined;
  const [base = ''] = symbol.split('/');
  const limitBps = isMajor(base) ? rails.majorsSpreadBps : rails.spreadBps;
  const [bid, ask] = [book.bids[0]?.price as number, book.asks[0]?.price as number];
  const spreadBps = (1e4 * (ask - bid)) / mid;
  if (spreadBps > limitBps) return { code: 'SPREAD_TOO_WIDE', symbol, spreadBps, limitBps };
  return priceProblem({ symbol, book: mid, source: 'the plan', other: expected }, rails);
}

/** Why a price is not to be trusted, held against another source, or undefined when it is. */
export function priceProblem(
  prices: {
    readonly symbol: string;
    readonly book: number;
    /** In words. */
    readonly source: string;
    readonly other: number;
  },
  { priceDeviation }: RailSettings,
): Reason | undefined {
  const { book, other } = prices;
  if (Math.abs(book / other - 1) <= priceDeviation) return undefined;
  return { code: 'PRICE_UNSURE', ...prices, limitPct: percent(priceDeviation) };
}

/** An order to be placed, and what it is worth, in the portfolio's quote. */
export type WorthOfOrder = { readonly symbol: string; readonly side: Side; readonly value: number };

/** What an account traded in the last 24 hours, in the portfolio's quote. */
export type TradedDay = { readonly orders: number; readonly sold: number; readonly bought: number };

export type CapInputs = {
  readonly nav: number;
  readonly quote: string;
  readonly day: TradedDay;
  readonly rails: RailSettings;
};

/** Every cap on trading without a person that these orders are over, as one plan. */
export function capProblems(orders: readonly WorthOfOrder[], inputs: CapInputs): readonly Reason[] {
  const { nav, quote, rails, day } = inputs;
  const planned = orders.reduce((sum, order) => addTrade(sum, order, quote), none);
  const problems: Reason[] = [];
  for (const { symbol, value } of orders) {
    if (isOver(value / nav, rails.order)) {
      problems.push({ code: 'ORDER_OVER_CAP', symbol, ...shares(value / nav, rails.order) });
    }
  }
  for (const [side, traded] of [
    ['sell', 'sold'],
    ['buy', 'bought'],
  ] as const) {
    const ofPlan = planned[traded] / nav;
    const ofDay = ofPlan + day[traded] / nav;
    if (isOver(ofPlan, rails.plan)) {
      problems.push({ code: 'PLAN_OVER_CAP', side, ...shares(ofPlan, rails.plan) });
    }
    if (ofPlan > 0 && isOver(ofDay, rails.day)) {
      problems.push({ code: 'DAY_OVER_CAP', side, ...shares(ofDay, rails.day) });
    }
  }
  const count = day.orders + orders.length;
  if (count > rails.ordersPerDay) {
    problems.push({ code: 'ORDERS_OVER_CAP', orders: count, limit: rails.ordersPerDay });
  }
  return problems;
}

const none: TradedDay = { orders: 0, sold: 0, bought: 0 };

/** On a market between two assets one is sold and the other bought. */
export function addTrade(
  day: TradedDay,
  { symbol, side, value }: WorthOfOrder,
  quote: string,
): TradedDay {
  const isDirect = !symbol.endsWith(`/${quote}`);
  return {
    orders: day.orders,
    sold: day.sold + (side === 'sell' || isDirect ? value : 0),
    bought: day.bought + (side === 'buy' || isDirect ? value : 0),
  };
}

function isOver(share: number, limit: number): boolean {
  return share > limit + rounding;
}

function shares(share: number, limit: number): { sharePct: number; limitPct: number } {
  return { sharePct: percent(share), limitPct: percent(limit) };
}

function percent(fraction: number): number {
  return Math.round(1e4 * fraction) / 100;
}
