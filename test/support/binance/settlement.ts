/** What a fill does to the account of the test venue: balances, locks, commission, order and trade, to the last digit. */
import { commissionOf, type Fees, ratesOf } from './commission.ts';
import type { Market } from './market.ts';
import { afterFill, remainingOf, type VenueOrder } from './order.ts';
import type { Records } from './records.ts';
import { times, type Units, unitsNear } from './units.ts';
import type { Wallet } from './wallet.ts';

export type Fill = {
  readonly orderId: number;
  readonly price: Units;
  readonly quantity: Units;
  readonly isMaker: boolean;
  readonly tradeId: number;
};

export type Settlement = {
  /** Locks what an open order may need. */
  lock(order: VenueOrder, units: Units, ms: number): void;
  /** Gives back what is still locked for an order. */
  release(order: VenueOrder, ms: number): void;
  book(fill: Fill, ms: number): void;
  fees(): Fees;
  setFees(fees: Fees): void;
  /** Notional traded so far, in quote units; the tier of the fees follows it. */
  traded(): Units;
};

export function createSettlement(world: {
  wallet: Wallet;
  records: Records;
  fees: Fees;
  marketOf: (symbol: string) => Market;
  /** Units of BNB for one unit of an asset, or undefined when no market tells. */
  bnbPriceOf: (asset: string, ms: number) => number | undefined;
  onFirstFill: (fill: { isMaker: boolean }, ms: number) => void;
}): Settlement {
  const { wallet, records, marketOf } = world;
  const locks = new Map<number, Units>();
  let { fees } = world;
  let traded = 0n;

  const paidAsset = ({ symbol, side }: VenueOrder): string => {
    const { baseAsset, quoteAsset } = marketOf(symbol).rules();
    return side === 'BUY' ? quoteAsset : baseAsset;
  };
  const receivedAsset = ({ symbol, side }: VenueOrder): string => {
    const { baseAsset, quoteAsset } = marketOf(symbol).rules();
    return side === 'BUY' ? baseAsset : quoteAsset;
  };

  /** Takes what was paid from the lock; beyond the lock, as for a fill after the end of the order, from the free balance. */
  const pay = (order: VenueOrder, spent: Units, ms: number): void => {
    const locked = locks.get(order.orderId) ?? 0n;
    if (locked < spent) {
      wallet.change(paidAsset(order), -spent, ms);
      return;
    }
    const remaining = remainingOf(order);
    const isPriced = order.side === 'BUY' && order.type !== 'MARKET';
    const kept = isPriced ? times(order.price, remaining) : locked - spent;
    wallet.settle(paidAsset(order), { spent, released: locked - spent - kept }, ms);
    locks.set(order.orderId, kept);
  };

  const receive = (order: VenueOrder, units: Units, isMaker: boolean, ms: number) => {
    const asset = receivedAsset(order);
    const bnbPrice = world.bnbPriceOf(asset, ms);
    const rates = ratesOf(fees, traded);
    const commission = commissionOf({
      fees,
      rate: isMaker ? rates.maker : rates.taker,
      received: { asset, units },
      bnbPrice: bnbPrice === undefined ? undefined : unitsNear(bnbPrice),
      freeBnb: wallet.free('BNB'),
    });
    wallet.change(asset, units, ms);
    wallet.change(commission.asset, -commission.units, ms);
    return commission;
  };

  return {
    lock(order, units, ms) {
      wallet.lock(paidAsset(order), units, ms);
      locks.set(order.orderId, units);
    },
    release(order, ms) {
      const released = locks.get(order.orderId) ?? 0n;
      if (released > 0n) wallet.settle(paidAsset(order), { spent: 0n, released }, ms);
      locks.delete(order.orderId);
    },
    book({ orderId, price, quantity, isMaker, tradeId }, ms) {
      const before = records.order(orderId);
      const quoteQuantity = times(price, quantity);
      const order = afterFill(before, { quantity, quoteQuantity, ms });
      const isBuyer = order.side === 'BUY';
      pay(order, isBuyer ? quoteQuantity : quantity, ms);
      const commission = receive(order, isBuyer ? quantity : quoteQuantity, isMaker, ms);
      traded += quoteQuantity;
      records.save(order);
      records.addTrade({
        ...{ symbol: order.symbol, tradeId, orderId, clientOrderId: order.clientOrderId },
        ...{ price, quantity, quoteQuantity, timeMs: ms, isBuyer, isMaker },
        commission: commission.units,
        commissionAsset: commission.asset,
      });
      if (before.executed === 0n) world.onFirstFill({ isMaker }, ms);
    },
    fees: () => fees,
    setFees(next) {
      fees = next;
    },
    traded: () => traded,
  };
}
