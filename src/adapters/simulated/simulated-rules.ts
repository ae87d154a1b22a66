/** Trading rules of the simulated market, as a venue would have them. */
import type { TradingRules } from '../../market/trading-rules.ts';

/** Step in base units, tick and smallest order in quote units. */
type Entry = readonly [stepSize: string, tickSize: string, minNotional: string];

const quoteMarkets: Readonly<Record<string, Entry>> = {
  BTC: ['0.00001', '0.01', '5'],
  ETH: ['0.0001', '0.01', '5'],
  SOL: ['0.001', '0.01', '5'],
  LINK: ['0.01', '0.001', '5'],
  PAXG: ['0.0001', '0.01', '5'],
};

const directMarkets: Readonly<Record<string, Entry>> = {
  'ETH/BTC': ['0.0001', '0.00001', '0.0001'],
  'SOL/BTC': ['0.001', '0.0000001', '0.0001'],
};

/** The rules of a market against the quote currency, whichever it is, or between two assets; undefined when there is none. */
export function simulatedRules(base: string, quote: string): TradingRules | undefined {
  const market = `${base}/${quote}`;
  const entry = quote in quoteMarkets ? directMarkets[market] : quoteMarkets[base];
  if (entry === undefined) return undefined;
  const [stepSize, tickSize, minNotional] = entry;
  return { market, base, quote, stepSize, tickSize, minNotional };
}
