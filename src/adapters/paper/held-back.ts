/** What open orders hold back from an account, and what is left of it to be given away. */
import { add, compare, type Decimal, multiply, subtract } from '../../base/decimal.ts';
import { VenueError } from '../../base/errors.ts';
import type { Balances, Holdings, OrderRequest } from '../../execution/order.ts';
import type { PaperOrder } from '../../ports/paper-accounts.ts';
import type { StoreSession } from '../../ports/store.ts';
import { feeOf } from './matching.ts';

export type Need = { readonly asset: string; readonly quantity: Decimal };

/** The most that an order may take from the account, fee included. */
export function needOf(request: OrderRequest, feeBps: number): Need {
  const { side, base, quote, quantity, limitPrice } = request;
  if (side === 'sell') return { asset: base, quantity };
  const notional = multiply(quantity, limitPrice);
  return { asset: quote, quantity: add(notional, feeOf(notional, feeBps)) };
}

/** The same, less what its fills have taken. */
export function heldBackBy({ request, feeBps, fills }: PaperOrder): Need {
  const { asset, quantity } = needOf(request, feeBps);
  const taken = fills.map((fill) =>
    fill.side === 'sell' ? fill.quantity : add(multiply(fill.quantity, fill.price), fill.fee),
  );
  return { asset, quantity: taken.reduce(subtract, quantity) };
}

/** Errors: VenueError when the account was not opened. */
export async function balancesOf({ paper }: StoreSession, account: string): Promise<Balances> {
  const total = await paper.balances(account);
  if (total !== undefined) return total;
  throw new VenueError('authentication', `the paper account ${account} was not opened`);
}

/** Errors: VenueError when the account was not opened. */
export async function holdingsOf(session: StoreSession, account: string): Promise<Holdings> {
  const { paper } = session;
  const total = await balancesOf(session, account);
  const free: Record<string, Decimal> = { ...total };
  for (const order of await paper.openOrders(account)) {
    const { asset, quantity } = heldBackBy(order);
    free[asset] = subtract(free[asset] ?? '0', quantity);
  }
  return { free, total };
}

/** Why these balances do not cover a need, or undefined when they do. */
export function shortage({ asset, quantity }: Need, balances: Balances): string | undefined {
  const there = balances[asset] ?? '0';
  if (compare(quantity, there) <= 0) return undefined;
  return `the balance of ${asset} must be at least ${quantity}, was ${there}`;
}
