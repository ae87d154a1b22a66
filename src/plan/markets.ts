/** The markets a portfolio trades on: each asset against the quote, then the direct ones of the configuration. */
import { ConfigError } from '../base/errors.ts';
import { unknownConditions } from '../cost/conditions.ts';
import { type CostMarket, expectedCost, ratesOf } from '../cost/leg-cost.ts';
import type { FlowMarket } from '../policy/flow-problem.ts';
import type { Settings } from './settings.ts';

/** `cost` is what decisions go by: what a leg is expected to cost in the style in force, now. */
export type PlanMarket = FlowMarket &
  CostMarket & {
    /** Such as BTC/USDT. */
    readonly symbol: string;
    readonly baseSymbol: string;
    readonly quoteSymbol: string;
    /** Between two assets. */
    readonly direct: boolean;
  };

/** Errors: ConfigError when a direct market names something that is not an asset of the portfolio. */
export function marketsOf(settings: Settings): PlanMarket[] {
  const { symbols, quote } = settings.portfolio;
  const onCash = symbols.map((symbol, base) =>
    market({ base, quote: -1, baseSymbol: symbol, quoteSymbol: quote }, settings),
  );
  const direct = settings.directMarkets.map((name) => {
    const [baseSymbol = '', quoteSymbol = ''] = name.split('/');
    const base = symbols.indexOf(baseSymbol);
    const against = symbols.indexOf(quoteSymbol);
    if (base < 0 || against < 0 || base === against) {
      throw new ConfigError(
        `markets.direct: both sides of "${name}" must be different assets of the portfolio (${symbols.join(', ')})`,
      );
    }
    return market({ base, quote: against, baseSymbol, quoteSymbol }, settings);
  });
  return [...onCash, ...direct];
}

function market(
  place: { base: number; quote: number; baseSymbol: string; quoteSymbol: string },
  settings: Settings,
): PlanMarket {
  const { costs } = settings;
  const symbol = `${place.baseSymbol}/${place.quoteSymbol}`;
  const direct = place.quote >= 0;
  const rates = ratesOf(costs, { name: direct ? symbol : place.baseSymbol, direct });
  const market = { ...place, symbol, direct, rates, conditions: unknownConditions(costs), cost: 0 };
  return refreshCost(market, settings);
}

/** Takes the cost that decisions go by from the conditions as they are now. */
export function refreshCost<M extends PlanMarket>(market: M, { costs, execution }: Settings): M {
  market.cost = expectedCost(market, { style: execution.style, impact: costs.impact });
  return market;
}

/** Price of a market's base in its quote, from prices of assets in the portfolio's quote starting at `offset`. */
export function marketPrice(market: FlowMarket, prices: Float64Array, offset: number): number {
  const base = prices[offset + market.base] as number;
  return market.quote < 0 ? base : base / (prices[offset + market.quote] as number);
}

/** The direct markets that large venues have: each asset against BTC, and against ETH. */
export function usualDirectMarkets(symbols: readonly string[]): string[] {
  const counters = ['BTC', 'ETH'].filter((counter) => symbols.includes(counter));
  return counters.flatMap((counter, k) =>
    symbols
      .filter((symbol) => !counters.slice(0, k + 1).includes(symbol))
      .map((symbol) => `${symbol}/${counter}`),
  );
}
