/** Replies on orders and trades of the account on the test venue. */
import type { VenueOrder, VenueTrade } from './order.ts';
import { isOpen } from './order.ts';
import { textOf } from './units.ts';

/** rest-api.md lines 2203–2212. */
export function ackReply(order: VenueOrder): Record<string, unknown> {
  return {
    symbol: order.symbol,
    orderId: order.orderId,
    orderListId: -1,
    clientOrderId: order.clientOrderId,
    transactTime: order.updatedMs,
  };
}

/** rest-api.md lines 2214–2234. */
export function resultReply(order: VenueOrder): Record<string, unknown> {
  return {
    ...ackReply(order),
    ...stateOf(order),
    workingTime: order.createdMs,
    selfTradePreventionMode: 'NONE',
    ...conditionalFields(order),
  };
}

/** rest-api.md lines 2236–2293; recorded: spot/http_json/new_order_full_response.json. An expired one: faqs/market_orders_faq.md lines 25–57. */
export function fullReply(order: VenueOrder, trades: readonly VenueTrade[]): unknown {
  return {
    ...resultReply(order),
    fills: trades.map((trade) => ({
      price: textOf(trade.price),
      qty: textOf(trade.quantity),
      commission: textOf(trade.commission),
      commissionAsset: trade.commissionAsset,
      tradeId: trade.tradeId,
    })),
  };
}

/** rest-api.md lines 2408–2428; recorded: spot/http_json/cancel_order_response.json. */
export function cancelReply(order: VenueOrder, cancelId: string): unknown {
  return {
    symbol: order.symbol,
    origClientOrderId: order.clientOrderId,
    orderId: order.orderId,
    orderListId: -1,
    clientOrderId: cancelId,
    transactTime: order.updatedMs,
    ...stateOf(order),
    selfTradePreventionMode: 'NONE',
    ...conditionalFields(order),
  };
}

/** rest-api.md lines 4259–4283; recorded: spot/http_json/order_response.json, all_orders and open_orders alike. */
export function orderReply(order: VenueOrder): unknown {
  return {
    symbol: order.symbol,
    orderId: order.orderId,
    orderListId: -1,
    clientOrderId: order.clientOrderId,
    ...stateOf(order),
    stopPrice: textOf(0n),
    icebergQty: textOf(0n),
    time: order.createdMs,
    updateTime: order.updatedMs,
    isWorking: isOpen(order) || order.executed > 0n,
    workingTime: order.createdMs,
    selfTradePreventionMode: 'NONE',
    ...conditionalFields(order),
  };
}

/** rest-api.md lines 4613–4632; recorded: spot/http_json/account_trades_response.json. */
export function tradeReply(trade: VenueTrade): unknown {
  return {
    symbol: trade.symbol,
    id: trade.tradeId,
    orderId: trade.orderId,
    orderListId: -1,
    price: textOf(trade.price),
    qty: textOf(trade.quantity),
    quoteQty: textOf(trade.quoteQuantity),
    commission: textOf(trade.commission),
    commissionAsset: trade.commissionAsset,
    time: trade.timeMs,
    isBuyer: trade.isBuyer,
    isMaker: trade.isMaker,
    isBestMatch: true,
  };
}

/** The fields that every order reply but ACK shares (rest-api.md lines 2222–2230). */
function stateOf(order: VenueOrder): Record<string, unknown> {
  return {
    price: textOf(order.price),
    origQty: textOf(order.quantity),
    executedQty: textOf(order.executed),
    origQuoteOrderQty: textOf(order.quoteQuantity),
    cummulativeQuoteQty: textOf(order.executedQuote),
    status: order.status,
    timeInForce: order.timeInForce,
    type: order.type,
    side: order.side,
  };
}

/** rest-api.md lines 2294–2319: only when they apply. */
function conditionalFields(order: VenueOrder): Record<string, unknown> {
  const { strategyId, strategyType, expiryReason } = order;
  return {
    ...(strategyId !== undefined && { strategyId }),
    ...(strategyType !== undefined && { strategyType }),
    ...(expiryReason !== undefined && { expiryReason }),
  };
}
