/** The true books of a simulated venue: every order and every change of a balance with its time, so that the past can be read as it was. */
import {
  add,
  compare,
  type Decimal,
  decimalOf,
  multiply,
  subtract,
} from '../../../src/base/decimal.ts';
import type { Balances, Fill, Holdings, OrderRequest } from '../../../src/execution/order.ts';
import { markets } from './markets.ts';

export type VenueOrder = {
  readonly request: OrderRequest;
  /** Sent by the executor, not by somebody else who uses the account. */
  readonly isOurs: boolean;
  readonly acceptedAt: number;
  closedAt: number | null;
  readonly trades: Fill[];
  /** Until when it shows nowhere but in the balances. */
  readonly hiddenUntil: number;
};

/** A fee of 10 bp in one of three assets. */
export type FeeIn = 'quote' | 'received' | 'third';

/** How an account pays; without leverage nothing is borrowed. */
export type Terms = { readonly feeIn: FeeIn; readonly leverage: number | null };
const feeRate = '0.001';
const thirdAsset = 'BNB';
const thirdPrice = 250;

type Entry = {
  readonly at: number;
  readonly asset: string;
  readonly change: Decimal;
  readonly isExternal: boolean;
};

export type TrueBooks = {
  readonly start: Balances;
  readonly entries: readonly Entry[];
  /** Oldest first; an id may come twice when an order was sent twice. */
  readonly orders: readonly VenueOrder[];
  accept(order: VenueOrder): void;
  /** Books a trade of an order at a time. */
  trade(order: VenueOrder, trade: { quantity: Decimal; price: Decimal; at: number }): Fill;
  move(asset: string, change: Decimal, at: number): void;
  holdingsAt(time: number): Holdings;
};

export function createTrueBooks(start: Balances, terms: Terms): TrueBooks {
  const { feeIn } = terms;
  const entries: Entry[] = [];
  const orders: VenueOrder[] = [];
  let trades = 0;

  const enter = (asset: string, change: Decimal, at: number, isExternal = false): void => {
    entries.push({ at, asset, change, isExternal });
  };

  return {
    start,
    entries,
    orders,
    accept: (order) => {
      orders.push(order);
    },
    move: (asset, change, at) => enter(asset, change, at, true),
    trade(order, { quantity, price, at }) {
      const { clientOrderId, market, side, base, quote } = order.request;
      const notional = multiply(quantity, price);
      const isBuy = side === 'buy';
      const { fee, feeAsset } = feeOf({ feeIn, isBuy, quantity, notional, base, quote });
      enter(base, isBuy ? quantity : negative(quantity), at);
      enter(quote, isBuy ? negative(notional) : notional, at);
      enter(feeAsset, negative(fee), at);
      trades += 1;
      const tradeId = String(trades);
      const fill = { tradeId, clientOrderId, market, side, quantity, price, fee, feeAsset, at };
      order.trades.push(fill);
      return fill;
    },
    holdingsAt(time) {
      const total: Record<string, Decimal> = { ...start };
      for (const { at, asset, change } of entries) {
        if (at <= time) total[asset] = add(total[asset] ?? '0', change);
      }
      const free = freeOf(total, terms);
      for (const order of orders) {
        if (order.acceptedAt > time || (order.closedAt !== null && order.closedAt <= time))
          continue;
        const { asset, units } = heldBack(order, time, terms);
        free[asset] = subtract(free[asset] ?? '0', units);
      }
      return { free, total };
    },
  };
}

function feeOf(trade: {
  feeIn: FeeIn;
  isBuy: boolean;
  quantity: Decimal;
  notional: Decimal;
  base: string;
  quote: string;
}): { fee: Decimal; feeAsset: string } {
  const { feeIn, isBuy, quantity, notional, base, quote } = trade;
  if (feeIn === 'third') {
    const fee = decimalOf(Number((Number(notional) / thirdPrice / 1000).toFixed(8)));
    return { fee, feeAsset: thirdAsset };
  }
  if (feeIn === 'received' && isBuy) return { fee: multiply(quantity, feeRate), feeAsset: base };
  return { fee: multiply(notional, feeRate), feeAsset: quote };
}

/** On margin the notional that may be opened yet, at the prices of the start. */
function freeOf(total: Balances, { leverage }: Terms): Record<string, Decimal> {
  if (leverage === null) return { ...total };
  const values = markets.map(({ base, price }) => Number(total[base]) * price);
  const nav = values.reduce((sum, value) => sum + value, Number(total.USDT));
  const gross = values.reduce((sum, value) => sum + Math.abs(value), 0);
  return { USDT: Math.max(0, leverage * nav - gross).toFixed(8), BNB: total.BNB ?? '0' };
}

/** What an order needs, or what is left of it at a time still needs. */
export function need(
  { side, base, quote, limitPrice, reduceOnly }: OrderRequest,
  quantity: Decimal,
  { feeIn, leverage }: Terms,
): { asset: string; units: Decimal } {
  if (reduceOnly === true) return { asset: quote, units: '0' };
  if (side === 'sell' && leverage === null) return { asset: base, units: quantity };
  const notional = multiply(quantity, limitPrice);
  const fee = feeIn === 'quote' ? multiply(notional, feeRate) : '0';
  return { asset: quote, units: add(notional, fee) };
}

function heldBack({ request, trades }: VenueOrder, time: number, terms: Terms) {
  const left = subtract(request.quantity, quantityOf(trades, time));
  return need(request, compare(left, '0') > 0 ? left : '0', terms);
}

/** Base units of trades up to a time. */
export function quantityOf(
  trades: readonly Fill[],
  time: number = Number.POSITIVE_INFINITY,
): Decimal {
  return trades
    .filter(({ at }) => at <= time)
    .map(({ quantity }) => quantity)
    .reduce(add, '0');
}

function negative(value: Decimal): Decimal {
  return subtract('0', value);
}
