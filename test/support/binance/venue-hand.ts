/** What a test may do to the venue behind the caller's back: move prices, change rules, trade by hand, take the key away. */
import type { Fees } from './commission.ts';
import type { Liquidity } from './market-maker.ts';
import type { OrderWish, VenueOrder } from './order.ts';
import { randomId } from './order-wish.ts';
import type { Permissions } from './security.ts';
import type { SymbolRules, SymbolStatus } from './symbol-rules.ts';
import { unitsOf } from './units.ts';
import type { Venue } from './venue.ts';

export type VenueHand = {
  /** The price stands still from now on, and the book moves to it at once. */
  setPrice(symbol: string, price: number): void;
  setLiquidity(symbol: string, liquidity: Liquidity): void;
  setStatus(symbol: string, status: SymbolStatus): void;
  changeRules(symbol: string, change: Partial<SymbolRules>): void;
  delist(symbol: string): void;
  /** A negative quantity is a withdrawal, from the free balance. */
  deposit(asset: string, quantity: string): void;
  /** An order that somebody places on the same account, with an id that is not ours unless given. */
  placeOrder(order: {
    readonly symbol: string;
    readonly side: OrderWish['side'];
    readonly price: string;
    readonly quantity: string;
    readonly type?: 'LIMIT' | 'LIMIT_MAKER';
    readonly timeInForce?: OrderWish['timeInForce'];
    readonly clientOrderId?: string;
  }): VenueOrder;
  /** The venue fills more than was ordered, or after the end of the order. False when the balance is too small. */
  forceFill(fill: { orderId: number; quantity: string; price: string }): boolean;
  setFees(fees: Fees): void;
  setPermissions(change: Partial<Permissions>): void;
  revokeKey(): void;
  setMaintenance(isOn: boolean): void;
  /** Happens when the venue's time has come so far, in order with everything else. */
  after(ms: number, act: () => void): void;
};

export function createVenueHand(venue: Venue, options: { nowMs: () => number }): VenueHand {
  const { engine, wallet, settlement, random } = venue;
  const now = (): number => {
    engine.advance(options.nowMs());
    return engine.nowMs();
  };
  const requote = (symbol: string): void => engine.requote(symbol);
  return {
    setPrice(symbol, price) {
      engine.market(symbol).setPrice(price, now());
      requote(symbol);
    },
    setLiquidity(symbol, liquidity) {
      now();
      engine.market(symbol).setLiquidity(liquidity);
      requote(symbol);
    },
    setStatus(symbol, status) {
      now();
      engine.market(symbol).setStatus(status);
      requote(symbol);
    },
    changeRules: (symbol, change) => engine.market(symbol).changeRules(change),
    delist(symbol) {
      now();
      engine.delist(symbol);
    },
    deposit: (asset, quantity) => wallet.change(asset, unitsOf(quantity), now()),
    placeOrder({ symbol, side, price, quantity, type, timeInForce, clientOrderId }) {
      now();
      return engine.place({
        ...{ symbol, side, type: type ?? 'LIMIT', timeInForce: timeInForce ?? 'GTC' },
        ...{ price: unitsOf(price), quantity: unitsOf(quantity), quoteQuantity: 0n },
        clientOrderId: clientOrderId ?? `web_${randomId(random)}`,
      });
    },
    forceFill({ orderId, quantity, price }) {
      now();
      return engine.force({ orderId, quantity: unitsOf(quantity), price: unitsOf(price) });
    },
    setFees: (fees) => settlement.setFees(fees),
    setPermissions(change) {
      venue.permissions = { ...venue.permissions, ...change };
    },
    revokeKey() {
      venue.key = null;
    },
    setMaintenance(isOn) {
      venue.isInMaintenance = isOn;
    },
    after: (ms, act) => engine.schedule(now() + ms, act),
  };
}
