/** How the rest of a leg is brought to the market: the next order of it, or how long to wait for a better book. */
import type { Decimal } from '../base/decimal.ts';
import type { OrderBook } from '../market/order-book.ts';
import type { Attempt, ExecutionLeg } from './execution.ts';
import type { LegTerms } from './execution-step.ts';
import type { OrderKind } from './order.ts';

/** take: at once, inside the cap. maker-first: rests first and takes what is left. */
export type Style = 'taker' | 'maker-first';

export type TacticInput = {
  readonly leg: ExecutionLeg;
  /** What is left, can be paid for, and is a multiple of the step. */
  readonly left: Decimal;
  readonly terms: LegTerms;
  readonly style: Style;
  /** Fresh; undefined where the source has no books. */
  readonly book: OrderBook | undefined;
  /** Earlier attempts of the leg, oldest first. */
  readonly attempts: readonly Attempt[];
  readonly now: number;
};

export type Tactic =
  | {
      readonly kind: 'order';
      readonly order: OrderKind;
      /** At most what is left. */
      readonly quantity: Decimal;
      /** Never beyond the approved limit of the leg. */
      readonly limitPrice: Decimal;
    }
  | { readonly kind: 'wait'; readonly ms: number };

/** All that is left, at the approved limit. */
export function nextOrder({ leg, left }: TacticInput): Tactic {
  return { kind: 'order', order: 'take', quantity: left, limitPrice: leg.limitPrice };
}

/** Whether an order that rests has waited long enough. */
export function isPatienceOver(_: { readonly attempt: Attempt; readonly now: number }): boolean {
  return false;
}
