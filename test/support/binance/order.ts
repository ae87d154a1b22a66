/** An order and a trade of the account on the test venue; plain snapshots, a change makes a new one. */
import type { Units } from './units.ts';

export type Side = 'BUY' | 'SELL';
export type OrderType = 'LIMIT' | 'LIMIT_MAKER' | 'MARKET';
/** enums.md lines 126–130; GTX, which never takes, for futures only. */
export type TimeInForce = 'GTC' | 'IOC' | 'FOK' | 'GTX';

/** enums.md lines 45–57. */
export type OrderStatus = 'NEW' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELED' | 'EXPIRED';

/** enums.md lines 207–217. */
export type ExpiryReason =
  | 'EXCHANGE_CANCELED'
  | 'UNFILLED_IOC_QUANTITY_EXPIRED'
  | 'UNFILLED_FOK_ORDER_EXPIRED'
  | 'INSUFFICIENT_LIQUIDITY'
  /** Of futures, which tell no reason. */
  | 'GTX_WOULD_TAKE';

/** What a new order asks for; one of the two quantities is given, the price unless it is a market order. */
export type OrderWish = {
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly price: Units;
  readonly quantity: Units;
  readonly quoteQuantity: Units;
  readonly clientOrderId: string;
  readonly strategyId?: number;
  readonly strategyType?: number;
  /** Of futures. */
  readonly reduceOnly?: true;
};

export type VenueOrder = OrderWish & {
  readonly orderId: number;
  readonly executed: Units;
  /** Quote units paid or received so far. */
  readonly executedQuote: Units;
  readonly status: OrderStatus;
  readonly expiryReason?: ExpiryReason;
  readonly createdMs: number;
  readonly updatedMs: number;
};

export type VenueTrade = {
  readonly symbol: string;
  readonly tradeId: number;
  readonly orderId: number;
  readonly clientOrderId: string;
  readonly price: Units;
  readonly quantity: Units;
  readonly quoteQuantity: Units;
  readonly commission: Units;
  readonly commissionAsset: string;
  readonly timeMs: number;
  readonly isBuyer: boolean;
  readonly isMaker: boolean;
  /** Of futures: what closing a position brought, in quote units. */
  readonly realised?: Units;
};

export function isOpen({ status }: VenueOrder): boolean {
  return status === 'NEW' || status === 'PARTIALLY_FILLED';
}

export function remainingOf({ quantity, executed }: VenueOrder): Units {
  return quantity > executed ? quantity - executed : 0n;
}

/** The order after a fill; one that has ended stays so, even when the venue books a fill after it. */
export function afterFill(
  before: VenueOrder,
  fill: { readonly quantity: Units; readonly quoteQuantity: Units; readonly ms: number },
): VenueOrder {
  const executed = before.executed + fill.quantity;
  const isOver = before.status === 'CANCELED' || before.status === 'EXPIRED';
  const status = executed >= before.quantity ? 'FILLED' : 'PARTIALLY_FILLED';
  return {
    ...before,
    executed,
    executedQuote: before.executedQuote + fill.quoteQuantity,
    status: isOver ? before.status : status,
    updatedMs: fill.ms,
  };
}
