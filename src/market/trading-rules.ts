/** The trading rules of a market: what the venue accepts as a quantity, a price and an order. */
import type { Decimal } from '../base/decimal.ts';

export type TradingRules = {
  /** The market, such as ETH/BTC. */
  readonly market: string;
  readonly base: string;
  readonly quote: string;
  /** Quantities are multiples of it, in base units. */
  readonly stepSize: Decimal;
  /** Prices are multiples of it, in quote units. */
  readonly tickSize: Decimal;
  /** Smallest order, in quote units. */
  readonly minNotional: Decimal;
};

export const assumedDecimals = 8;

/** Rules for a market without a rules file: 8 decimals, no minimum. */
export function assumedRules(base: string, quote: string): TradingRules {
  const smallest = `0.${'0'.repeat(assumedDecimals - 1)}1`;
  return {
    market: `${base}/${quote}`,
    base,
    quote,
    stepSize: smallest,
    tickSize: smallest,
    minNotional: '0',
  };
}
