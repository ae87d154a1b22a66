/**
 * Which flows stay on direct markets such as ETH/BTC: those that walked books show to be cheaper there than over cash, by more
 * than 2 bp, and that are no part of a route with an order too small to be placed. The others go over cash, to the same weights.
 *
 * Policies choose markets by what costs are in the long run. Without books that choice stands.
 */
import { walkedCost } from '../cost/walked-cost.ts';
import type { OrderBook } from '../market/order-book.ts';
import type { TradingRules } from '../market/trading-rules.ts';
import { marketPrice, type PlanMarket } from './markets.ts';
import { roundingOfFlows } from './order-quantities.ts';
import { worstPriceFactor } from './price-cap.ts';
import type { PlanSettings } from './settings.ts';
import { smallestNotional } from './smallest-order.ts';

export type CrossInputs = {
  readonly plan: PlanSettings;
  readonly markets: readonly PlanMarket[];
  /** By market symbol. */
  readonly rules: ReadonlyMap<string, TradingRules>;
  /** By market symbol; none where there are none at all. */
  readonly books: ReadonlyMap<string, OrderBook>;
  readonly nav: number;
  /** By asset, in the portfolio's quote. */
  readonly prices: Float64Array;
};

/** Two books are not looked at in the same instant. */
const leastSavingBps = 2;

/** Changes the flows (fractions of NAV, per market) in place. */
export function keepGoodCrosses(inputs: CrossInputs, flows: Float64Array): void {
  const { markets } = inputs;
  const isPoor = (market: PlanMarket, m: number): boolean =>
    market.direct &&
    flows[m] !== 0 &&
    (isTooSmall(inputs, flows, m) ||
      hasSmallSecondLeg(inputs, flows, m) ||
      !isCheaper(inputs, market, flows[m] as number));
  for (let m = markets.findIndex(isPoor); m >= 0; m = markets.findIndex(isPoor)) {
    const { base, quote } = markets[m] as PlanMarket;
    const flow = flows[m] as number;
    flows[m] = 0;
    // The markets against the quote come first, in the order of the assets.
    flows[base] = (flows[base] as number) + flow;
    flows[quote] = (flows[quote] as number) - flow;
  }
}

/** Smaller than the market takes, and more than what rounding leaves of none. */
function isTooSmall(
  { plan, markets, rules, nav, prices }: CrossInputs,
  flows: Float64Array,
  m: number,
) {
  const { symbol, quote } = markets[m] as PlanMarket;
  const { minNotional } = rules.get(symbol) as TradingRules;
  const inQuote = quote < 0 ? 1 : (prices[quote] as number);
  const smallest = smallestNotional(plan, nav, Number(minNotional) * inQuote);
  const flow = Math.abs(flows[m] as number);
  return flow > roundingOfFlows && flow * nav < smallest;
}

/** What the cross brings in of an asset, or takes from it, is passed on by an order that may not be placed. */
function hasSmallSecondLeg(inputs: CrossInputs, flows: Float64Array, cross: number): boolean {
  const { markets } = inputs;
  const { base, quote } = markets[cross] as PlanMarket;
  const gain = (asset: number, m: number): number =>
    gainOf(asset, markets[m] as PlanMarket, flows[m] as number);
  return [base, quote].some((asset) =>
    markets.some((_, m) => gain(asset, m) * gain(asset, cross) < 0 && isTooSmall(inputs, flows, m)),
  );
}

/** What a flow adds to the weight of an asset. */
function gainOf(asset: number, { base, quote }: PlanMarket, flow: number): number {
  if (base === asset) return flow;
  return quote === asset ? -flow : 0;
}

/** One walk through the book of the cross against two, of its base and of its quote against cash. */
function isCheaper(inputs: CrossInputs, cross: PlanMarket, flow: number): boolean {
  const { markets, books, nav } = inputs;
  if (books.size === 0) return true;
  const value = Math.abs(flow) * nav;
  const direct = walked(inputs, cross, { flow, value });
  const first = walked(inputs, markets[cross.base] as PlanMarket, { flow, value });
  const second = walked(inputs, markets[cross.quote] as PlanMarket, { flow: -flow, value });
  if (direct === undefined || first === undefined || second === undefined) return false;
  return direct + leastSavingBps < first + second;
}

/** In bps; undefined without a book of two sides. */
function walked(
  { plan, books, prices }: CrossInputs,
  market: PlanMarket,
  { flow, value }: { flow: number; value: number },
): number | undefined {
  const side = flow > 0 ? 'buy' : 'sell';
  const book = books.get(market.symbol);
  return (
    book &&
    walkedCost(book, {
      side,
      quantity: value / (prices[market.base] as number),
      limitPrice: marketPrice(market, prices, 0) * worstPriceFactor(market, side, plan),
      feeBps: market.conditions.takerFeeBps,
    })?.cost.costBps
  );
}
