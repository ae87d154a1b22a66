/** What moved on an account beside its trades: what it holds, less what it held and what its fills and fees did since. */
import { add, type Decimal, multiply, subtract } from '../base/decimal.ts';
import type { Side } from '../market/order-book.ts';

type Holdings = Readonly<Record<string, Decimal>>;

type TradeOfAccount = {
  readonly market: string;
  readonly side: Side;
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly fee: Decimal;
  readonly feeAsset: string;
};

export type Move = {
  readonly asset: string;
  readonly expected: Decimal;
  readonly actual: Decimal;
};

/** One for each asset that is asked for, also where nothing moved. */
export function movesOf(
  assets: readonly string[],
  account: {
    readonly before: Holdings;
    readonly now: Holdings;
    readonly fills: readonly TradeOfAccount[];
    /** What a person said that moved. */
    readonly corrections?: readonly { readonly asset: string; readonly by: Decimal }[];
  },
): readonly Move[] {
  const { before, now, fills, corrections = [] } = account;
  const held = new Map(assets.map((asset) => [asset, before[asset] ?? '0']));
  const change = (asset: string, by: Decimal): void => {
    const units = held.get(asset);
    if (units !== undefined) held.set(asset, add(units, by));
  };
  for (const { market, side, quantity, price, fee, feeAsset } of fills) {
    const [base = '', quote = ''] = market.split('/');
    const notional = multiply(quantity, price);
    change(base, side === 'buy' ? quantity : subtract('0', quantity));
    change(quote, side === 'buy' ? subtract('0', notional) : notional);
    change(feeAsset, subtract('0', fee));
  }
  for (const { asset, by } of corrections) change(asset, by);
  return assets.map((asset) => ({
    asset,
    expected: held.get(asset) as Decimal,
    actual: now[asset] ?? '0',
  }));
}
