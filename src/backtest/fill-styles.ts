/**
 * How waiting orders are filled. `taker`: at the open of the next bar, at taker cost. `maker-first`: post-only at the
 * decision's close for `patienceBars`; a buy is filled iff the bar's low goes through its limit by `throughBps`, a sell iff
 * the high does, at the maker fee alone; the rest is taken at the open after. The path of a direct market inside a bar is
 * not known, so the ratio of the bar's closes stands for its low and high.
 */
import { legCost } from '../cost/leg-cost.ts';
import type { Panel } from '../market/panel.ts';
import { marketPrice, type PlanMarket } from '../plan/markets.ts';
import type { ExecutionSettings } from '../plan/settings.ts';
import type { FillScene, Terms } from './book.ts';

/** Where and under which rules fills happen. */
type Ground = Pick<FillScene, 'record' | 'lots' | 'isOnMargin'> & {
  readonly panel: Panel;
  readonly markets: readonly PlanMarket[];
};

/** All markets at the open of a bar. */
export function takerScene(ground: Ground, bar: number): FillScene {
  const { panel, markets, record, lots, isOnMargin } = ground;
  const offset = bar * panel.symbols.length;
  return {
    time: panel.openTime[bar] as number,
    liquidity: 'taker',
    ...{ record, lots, isOnMargin },
    termsOf(m, quantity): Terms {
      const market = markets[m] as PlanMarket;
      const price = marketPrice(market, panel.open, offset);
      const quoteValue = valueOfQuote(market, panel.open, offset);
      const { costBps, feeBps } = legCost(market, Math.abs(quantity) * price * quoteValue);
      return { price, costRate: costBps / 1e4, feeRate: feeBps / 1e4, quoteValue };
    },
  };
}

/** Orders resting at the close of the bar that they were decided at. */
export function makerScene(ground: Ground, bars: { decided: number; filled: number }): FillScene {
  const { panel, markets, record, lots, isOnMargin } = ground;
  const offset = bars.decided * panel.symbols.length;
  return {
    time: panel.openTime[bars.filled] as number,
    liquidity: 'maker',
    ...{ record, lots, isOnMargin },
    termsOf(m): Terms {
      const market = markets[m] as PlanMarket;
      const feeRate = market.conditions.makerFeeBps / 1e4;
      return {
        price: marketPrice(market, panel.close, offset),
        ...{ costRate: feeRate, feeRate },
        quoteValue: valueOfQuote(market, panel.close, offset),
      };
    },
  };
}

/** Copies the orders whose limit the bar traded through to `out`, zero for the others; true when there is one. */
export function tradedThrough(
  scene: { panel: Panel; markets: readonly PlanMarket[]; bar: number; limits: FillScene },
  execution: ExecutionSettings,
  orders: Float64Array,
  out: Float64Array,
): boolean {
  const { panel, markets, bar, limits } = scene;
  const offset = bar * panel.symbols.length;
  const through = execution.throughBps / 1e4;
  let isAny = false;
  for (let m = 0; m < markets.length; m++) {
    const market = markets[m] as PlanMarket;
    const order = orders[m] as number;
    out[m] = 0;
    if (order === 0) continue;
    const { price } = limits.termsOf(m, order);
    const isDirect = market.quote >= 0;
    const low = isDirect
      ? marketPrice(market, panel.close, offset)
      : (panel.low[offset + market.base] as number);
    const high = isDirect ? low : (panel.high[offset + market.base] as number);
    const isThrough = order > 0 ? low < price * (1 - through) : high > price * (1 + through);
    if (!isThrough) continue;
    out[m] = order;
    isAny = true;
  }
  return isAny;
}

function valueOfQuote(market: PlanMarket, prices: Float64Array, offset: number): number {
  return market.quote < 0 ? 1 : (prices[offset + market.quote] as number);
}
