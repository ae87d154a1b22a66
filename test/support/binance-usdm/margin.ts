/**
 * What of a futures account is bound by positions and open orders, and what may be opened yet.
 *
 * margin of a symbol = max(|position · mark + bids|, |position · mark − asks|) / leverage, bids and asks the notional of open orders
 * that do not only reduce; available = wallet + Σ position · mark − Σ cost − Σ margin, not below zero.
 */
import type { Market } from '../binance/market.ts';
import type { OrderWish, VenueOrder } from '../binance/order.ts';
import { remainingOf } from '../binance/order.ts';
import { one, times, type Units, unitsNear } from '../binance/units.ts';
import { type Position, sizeOf } from './positions.ts';

export type SymbolMargin = {
  readonly market: Market;
  readonly position: Position;
  readonly leverage: number;
  /** Position at the mark price. */
  readonly notional: Units;
  readonly unrealised: Units;
  readonly positionMargin: Units;
  /** Of position and open orders. */
  readonly margin: Units;
  readonly bids: Units;
  readonly asks: Units;
};

type Open = Pick<VenueOrder, 'side' | 'price' | 'reduceOnly'> & { readonly remaining: Units };

export function openOf(order: VenueOrder): Open {
  return { ...order, remaining: remainingOf(order) };
}

export function wishedOf(wish: OrderWish): Open {
  return { ...wish, remaining: wish.quantity };
}

/** There is no index here: the mark price is the price of the venue. */
export function markOf(market: Market, ms: number): Units {
  return unitsNear(market.price(ms));
}

export function marginOf(
  market: Market,
  state: { position: Position; leverage: number; open: readonly Open[]; nowMs: number },
): SymbolMargin {
  const { position, leverage, open, nowMs } = state;
  const notional = times(position.quantity, markOf(market, nowMs));
  const sum = (side: 'BUY' | 'SELL'): Units =>
    open
      .filter((order) => order.side === side && order.reduceOnly !== true)
      .reduce((total, { price, remaining }) => total + times(price, remaining), 0n);
  const [bids, asks] = [sum('BUY'), sum('SELL')];
  const [up, down] = [sizeOf(notional + bids), sizeOf(notional - asks)];
  const share = (exposure: Units): Units => (exposure * one) / unitsNear(leverage);
  return {
    ...{ market, position, leverage, notional, bids, asks },
    unrealised: notional - position.cost,
    positionMargin: share(sizeOf(notional)),
    margin: share(up > down ? up : down),
  };
}

export function availableOf(wallet: Units, margins: readonly SymbolMargin[]): Units {
  const left = margins.reduce((sum, each) => sum + each.unrealised - each.margin, wallet);
  return left > 0n ? left : 0n;
}
