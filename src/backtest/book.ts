/**
 * The simulated account of a backtest: units and cash, filled sells first. Costs are paid in the quote currency of the
 * market; if cash would fall below zero all buys are scaled by one factor. On margin units and cash may be below zero, and
 * orders come as they fit the leverage.
 */
import type { TradedWindow } from '../cost/traded-window.ts';
import type { TradingRules } from '../market/trading-rules.ts';
import type { PlanMarket } from '../plan/markets.ts';

export type Book = {
  readonly quantities: Float64Array;
  cash: number;
};

/** A book with what its policy has done so far, epoch ms. */
export type Account = {
  readonly book: Book;
  lastRebalanceTime: number;
  /** The last look. */
  previousTime: number;
  /** What its fee tier goes by. */
  readonly traded: TradedWindow;
};

export type Liquidity = 'taker' | 'maker';

/** One fill, in the columns of the trades file. */
export type Trade = {
  /** Open of the fill bar, epoch ms. */
  readonly time: number;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  /** In base units. */
  readonly quantity: number;
  /** Mid price or maker limit, in the market's quote. */
  readonly price: number;
  /** In the market's quote. */
  readonly notional: number;
  /** In the portfolio's quote, as is `cost`, which holds fee, spread and impact. */
  readonly fee: number;
  readonly cost: number;
  readonly liquidity: Liquidity;
};

/** At what an order of one market is filled. */
export type Terms = {
  /** In the market's quote. */
  readonly price: number;
  /** All costs and the fee alone, as fractions of the notional. */
  readonly costRate: number;
  readonly feeRate: number;
  /** Value of one unit of the market's quote in the portfolio's. */
  readonly quoteValue: number;
};

/** What one bar's fills came to, in the portfolio's quote; reused from bar to bar. */
export type FillTotals = {
  cost: number;
  /** Sum over the fills. */
  notional: number;
  traded: boolean;
  /** What each asset's value changed by. */
  readonly moved: Float64Array;
  /** Signed base quantity filled, by market. */
  readonly filled: Float64Array;
};

export type FillScene = {
  readonly time: number;
  readonly liquidity: Liquidity;
  /** For an order of so much signed base quantity. */
  readonly termsOf: (market: number, quantity: number) => Terms;
  readonly record: ((trade: Trade) => void) | null;
  /** Rules by market symbol; null: any quantity is taken. */
  readonly lots: ReadonlyMap<string, TradingRules> | null;
  readonly isOnMargin: boolean;
};

/** Fills signed base quantities per market, as far as holdings and cash reach where nothing is borrowed. */
export function fillOrders(
  book: Book,
  markets: readonly PlanMarket[],
  orders: Float64Array,
  scene: FillScene,
  totals: FillTotals,
): void {
  totals.cost = 0;
  totals.notional = 0;
  totals.traded = false;
  totals.moved.fill(0);
  totals.filled.fill(0);
  const fill = (m: number, quantity: number): void => {
    if (quantity !== 0) settle(book, markets[m] as PlanMarket, { m, quantity }, scene, totals);
  };
  for (let m = 0; m < markets.length; m++) {
    const { base, quote } = markets[m] as PlanMarket;
    const order = orders[m] as number;
    if (quote >= 0 || order >= 0) continue;
    fill(m, scene.isOnMargin ? order : Math.max(order, -(book.quantities[base] as number)));
  }
  const factor = scene.isOnMargin ? 1 : affordableShare(book, markets, orders, scene);
  for (let m = 0; m < markets.length; m++) {
    const order = orders[m] as number;
    const market = markets[m] as PlanMarket;
    if (market.quote < 0 && order > 0) fill(m, inLots(market, order, { factor, scene }));
  }
  for (let m = 0; m < markets.length; m++) {
    const market = markets[m] as PlanMarket;
    const order = orders[m] as number;
    if (market.quote >= 0 && order !== 0) {
      fill(m, withinHoldings(book, market, order, scene.termsOf(m, order)));
    }
  }
}

/** The factor at which the buys against cash can be paid for, costs included: those of the whole orders, which are no less. */
function affordableShare(
  book: Book,
  markets: readonly PlanMarket[],
  orders: Float64Array,
  { termsOf }: FillScene,
): number {
  let wanted = 0;
  for (let m = 0; m < markets.length; m++) {
    const order = orders[m] as number;
    if ((markets[m] as PlanMarket).quote >= 0 || order <= 0) continue;
    const { price, costRate } = termsOf(m, order);
    wanted += order * price * (1 + costRate);
  }
  return wanted > book.cash ? Math.max(0, book.cash) / wanted : 1;
}

/** A buy that is cut to a share of itself, in whole lots where the market has lots. */
function inLots(
  market: PlanMarket,
  order: number,
  { factor, scene }: { factor: number; scene: FillScene },
): number {
  const rules = scene.lots?.get(market.symbol);
  if (factor === 1 || rules === undefined) return order * factor;
  const step = Number(rules.stepSize);
  return Math.floor((order * factor) / step) * step;
}

/** An order between two assets, cut to what is held of the asset that it gives away. */
function withinHoldings(book: Book, market: PlanMarket, order: number, terms: Terms): number {
  if (order < 0) return Math.max(order, -(book.quantities[market.base] as number));
  const held = book.quantities[market.quote] as number;
  return Math.min(order, held / (terms.price * (1 + terms.costRate)));
}

function settle(
  book: Book,
  market: PlanMarket,
  order: { readonly m: number; readonly quantity: number },
  scene: FillScene,
  totals: FillTotals,
): void {
  const { m, quantity } = order;
  const { price, costRate, feeRate, quoteValue } = scene.termsOf(m, quantity);
  const notional = Math.abs(quantity) * price;
  const paid = quantity * price + notional * costRate;
  const { base, quote } = market;
  book.quantities[base] = (book.quantities[base] as number) + quantity;
  totals.moved[base] = (totals.moved[base] as number) + quantity * price * quoteValue;
  if (quote < 0) {
    book.cash -= paid;
  } else {
    book.quantities[quote] = (book.quantities[quote] as number) - paid;
    totals.moved[quote] = (totals.moved[quote] as number) - quantity * price * quoteValue;
  }
  totals.cost += notional * costRate * quoteValue;
  totals.notional += notional * quoteValue;
  totals.traded = true;
  totals.filled[m] = quantity;
  scene.record?.({
    time: scene.time,
    symbol: market.symbol,
    side: quantity > 0 ? 'buy' : 'sell',
    quantity: Math.abs(quantity),
    price,
    notional,
    fee: notional * feeRate * quoteValue,
    cost: notional * costRate * quoteValue,
    liquidity: scene.liquidity,
  });
}
