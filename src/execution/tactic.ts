/**
 * How the rest of a leg is brought to the market: the next order of it, or how long to wait for a better book.
 *
 * A maker rests at the touch, anew a few times, and takes what is left in the end. A taker takes at a cap from the walked book, of which
 * half the displayed depth counts; what the book does not hold inside the approved limit goes in slices, each at most a tenth of what the
 * market trades between two of them. With too thin a book it waits.
 */
import {
  compare,
  type Decimal,
  decimalOf,
  isPositive,
  minimum,
  multiply,
  roundToStep,
  subtract,
  toNumber,
} from '../base/decimal.ts';
import { countedShare } from '../cost/walked-cost.ts';
import { type OrderBook, walk } from '../market/order-book.ts';
import type { Attempt, ExecutionLeg } from './execution.ts';
import { executionLimits } from './execution-limits.ts';
import type { LegTerms } from './execution-step.ts';
import type { OrderKind } from './order.ts';
import { patienceOf, type Style } from './style.ts';

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
  /** When the execution takes no new orders any more. */
  readonly deadline: number;
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

/** Whether an order that rests has waited for its part of the patience. */
export function isPatienceOver(style: Style, { sentAt }: Attempt, now: number): boolean {
  return now >= sentAt + patienceOf(style) / (1 + executionLimits.mostRepegs);
}

export function nextOrder(input: TacticInput): Tactic {
  const { leg, left, book } = input;
  if (book === undefined) {
    return { kind: 'order', order: 'take', quantity: left, limitPrice: leg.limitPrice };
  }
  if (isCrossed(book)) return { kind: 'wait', ms: executionLimits.refillMs };
  return rest(input, book) ?? take(input, book);
}

function isCrossed({ bids, asks }: OrderBook): boolean {
  const [bid, ask] = [bids[0]?.price, asks[0]?.price];
  return bid !== undefined && ask !== undefined && bid >= ask;
}

/** At the best price of its own side, or at the limit where that is better; undefined when it is time to take. */
function rest(
  { leg, left, style, attempts, terms, ...input }: TacticInput,
  book: OrderBook,
): Tactic | undefined {
  const rests = attempts.filter(({ kind }) => kind === 'rest');
  const begunAt = rests[0]?.sentAt ?? input.now;
  if (input.now >= begunAt + patienceOf(style)) return undefined;
  if (rests.length > executionLimits.mostRepegs) return undefined;
  const touch = (leg.side === 'buy' ? book.bids : book.asks)[0]?.price;
  if (touch === undefined) return undefined;
  const price = better(leg, decimalOf(touch));
  const limitPrice = roundToStep(price, terms.tickSize, leg.side === 'buy' ? 'down' : 'up');
  if (isTooSmall(left, limitPrice, terms)) return undefined;
  return { kind: 'order', order: 'rest', quantity: left, limitPrice };
}

function take(input: TacticInput, book: OrderBook): Tactic {
  const { leg, left, terms, attempts, now } = input;
  const limit = toNumber(leg.limitPrice);
  const wanted = toNumber(left);
  // Half of every level counts, so twice the quantity goes as deep as the quantity does in what is left.
  const { side } = leg;
  const shown = walk(book, { side, quantity: wanted / countedShare, limitPrice: limit });
  const depth = shown.filled * countedShare;
  if (depth >= wanted * (1 - 1e-12)) {
    return {
      kind: 'order',
      order: 'take',
      quantity: left,
      limitPrice: cap(input, shown.worstPrice, left),
    };
  }
  const spacingMs = sliceSpacing(input, depth);
  const last = attempts.filter(({ kind }) => kind === 'take').at(-1);
  const pauseMs = last === undefined ? 0 : last.sentAt + spacingMs - now;
  if (pauseMs > 0) return { kind: 'wait', ms: pauseMs };
  const quantity = slice(input, { depth, spacingMs });
  if (!isPositive(quantity) || isTooSmall(quantity, leg.limitPrice, terms)) {
    return { kind: 'wait', ms: executionLimits.refillMs };
  }
  return { kind: 'order', order: 'take', quantity, limitPrice: leg.limitPrice };
}

/**
 * The worst price that the walk touched, and a little more with each order that came too late for a book on the move; on the tick and
 * inside the approved limit.
 */
function cap(input: TacticInput, worstPrice: number, quantity: Decimal): Decimal {
  const { leg, terms, attempts } = input;
  const [sign, rounding] = leg.side === 'buy' ? ([1, 'up'] as const) : ([-1, 'down'] as const);
  const takes = attempts.filter(({ kind }) => kind === 'take').length;
  const slack = (sign * executionLimits.slackBps * (1 + takes)) / 1e4;
  const worst = decimalOf(worstPrice * (1 + slack));
  const price = better(leg, roundToStep(worst, terms.tickSize, rounding));
  return isTooSmall(quantity, price, terms) ? leg.limitPrice : price;
}

/** The slices that are needed share the time that is left, 5 to 30 s apart. */
function sliceSpacing({ left, deadline, now }: TacticInput, depth: number): number {
  const { shortestSliceMs, longestSliceMs } = executionLimits;
  const slices = depth > 0 ? Math.ceil(toNumber(left) / depth) : 1;
  const spacingMs = Math.ceil((deadline - now) / slices);
  return Math.min(longestSliceMs, Math.max(shortestSliceMs, spacingMs));
}

/** What the book holds inside the limit and the market can bear; it leaves nothing behind that is too small to trade. */
function slice(
  { leg, left, terms }: TacticInput,
  { depth, spacingMs }: { depth: number; spacingMs: number },
): Decimal {
  const { volumePerMs, stepSize } = terms;
  const share = executionLimits.shareOfVolume;
  const bearable = volumePerMs === null ? depth : Math.min(depth, share * volumePerMs * spacingMs);
  const quantity = minimum(left, roundToStep(decimalOf(bearable), stepSize, 'down'));
  const behind = subtract(left, quantity);
  if (!isPositive(behind) || !isTooSmall(behind, leg.limitPrice, terms)) return quantity;
  const smallest = decimalOf(toNumber(terms.minNotional) / toNumber(leg.limitPrice));
  return subtract(left, roundToStep(smallest, stepSize, 'up'));
}

function better({ side, limitPrice }: ExecutionLeg, price: Decimal): Decimal {
  const isInside = compare(price, limitPrice) * (side === 'buy' ? 1 : -1) <= 0;
  return isInside ? price : limitPrice;
}

function isTooSmall(quantity: Decimal, price: Decimal, { minNotional }: LegTerms): boolean {
  return compare(multiply(quantity, price), minNotional) < 0;
}
