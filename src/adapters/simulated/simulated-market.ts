/** The bundled simulated market as a source of market data: candles, rules and books up to the clock's time. */
import type { Reason } from '../../base/reasons.ts';
import type { Candles } from '../../market/candles.ts';
import { createSimulation } from '../../market/simulation.ts';
import { simulatedAssets } from '../../market/simulation-assets.ts';
import { bookAround } from '../../market/synthetic-book.ts';
import { assumedRules } from '../../market/trading-rules.ts';
import type { Clock } from '../../ports/clock.ts';
import type { MarketData } from '../../ports/market-data.ts';
import { simulatedRules } from './simulated-rules.ts';

const levels = 60;
const levelStepBps = 1;
/** A direct market has this fraction of the depth of the thinner of its two assets. */
const directDepthShare = 0.5;

/** The origin is the open of the first bar, a full hour in epoch ms; nothing after the clock's time can be seen. */
export function createSimulatedMarket(options: {
  seed: number;
  origin: number;
  clock: Clock;
}): MarketData {
  const { seed, origin, clock } = options;
  const simulation = createSimulation({ seed, origin });
  const notAhead = (time: number): number => Math.min(time, clock.now());

  /** Price in the quote currency and liquidity of an asset. */
  const stateOf = (symbol: string, time: number) => {
    const price = simulation.priceAt(symbol, time);
    const liquidity = simulation.liquidityAt(symbol, time);
    return price === undefined || liquidity === undefined ? undefined : { price, ...liquidity };
  };

  return {
    source: `simulated:${seed}`,

    async symbols() {
      return simulatedAssets.map(({ symbol }) => symbol).sort();
    },

    async candles(symbols, until) {
      const series: Candles[] = [];
      const issues: Reason[] = [];
      for (const symbol of symbols) {
        const candles = simulation.candles(symbol, notAhead(until));
        if (candles === undefined || candles.openTime.length === 0) {
          issues.push({ code: 'DATA_MISSING', symbol });
        } else series.push(candles);
      }
      return { series, issues, unfit: issues.length > 0 };
    },

    async rules(symbols, quote, direct) {
      const markets = [...symbols.map((symbol) => `${symbol}/${quote}`), ...direct].map(partsOf);
      const known = markets.map(({ base, counter }) => simulatedRules(base, counter));
      return {
        rules: markets.map(({ base, counter }, i) => known[i] ?? assumedRules(base, counter)),
        assumed: known.includes(undefined),
      };
    },

    async book(market, at) {
      const { base, counter } = partsOf(market);
      if (simulatedRules(base, counter) === undefined) return undefined;
      const time = notAhead(at);
      const own = stateOf(base, time);
      if (own === undefined) return undefined;
      // Against an asset the mid is the ratio, and the book bears the spreads of both.
      const other = stateOf(counter, time);
      const depth = other
        ? Math.min(own.levelNotional, other.levelNotional) * directDepthShare
        : own.levelNotional;
      return bookAround({
        market,
        mid: own.price / (other?.price ?? 1),
        asOf: time,
        halfSpreadBps: own.halfSpreadBps + (other?.halfSpreadBps ?? 0),
        levelStepBps,
        levels,
        quantityPerLevel: depth / own.price,
      });
    },
  };
}

function partsOf(market: string): { base: string; counter: string } {
  const [base = '', counter = ''] = market.split('/');
  return { base, counter };
}
