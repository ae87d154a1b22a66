/**
 * The simulated account of a backtest: units and cash, filled at the open of a bar, sells first. Costs are paid in the
 * quote currency of the market; if cash would fall below zero all buys are scaled by one factor.
 */
import { marketPrice, type PlanMarket } from '../plan/markets.ts';

export type Book = {
  readonly quantities: Float64Array;
  cash: number;
};

/** One fill, in the columns of the trades file. */
export type Trade = {
  /** Open of the fill bar, epoch ms. */
  readonly time: number;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  /** In base units. */
  readonly quantity: number;
  /** Mid price of the market, in its quote. */
  readonly price: number;
  /** In the market's quote. */
  readonly notional: number;
  /** In the portfolio's quote, as is `cost`, which holds fee, spread and impact. */
  readonly fee: number;
  readonly cost: number;
};

/** What one bar's fills came to, in the portfolio's quote; reused from bar to bar. */
export type FillTotals = { cost: number; traded: boolean; readonly moved: Float64Array };

export type FillBar = {
  readonly time: number;
  /** Prices at the open, row-major, the bar's row starting at `offset`. */
  readonly prices: Float64Array;
  readonly offset: number;
};

/** Fills signed base quantities per market. `moved` receives what each asset's value changed by. */
export function fillOrders(
  book: Book,
  markets: readonly PlanMarket[],
  orders: Float64Array,
  bar: FillBar,
  totals: FillTotals,
  record: ((trade: Trade) => void) | null,
): void {
  totals.cost = 0;
  totals.traded = false;
  totals.moved.fill(0);
  const fill = (m: number, quantity: number): void => {
    if (quantity !== 0) settle(book, markets[m] as PlanMarket, quantity, bar, totals, record);
  };
  for (let m = 0; m < markets.length; m++) {
    const { base, quote } = markets[m] as PlanMarket;
    const order = orders[m] as number;
    if (quote < 0 && order < 0) fill(m, Math.max(order, -(book.quantities[base] as number)));
  }
  const factor = affordableShare(book, markets, orders, bar);
  for (let m = 0; m < markets.length; m++) {
    const order = orders[m] as number;
    if ((markets[m] as PlanMarket).quote < 0 && order > 0) fill(m, order * factor);
  }
  for (let m = 0; m < markets.length; m++) {
    const market = markets[m] as PlanMarket;
    if (market.quote >= 0) fill(m, withinHoldings(book, market, orders[m] as number, bar));
  }
}

/** The factor at which the buys against cash can be paid for, costs included. */
function affordableShare(
  book: Book,
  markets: readonly PlanMarket[],
  orders: Float64Array,
  bar: FillBar,
): number {
  let wanted = 0;
  for (let m = 0; m < markets.length; m++) {
    const market = markets[m] as PlanMarket;
    const order = orders[m] as number;
    if (market.quote < 0 && order > 0) {
      wanted += order * marketPrice(market, bar.prices, bar.offset) * (1 + market.cost);
    }
  }
  return wanted > book.cash ? Math.max(0, book.cash) / wanted : 1;
}

/** An order between two assets, cut to what is held of the asset that it gives away. */
function withinHoldings(book: Book, market: PlanMarket, order: number, bar: FillBar): number {
  if (order < 0) return Math.max(order, -(book.quantities[market.base] as number));
  const price = marketPrice(market, bar.prices, bar.offset);
  const affordable = (book.quantities[market.quote] as number) / (price * (1 + market.cost));
  return Math.min(order, affordable);
}

function settle(
  book: Book,
  market: PlanMarket,
  quantity: number,
  bar: FillBar,
  totals: FillTotals,
  record: ((trade: Trade) => void) | null,
): void {
  const price = marketPrice(market, bar.prices, bar.offset);
  const notional = Math.abs(quantity) * price;
  const paid = quantity * price + notional * market.cost;
  const inPortfolioQuote = market.quote < 0 ? 1 : (bar.prices[bar.offset + market.quote] as number);
  book.quantities[market.base] = (book.quantities[market.base] as number) + quantity;
  totals.moved[market.base] =
    (totals.moved[market.base] as number) + quantity * price * inPortfolioQuote;
  if (market.quote < 0) {
    book.cash -= paid;
  } else {
    book.quantities[market.quote] = (book.quantities[market.quote] as number) - paid;
    totals.moved[market.quote] =
      (totals.moved[market.quote] as number) - quantity * price * inPortfolioQuote;
  }
  const cost = notional * market.cost * inPortfolioQuote;
  totals.cost += cost;
  totals.traded = true;
  if (record === null) return;
  record({
    time: bar.time,
    symbol: market.symbol,
    side: quantity > 0 ? 'buy' : 'sell',
    quantity: Math.abs(quantity),
    price,
    notional,
    fee: (cost * market.legCost.feeBps) / (market.legCost.costBps || 1),
    cost,
  });
}
