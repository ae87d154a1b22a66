/** What an exchange tells of an order and its trades, as the executor reads it; it is checked, for it may be another's. */
import { add, compare, type Decimal, multiply } from '../../base/decimal.ts';
import { VenueError } from '../../base/errors.ts';
import type { Fill, OrderReference, OrderReport } from '../../execution/order.ts';
import { type CcxtFee, type CcxtOrder, type CcxtTrade, quantityKey } from './exchange.ts';

const openStates: ReadonlySet<string | undefined> = new Set(['open', 'canceling', undefined]);

/** Fills without a fee are left out while the fee may still come. Errors: VenueError('unknown') when it is not this order. */
export function reportOf(
  order: CcxtOrder,
  trades: readonly CcxtTrade[],
  reference: OrderReference,
  options: { readonly isFeeCertain: boolean },
): OrderReport {
  const { clientOrderId, market } = reference;
  if (order.symbol !== market) {
    throw new VenueError(
      'unknown',
      `the order ${clientOrderId} must be on ${market}, was on ${order.symbol}`,
    );
  }
  const fills = new Map<string, Fill>();
  for (const trade of trades) {
    const isOther = trade.side !== undefined && trade.side !== order.side;
    if (isOther || (options.isFeeCertain && feeOf(trade) === undefined)) continue;
    const side = { ...trade, side: order.side, timestamp: trade.timestamp ?? order.timestamp };
    const fill = fillOf(side, { clientOrderId, market });
    if (fill !== undefined) fills.set(fill.tradeId, fill);
  }
  return {
    clientOrderId,
    status: openStates.has(order.status) ? 'open' : 'closed',
    ...(order.filled === undefined ? {} : { filled: plain(order.filled) }),
    fills: [...fills.values()],
  };
}

/** Undefined when the trade names no id, price, quantity or side: it is to be asked for again. */
export function fillOf(
  trade: CcxtTrade,
  order: { readonly clientOrderId: string; readonly market: string },
): Fill | undefined {
  const { id, price, [quantityKey]: quantity, side, timestamp } = trade;
  if (!id || !price || !quantity || timestamp === undefined) return undefined;
  if (side !== 'buy' && side !== 'sell') return undefined;
  const [, quote = ''] = order.market.split('/');
  const fee = feeOf(trade);
  return {
    ...{ tradeId: id, ...order, side },
    ...{ quantity: plain(quantity), price: plain(price) },
    ...{ fee: fee?.cost ?? '0', feeAsset: fee?.currency ?? quote, at: timestamp },
  };
}

/** Some venues tell one fee, some a list. */
function feeOf({ fee, fees }: CcxtTrade): { cost: Decimal; currency: string } | undefined {
  const told = [...(fees ?? []), fee].filter(isFee);
  const [first] = told;
  if (first === undefined) return undefined;
  const listed = (fees ?? []).filter(isFee);
  const same = (listed.length > 0 ? listed : told).filter(
    (each) => each.currency === first.currency,
  );
  return { cost: same.map(({ cost }) => plain(cost)).reduce(add), currency: first.currency };
}

function isFee(fee: CcxtFee | undefined): fee is { cost: string; currency: string } {
  return fee?.cost !== undefined && fee.currency !== undefined;
}

/** Without trailing zeros. */
export function plain(text: string): Decimal {
  return multiply(text, '1');
}

/** Whether all that the venue says was filled is told by fills. */
export function isWhole({ filled, fills }: OrderReport): boolean {
  return compare(fills.map(({ quantity }) => quantity).reduce(add, '0'), filled ?? '0') >= 0;
}
