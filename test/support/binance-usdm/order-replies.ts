/** Replies on orders and trades of the futures test venue (trade/rest-api of the documentation). */
import type { VenueOrder, VenueTrade } from '../binance/order.ts';
import { one, textOf } from '../binance/units.ts';

/** Query-Order, All-Orders, Current-All-Open-Orders. */
export function orderReply(order: VenueOrder): Record<string, unknown> {
  return { ...stateOf(order), time: order.createdMs };
}

/** New-Order and Cancel-Order: without the time of the order. */
export function changedReply(order: VenueOrder): Record<string, unknown> {
  return { ...stateOf(order), cumQty: textOf(order.executed) };
}

/** New-Order with ACK: as it came in. */
export function ackReply(order: VenueOrder): unknown {
  return changedReply({ ...order, status: 'NEW', executed: 0n, executedQuote: 0n });
}

function stateOf(order: VenueOrder): Record<string, unknown> {
  const { executed, executedQuote } = order;
  return {
    orderId: order.orderId,
    symbol: order.symbol,
    status: order.status,
    clientOrderId: order.clientOrderId,
    price: textOf(order.price),
    avgPrice: textOf(executed === 0n ? 0n : (executedQuote * one) / executed),
    origQty: textOf(order.quantity),
    executedQty: textOf(executed),
    cumQuote: textOf(executedQuote),
    timeInForce: order.timeInForce,
    type: order.type,
    reduceOnly: order.reduceOnly === true,
    closePosition: false,
    side: order.side,
    positionSide: 'BOTH',
    stopPrice: '0',
    workingType: 'CONTRACT_PRICE',
    priceProtect: false,
    origType: order.type,
    priceMatch: 'NONE',
    selfTradePreventionMode: 'EXPIRE_MAKER',
    goodTillDate: 0,
    updateTime: order.updatedMs,
  };
}

/** Account-Trade-List. */
export function tradeReply(trade: VenueTrade): unknown {
  return {
    symbol: trade.symbol,
    id: trade.tradeId,
    orderId: trade.orderId,
    side: trade.isBuyer ? 'BUY' : 'SELL',
    price: textOf(trade.price),
    qty: textOf(trade.quantity),
    realizedPnl: textOf(trade.realised ?? 0n),
    quoteQty: textOf(trade.quoteQuantity),
    commission: textOf(trade.commission),
    commissionAsset: trade.commissionAsset,
    time: trade.timeMs,
    positionSide: 'BOTH',
    maker: trade.isMaker,
    buyer: trade.isBuyer,
  };
}
