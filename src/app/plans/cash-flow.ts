/**
 * What flowed into the cash of an account since its last look: its balance now, less the balance then and what its trades
 * since moved. At most one execution lies between two looks, the last one in which something was filled. A flow that
 * nothing was traded upon is still to be used.
 */
import { add, type Decimal, multiply, subtract } from '../../base/decimal.ts';
import type { Balances, Fill } from '../../execution/order.ts';
import type { RecordedInputs } from '../../plan/inputs.ts';
import type { RecommendationRecord } from '../../ports/store.ts';

/** In the quote; negative when it flowed out, 0 without a look before. */
export function cashFlowSince(
  lastLook: RecommendationRecord | undefined,
  now: { quote: string; holdings: Balances; fills: readonly Fill[] },
): Decimal {
  if (lastLook === undefined) return '0';
  const { quote, holdings, fills } = now;
  const then = lastLook.inputs as unknown as RecordedInputs;
  const traded = fills.filter(({ at }) => at > then.asOf);
  const expected = traded
    .map((fill) => cashOf(fill, quote))
    .reduce(add, then.holdings[quote] ?? '0');
  const flow = subtract(holdings[quote] ?? '0', expected);
  return traded.length > 0 ? flow : add(flow, then.cashFlow ?? '0');
}

/** What a fill did to the cash, its fee included. */
function cashOf({ market, side, quantity, price, fee, feeAsset }: Fill, quote: string): Decimal {
  const notional = multiply(quantity, price);
  const paid = feeAsset === quote ? fee : '0';
  if (!market.endsWith(`/${quote}`)) return subtract('0', paid);
  return side === 'buy' ? subtract('0', add(notional, paid)) : subtract(notional, paid);
}
