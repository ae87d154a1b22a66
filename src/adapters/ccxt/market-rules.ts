/** The trading rules of a market as an exchange tells them. */
import {
  compare,
  type Decimal,
  decimalOf,
  isPositive,
  multiply,
  roundToStep,
} from '../../base/decimal.ts';
import { assumedRules, type TradingRules } from '../../market/trading-rules.ts';
import { type CcxtMarket, quantityKey } from './exchange.ts';

/** A price that falls a little must not make the smallest order too small. */
const priceSlack = 1.05;

/** Some venues have a smallest quantity beside a smallest notional, or in its place; at the price it is one too. */
export function rulesOf(market: CcxtMarket, price: number | undefined): TradingRules {
  const { symbol, base, quote, precision, limits } = market;
  const assumed = assumedRules(base, quote);
  const tickSize = precision.price ?? assumed.tickSize;
  const least = limits.cost?.min ?? '0';
  const byQuantity = notionalOf(limits[quantityKey]?.min, { price, tickSize });
  return {
    ...{ market: symbol, base, quote },
    stepSize: plainSize(precision[quantityKey] ?? assumed.stepSize),
    tickSize: plainSize(tickSize),
    minNotional: plainSize(compare(byQuantity, least) > 0 ? byQuantity : least),
  };
}

function notionalOf(
  quantity: Decimal | undefined,
  { price, tickSize }: { price: number | undefined; tickSize: Decimal },
): Decimal {
  if (quantity === undefined || price === undefined || !isPositive(tickSize)) return '0';
  return roundToStep(multiply(quantity, decimalOf(price * priceSlack)), tickSize, 'up');
}

function plainSize(size: Decimal): Decimal {
  return multiply(size, '1');
}
