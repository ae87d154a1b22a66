/**
 * A paper account on margin: what its positions and open orders are worth, and how much it may open yet. With q units, p prices and L the
 * leverage, NAV = cash + Σ q·p, and an order is taken where Σ max(|q·p|, |q·p + buys|, |q·p − sells|) ≤ L·NAV with it among the open
 * ones. Orders that only reduce open nothing.
 */
import {
  add,
  compare,
  type Decimal,
  decimalOf,
  isPositive,
  maximum,
  multiply,
  subtract,
} from '../../base/decimal.ts';
import { VenueError } from '../../base/errors.ts';
import type { Balances, Holdings, OrderRequest } from '../../execution/order.ts';
import type { PaperOrder } from '../../ports/paper-accounts.ts';

export type MarginTerms = {
  /** What the positions may come to without their signs, as a multiple of NAV. */
  readonly leverage: number;
  readonly quote: string;
  /** Of assets at a time, in the quote; those without one are missing. */
  readonly prices: (
    symbols: readonly string[],
    at: number,
  ) => Promise<ReadonlyMap<string, { readonly price: number }>>;
};

/** Prices by asset. */
export type Marks = ReadonlyMap<string, Decimal>;

/** Of all that an account holds or may come to hold. */
export async function readMarks(
  { prices, quote }: MarginTerms,
  assets: Iterable<string>,
  at: number,
): Promise<Marks> {
  const held = [...new Set(assets)].filter((asset) => asset !== quote);
  const found = await prices(held, at);
  return new Map([...found].map(([asset, { price }]) => [asset, decimalOf(price)]));
}

type Account = {
  readonly total: Balances;
  readonly orders: readonly PaperOrder[];
  readonly marks: Marks;
};

export function holdingsOnMargin(terms: MarginTerms, account: Account): Holdings {
  const room = subtract(mostOpen(terms, account), exposureOf(terms, account));
  return { total: account.total, free: { [terms.quote]: maximum(room, '0') } };
}

/** Why positions would come to too much with one more order, or undefined when they would not. */
export function leverageBreach(
  terms: MarginTerms,
  account: Account,
  order: OrderRequest,
): string | undefined {
  const before = exposureOf(terms, account);
  const after = exposureOf(terms, account, order);
  const most = mostOpen(terms, account);
  if (compare(after, most) <= 0 || compare(after, before) <= 0) return undefined;
  const what = `positions with open orders must be at most ${terms.leverage} times the account`;
  return `${what}, ${most} ${terms.quote}, were ${after}`;
}

/** What an order that only reduces may fill at most; 0 where it would open. */
export function reducible({ base, side }: OrderRequest, balances: Balances): Decimal {
  const position = balances[base] ?? '0';
  return maximum(side === 'sell' ? position : subtract('0', position), '0');
}

/** Why an order that is to reduce only would do more, or undefined when it would not. */
export function openingBreach(order: OrderRequest, balances: Balances): string | undefined {
  if (order.reduceOnly !== true) return undefined;
  if (compare(order.quantity, reducible(order, balances)) <= 0) return undefined;
  const position = balances[order.base] ?? '0';
  return `the order must only reduce the position of ${position} ${order.base}, was to ${order.side} ${order.quantity}`;
}

function mostOpen({ leverage, quote }: MarginTerms, { total, marks }: Account): Decimal {
  const nav = Object.entries(total)
    .filter(([asset]) => asset !== quote)
    .map(([asset, units]) => worthOf(asset, units, marks))
    .reduce(add, total[quote] ?? '0');
  return maximum(multiply(nav, decimalOf(leverage)), '0');
}

/** In the quote: what positions are worth without their signs, where open orders bring them furthest from zero. */
function exposureOf(
  { quote }: MarginTerms,
  { total, orders, marks }: Account,
  added?: OrderRequest,
): Decimal {
  const sides = new Map<string, { buy: Decimal; sell: Decimal }>();
  const sideOf = (asset: string) => {
    const known = sides.get(asset) ?? { buy: '0', sell: '0' };
    sides.set(asset, known);
    return known;
  };
  const open = (order: OrderRequest, quantity: Decimal): void => {
    if (order.reduceOnly === true) return;
    const price = maximum(order.limitPrice, markOf(order.base, marks));
    const own = sideOf(order.base);
    own[order.side] = add(own[order.side], multiply(quantity, price));
  };
  for (const asset of Object.keys(total)) if (asset !== quote) sideOf(asset);
  for (const { request, fills } of orders) {
    open(request, fills.map(({ quantity }) => quantity).reduce(subtract, request.quantity));
  }
  if (added !== undefined) open(added, added.quantity);
  return [...sides]
    .map(([asset, { buy, sell }]) => {
      const worth = worthOf(asset, total[asset] ?? '0', marks);
      const furthest = maximum(absolute(worth), add(worth, buy));
      return maximum(furthest, subtract(sell, worth));
    })
    .reduce(add, '0');
}

/** In the quote. Errors: VenueError when something is held of it and it has no price. */
export function worthOf(asset: string, units: Decimal, marks: Marks): Decimal {
  return Number(units) === 0 ? '0' : multiply(units, markOf(asset, marks));
}

function markOf(asset: string, marks: Marks): Decimal {
  const price = marks.get(asset);
  if (price !== undefined) return price;
  throw new VenueError('unavailable', `there is no price of ${asset}`);
}

function absolute(value: Decimal): Decimal {
  return isPositive(value) ? value : subtract('0', value);
}
