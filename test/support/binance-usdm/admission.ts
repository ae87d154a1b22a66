/** Which orders the futures test venue takes: its filters, modes and margin (error-code and common-definition of the documentation). */
import type { Admission } from '../binance/admission.ts';
import type { Market } from '../binance/market.ts';
import type { OrderWish, VenueOrder } from '../binance/order.ts';
import { Refusal } from '../binance/refusal.ts';
import type { SymbolRules } from '../binance/symbol-rules.ts';
import { times, type Units, unitsOf } from '../binance/units.ts';
import { markOf } from './margin.ts';
import { type Positions, signedBy, sizeOf } from './positions.ts';

export type AdmissionWorld = {
  readonly positions: Positions;
  readonly isHedged: () => boolean;
  /** Whether an order that may not take and would is refused, or taken and expired. */
  readonly refusesGtx: boolean;
  /** Margin that is missing for the order; not above zero where it is enough. */
  readonly missing: (wish: OrderWish, nowMs: number) => Units;
};

type Scene = Parameters<Admission['check']>[1];

export function createUsdmAdmission(world: AdmissionWorld): Admission {
  return {
    check(wish, scene) {
      const rules = scene.market.rules();
      if (scene.market.status() !== 'TRADING') {
        throw new Refusal(-4140, 'Invalid symbol status for opening position.');
      }
      if (world.isHedged()) {
        throw new Refusal(-4061, "Order's position side does not match user's setting.");
      }
      checkQuantity(rules, wish.quantity);
      if (wish.type !== 'MARKET') checkPrice(rules, wish, scene);
      checkNotional(rules, wish, scene);
      checkOpen(wish, scene.open, rules);
      if (wish.reduceOnly) checkReduces(wish, scene.open, world.positions);
      if (world.refusesGtx && wish.timeInForce === 'GTX' && wouldTake(wish, scene.market)) {
        throw new Refusal(
          -5022,
          'Due to the order could not be executed as maker, the Post Only order will be rejected.',
        );
      }
    },
    hold(wish, { nowMs }) {
      if (wish.reduceOnly !== true && world.missing(wish, nowMs) > 0n) {
        throw new Refusal(-2019, 'Margin is insufficient.');
      }
      return 0n;
    },
    // Nobody is liquidated here; what an account cannot bear, no test may do to it.
    canBook: () => true,
  };
}

function checkQuantity(rules: SymbolRules, quantity: Units): void {
  if (quantity <= 0n) throw new Refusal(-4003, 'Quantity less than or equal to zero.');
  if (quantity < unitsOf(rules.minimumQuantity)) {
    throw new Refusal(-4004, 'Quantity less than min quantity.');
  }
  if (quantity > unitsOf(rules.maximumQuantity)) {
    throw new Refusal(-4005, 'Quantity greater than max quantity.');
  }
  if (quantity % unitsOf(rules.stepSize) !== 0n) {
    throw new Refusal(-4023, 'Qty not increased by step size.');
  }
}

/** PERCENT_PRICE goes by the mark price: a buy no higher, a sale no lower than the multiples of it. */
function checkPrice(
  rules: SymbolRules,
  { side, price }: OrderWish,
  { market, nowMs }: Scene,
): void {
  if (price <= 0n) throw new Refusal(-4001, 'Price less than 0.');
  if (price < unitsOf(rules.minimumPrice)) throw new Refusal(-4013, 'Price less than min price.');
  if (price > unitsOf(rules.maximumPrice)) {
    throw new Refusal(-4002, 'Price greater than max price.');
  }
  if (price % unitsOf(rules.tickSize) !== 0n) {
    throw new Refusal(-4014, 'Price not increased by tick size.');
  }
  const mark = markOf(market, nowMs);
  if (side === 'BUY' && price > times(mark, unitsOf(rules.bidMultiplierUp))) {
    throw new Refusal(-4016, 'Price is higher than mark price multiplier cap.');
  }
  if (side === 'SELL' && price < times(mark, unitsOf(rules.askMultiplierDown))) {
    throw new Refusal(-4024, 'Price is lower than mark price multiplier floor.');
  }
}

function checkNotional(rules: SymbolRules, wish: OrderWish, { market, nowMs }: Scene): void {
  const price = wish.type === 'MARKET' ? markOf(market, nowMs) : wish.price;
  const isTooSmall = times(price, wish.quantity) < unitsOf(rules.minimumNotional);
  if (isTooSmall && wish.reduceOnly !== true) {
    throw new Refusal(
      -4164,
      `Order's notional must be no smaller than ${rules.minimumNotional} (unless you choose reduce only).`,
    );
  }
}

function checkOpen(wish: OrderWish, open: readonly VenueOrder[], rules: SymbolRules): void {
  if (open.some(({ clientOrderId }) => clientOrderId === wish.clientOrderId)) {
    throw new Refusal(-4116, 'ClientOrderId is duplicated.');
  }
  if (open.filter(({ symbol }) => symbol === wish.symbol).length >= rules.maximumOpenOrders) {
    throw new Refusal(-2025, 'Reach max open order limit.');
  }
}

/** With those that are open already it may bring the position to zero, and not beyond. */
function checkReduces(
  { symbol, side, quantity }: OrderWish,
  open: readonly VenueOrder[],
  positions: Positions,
): void {
  const { quantity: held } = positions.now(symbol);
  const reducing = open
    .filter((order) => order.symbol === symbol && order.side === side && order.reduceOnly)
    .reduce((sum, order) => sum + order.quantity - order.executed, quantity);
  const isOpposite = signedBy(side, quantity) > 0n ? held < 0n : held > 0n;
  if (!isOpposite || reducing > sizeOf(held)) {
    throw new Refusal(-2022, 'ReduceOnly Order is rejected.');
  }
}

function wouldTake({ side, price, quantity }: OrderWish, { book }: Market): boolean {
  return book.within({ side, limit: price, quantity }).length > 0;
}
