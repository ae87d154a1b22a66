/** An order that a person carries out, and what they say was done. */
import { compare, type Decimal, isDecimal, isPositive } from '../base/decimal.ts';
import type { OrderRequest } from './order.ts';

export type Instruction = Pick<
  OrderRequest,
  'market' | 'base' | 'quote' | 'side' | 'quantity' | 'limitPrice'
> & {
  readonly id: string;
  readonly recommendationId: string;
  readonly since: number;
  readonly until: number;
  /** It must not be carried out any more: trading was halted, or its time is over. What was done before is to be told. */
  readonly isWithdrawn: boolean;
};

/** Base units, quote units for one, and quote units in all; nothing was done when nothing was filled. */
export type Done = { readonly filled: Decimal; readonly price: Decimal; readonly fee: Decimal };

export type TypedDone = {
  readonly filled: string;
  readonly price?: string | undefined;
  readonly fee?: string | undefined;
};

/** What a person typed, or what is wrong with it. */
export function doneOf({
  filled,
  price = '0',
  fee = '0',
}: TypedDone): Done | { readonly problem: string } {
  for (const [name, text] of Object.entries({ filled, price, fee })) {
    if (isDecimal(text) && compare(text, '0') >= 0) continue;
    return { problem: `${name} must be a decimal number of at least 0, was "${text}"` };
  }
  if (isPositive(filled) && !isPositive(price)) {
    return { problem: `price must be more than 0 where something was filled, was ${price}` };
  }
  return { filled, price, fee };
}
