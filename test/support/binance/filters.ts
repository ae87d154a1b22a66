/** The filters of filters.md on a new order: price, quantity, notional, distance from the average price, open orders. */
import type { OrderWish } from './order.ts';
import { filterFailure, Refusal } from './refusal.ts';
import type { SymbolRules } from './symbol-rules.ts';
import { times, type Units, unitsOf } from './units.ts';

export type FilterScene = {
  readonly rules: SymbolRules;
  readonly wish: OrderWish;
  /** Over the minutes of the rules (filters.md lines 84–86, 163–165). */
  readonly averagePrice: Units;
  /** Open orders of the account on the symbol, this one not among them. */
  readonly openOrders: number;
};

/** Throws the refusal of the first filter that the order does not pass. */
export function checkFilters(scene: FilterScene): void {
  const { rules, wish, averagePrice, openOrders } = scene;
  if (wish.type !== 'MARKET') {
    checkPrice(rules, wish.price);
    checkDistance(scene);
  }
  if (wish.quantity > 0n || wish.quoteQuantity === 0n) checkLot(rules, wish.quantity);
  if (wish.type === 'MARKET' && wish.quantity > unitsOf(rules.maximumMarketQuantity)) {
    throw filterFailure('MARKET_LOT_SIZE');
  }
  const price = wish.type === 'MARKET' ? averagePrice : wish.price;
  checkNotional(rules, wish.quantity > 0n ? times(price, wish.quantity) : wish.quoteQuantity);
  // filters.md lines 217–219: counts orders that are open; one that ends at once is counted on its way in.
  if (openOrders >= rules.maximumOpenOrders) throw filterFailure('MAX_NUM_ORDERS');
}

/** filters.md lines 44–48. */
function checkPrice(rules: SymbolRules, price: Units): void {
  const isInside = price >= unitsOf(rules.minimumPrice) && price <= unitsOf(rules.maximumPrice);
  if (!isInside || !isMultiple(price, rules.tickSize)) throw filterFailure('PRICE_FILTER');
}

/** filters.md lines 118–122. */
function checkLot(rules: SymbolRules, quantity: Units): void {
  const isInside =
    quantity >= unitsOf(rules.minimumQuantity) && quantity <= unitsOf(rules.maximumQuantity);
  if (!isInside || !isMultiple(quantity, rules.stepSize)) throw filterFailure('LOT_SIZE');
}

/** filters.md lines 144–145 and 167–169; a market order counts at the average price. */
function checkNotional(rules: SymbolRules, notional: Units): void {
  const isTooMuch =
    rules.notionalFilter === 'NOTIONAL' && notional > unitsOf(rules.maximumNotional);
  if (isTooMuch || notional < unitsOf(rules.minimumNotional)) {
    throw filterFailure(rules.notionalFilter);
  }
}

/** filters.md lines 88–96. */
function checkDistance({ rules, wish, averagePrice }: FilterScene): void {
  const [up, down] =
    wish.side === 'BUY'
      ? [rules.bidMultiplierUp, rules.bidMultiplierDown]
      : [rules.askMultiplierUp, rules.askMultiplierDown];
  if (
    wish.price > times(averagePrice, unitsOf(up)) ||
    wish.price < times(averagePrice, unitsOf(down))
  ) {
    throw filterFailure('PERCENT_PRICE_BY_SIDE');
  }
}

function isMultiple(value: Units, step: string): boolean {
  const units = unitsOf(step);
  return units === 0n || value % units === 0n;
}

/** errors.md lines 109–110: more places than the asset counts (baseAssetPrecision 8, rest-api.md lines 831–836). */
export function checkPrecision(name: string, text: string): void {
  if ((text.split('.')[1] ?? '').length > 8) {
    throw new Refusal(-1111, `Parameter '${name}' has too much precision.`);
  }
}
