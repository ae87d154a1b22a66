/** The invariants of execution, each held to the true books of the venue at the moments at which it could break. */
import { hashOf } from '../../../src/base/canonical-json.ts';
import { add, compare, multiply, subtract } from '../../../src/base/decimal.ts';
import { isFollowed, mayBecome } from '../../../src/execution/attempt-life.ts';
import type { Attempt } from '../../../src/execution/execution.ts';
import { executionLimits } from '../../../src/execution/execution-limits.ts';
import type { Fill, OrderRequest } from '../../../src/execution/order.ts';
import { patienceOf } from '../../../src/execution/style.ts';
import { isMajor } from '../../../src/market/majors.ts';
import { usualRails } from '../../../src/plan/rail-settings.ts';
import { distanceProblem } from './distance.ts';
import { replayProblem } from './replay.ts';
import type { PlannedLeg } from './scenario.ts';
import { need, quantityOf, type VenueOrder } from './true-books.ts';
import type { Note, Seen } from './witness.ts';

type NewAttempt = Extract<Note, { kind: 'attempt' }> & { readonly worker: string };
type Move = Extract<Note, { kind: 'move' }>;
type Send = { readonly order: OrderRequest; readonly worker: string };
type Trade = { readonly order: VenueOrder; readonly fill: Fill };

function legOf(seen: Seen, { legIndex }: Pick<Attempt, 'legIndex'>) {
  return seen.execution.legs[legIndex] as Seen['execution']['legs'][number];
}

function ownOrders({ books }: Seen): readonly VenueOrder[] {
  return books.orders.filter(({ isOurs }) => isOurs);
}

/** What the venue filled beyond the orders; that is not of our making. */
function excessOf(orders: readonly VenueOrder[]): string {
  return orders
    .map(({ request, trades }) => subtract(quantityOf(trades), request.quantity))
    .filter((excess) => compare(excess, '0') > 0)
    .reduce(add, '0');
}

function legIndexOf({ attempts }: Seen, { request }: VenueOrder): number | undefined {
  return attempts.get(request.clientOrderId)?.legIndex;
}

/** I1 Σ filled ≤ approved quantity. */
function filledWithinApproval(seen: Seen, { order }: Trade): string | undefined {
  const index = legIndexOf(seen, order);
  const leg = index === undefined ? undefined : seen.execution.legs[index];
  if (!order.isOurs || leg === undefined) return undefined;
  const orders = ownOrders(seen).filter((other) => legIndexOf(seen, other) === index);
  const filled = orders.map(({ trades }) => quantityOf(trades)).reduce(add, '0');
  const allowed = add(leg.quantity, excessOf(orders));
  return compare(filled, allowed) > 0 ? `${leg.symbol}: ${filled} of ${leg.quantity}` : undefined;
}

/** I2 at most one open attempt per leg. */
function oneOpenAttempt({ attempts, execution }: Seen): string | undefined {
  const open = [...attempts.values()].filter(({ state }) => isFollowed(state));
  const twice = execution.legs.find(
    ({ index }) => open.filter(({ legIndex }) => legIndex === index).length > 1,
  );
  return twice && `${twice.symbol} has two open attempts`;
}

/** I2 one writer: only who took the lease last starts an attempt. */
function oneWriter({ epochs, epoch }: Seen, { worker }: NewAttempt): string | undefined {
  const own = epochs.get(worker) ?? 0;
  return own === epoch ? undefined : `${worker} of epoch ${own} wrote in epoch ${epoch}`;
}

/** I3 every venue order of ours has exactly one attempt row. */
function orderHasAttempt({ attempts }: Seen, { request, isOurs }: VenueOrder): string | undefined {
  if (!isOurs || attempts.has(request.clientOrderId)) return undefined;
  return `the venue has ${request.clientOrderId} without an attempt`;
}

/** I3 at the end: what counts as never taken is not there, and what is there is known with its outcome. */
function ordersAreKnown(seen: Seen): string | undefined {
  for (const { request, closedAt } of ownOrders(seen)) {
    const attempt = seen.attempts.get(request.clientOrderId);
    const state = attempt?.state ?? 'missing';
    if (state === 'manual') continue;
    const isOver = seen.execution.status !== 'executing';
    if (isOver && (state !== 'closed' || closedAt === null)) {
      return `${request.clientOrderId} is ${state}, at the venue ${closedAt ? 'closed' : 'open'}`;
    }
    if (state === 'rejected' || state === 'not_accepted') {
      return `${request.clientOrderId} is ${state}, and the venue has it`;
    }
  }
  return undefined;
}

/** I4 no send without a committed row that holds the hash of what is sent. */
function sendIsJournalled({ attempts }: Seen, { order }: Send): string | undefined {
  const attempt = attempts.get(order.clientOrderId);
  if (attempt === undefined) return `${order.clientOrderId} was sent without an attempt`;
  if (attempt.requestHash === hashOf(order)) return undefined;
  return `${order.clientOrderId} was sent otherwise than it was kept`;
}

/** I5 no client id twice. */
function sentOnce({ sends }: Seen, { order }: Send): string | undefined {
  return (sends.get(order.clientOrderId) ?? 0) > 1 ? `${order.clientOrderId} twice` : undefined;
}

function acceptedOnce({ books }: Seen, { request }: VenueOrder): string | undefined {
  const same = books.orders.filter((each) => each.request.clientOrderId === request.clientOrderId);
  return same.length > 1 ? `the venue took ${request.clientOrderId} twice` : undefined;
}

/** I7 an order needs no more than was free when the account was last read, and the venue never owes what it does not have. */
function orderIsPaid({ holdings, scenario }: Seen, { order, worker }: Send): string | undefined {
  const { asset, units } = need(order, order.quantity, scenario);
  const free = holdings.get(worker)?.free[asset] ?? '0';
  // What may only close needs nothing, however little is left after an overfill.
  const isPaid = compare(units, '0') === 0 || compare(units, free) <= 0;
  return isPaid ? undefined : `${units} ${asset} of ${free}`;
}

/** I8 prices within the approved limits, of orders and of trades. */
function priceIsApproved(seen: Seen, { attempt }: NewAttempt): string | undefined {
  const { limitPrice, side } = legOf(seen, attempt);
  const beyond = compare(attempt.limitPrice, limitPrice) * (side === 'buy' ? 1 : -1);
  return beyond > 0 ? `${attempt.limitPrice} beyond ${limitPrice}` : undefined;
}

function tradeIsInsideLimit(_: Seen, { order: { request }, fill }: Trade): string | undefined {
  const beyond = compare(fill.price, request.limitPrice) * (request.side === 'buy' ? 1 : -1);
  return beyond > 0 ? `${fill.price} beyond ${request.limitPrice}` : undefined;
}

/** I9 limits before each send: quantity left, number of orders, time, smallest order. */
function limitsHold(seen: Seen, { attempt }: NewAttempt): string | undefined {
  const { attemptsPerLeg, deadlineMs, mostRepegs } = executionLimits;
  const leg = legOf(seen, attempt);
  const booked = seen.fills
    .filter(({ clientOrderId }) => seen.attempts.get(clientOrderId)?.legIndex === leg.index)
    .map(({ quantity }) => quantity)
    .reduce(add, '0');
  if (compare(add(booked, attempt.quantity), leg.quantity) > 0) {
    return `${attempt.quantity} after ${booked} of ${leg.quantity}`;
  }
  const ofKind = [...seen.attempts.values()].filter(
    ({ legIndex, kind }) => legIndex === leg.index && kind === attempt.kind,
  );
  const most = attempt.kind === 'take' ? attemptsPerLeg : mostRepegs + 1;
  if (ofKind.length >= most) return `${ofKind.length + 1} orders of ${most}`;
  const { startedAt } = seen.execution;
  const end = startedAt + patienceOf(seen.scenario.style) + deadlineMs;
  if (attempt.sentAt >= end) return `sent ${attempt.sentAt - end} ms after the deadline`;
  const notional = multiply(attempt.quantity, attempt.limitPrice);
  return compare(notional, '5') < 0 ? `an order of ${notional}` : undefined;
}

/** I9 rails: no order on a book that is older than a minute, or of too wide a spread. */
function bookMayBeTraded(seen: Seen, { attempt, worker }: NewAttempt): string | undefined {
  const book = seen.shown.get(`${worker} ${legOf(seen, attempt).symbol}`);
  const ageMs = attempt.sentAt - (book?.asOf ?? 0);
  const { priceAgeSeconds, majorsSpreadBps, spreadBps: most } = usualRails;
  if (ageMs > 1000 * priceAgeSeconds) return `on a book of ${ageMs} ms ago`;
  const [bid = 0, ask = 0] = [book?.bids[0]?.price, book?.asks[0]?.price];
  const spreadBps = bid > 0 && ask > 0 ? (2e4 * (ask - bid)) / (ask + bid) : 0;
  const limitBps = isMajor(legOf(seen, attempt).base) ? majorsSpreadBps : most;
  return spreadBps > limitBps ? `into a spread of ${spreadBps} bp` : undefined;
}

/** I10 no new order once trading does not allow it. */
function tradingAllows(seen: Seen, { attempt, trading }: NewAttempt): string | undefined {
  const { side } = legOf(seen, attempt);
  const isKilled = trading.killEpoch !== seen.execution.killEpoch || trading.state === 'halted';
  if (isKilled) return `an order after the halt, epoch ${trading.killEpoch}`;
  const { reduceOnly = side === 'sell' } = plannedOf(seen, attempt);
  const isForbidden = trading.state === 'reducing' && !reduceOnly;
  return isForbidden ? 'an order that opens while trading is reducing' : undefined;
}

function plannedOf({ scenario }: Seen, { legIndex }: Pick<Attempt, 'legIndex'>): PlannedLeg {
  return scenario.legs[legIndex] as PlannedLeg;
}

/** I16 on margin: an order of a leg that closes can do nothing else, and no other order says so. */
function closesOnly(seen: Seen, { order }: Send): string | undefined {
  const attempt = seen.attempts.get(order.clientOrderId);
  const isClosing = attempt !== undefined && plannedOf(seen, attempt).reduceOnly === true;
  if (isClosing === (order.reduceOnly === true)) return undefined;
  return `${order.clientOrderId} ${isClosing ? 'may open' : 'may only close'}`;
}

/** I16 the other side of a position is opened when the order that closes it is over. */
function closesBeforeOpening(seen: Seen, { attempt }: NewAttempt): string | undefined {
  if (plannedOf(seen, attempt).reduceOnly !== false) return undefined;
  const { symbol } = legOf(seen, attempt);
  const closing = seen.scenario.legs.findIndex(
    ({ market, reduceOnly }) => market.market === symbol && reduceOnly === true,
  );
  const status = seen.execution.legs[closing]?.status;
  const isOpen = status === 'pending' || status === 'working';
  return isOpen ? `${symbol} is opened before it is closed` : undefined;
}

/** I11 states move only along the table. */
function moveIsAllowed({ attempts }: Seen, { clientOrderId, to }: Move): string | undefined {
  const from = attempts.get(clientOrderId)?.state;
  return from !== undefined && mayBecome(from, to) ? undefined : `from ${from} to ${to}`;
}

/** I12 start + fills − fees + external moves = what the venue holds; at the end, the fills are those that were booked. */
function booksBalance({ books, fills, execution, attempts }: Seen): string | undefined {
  const isOver = execution.status !== 'executing';
  for (const order of books.orders.filter(({ isOurs }) => isOurs)) {
    const id = order.request.clientOrderId;
    const booked = fills.filter(({ clientOrderId }) => clientOrderId === id);
    const isSettled = isOver || attempts.get(id)?.state === 'closed';
    if (isSettled && booked.length !== order.trades.length) {
      return `${booked.length} of ${order.trades.length} trades of ${id} are booked`;
    }
  }
  const expected: Record<string, string> = { ...books.start };
  const change = (asset: string, by: string): void => {
    expected[asset] = add(expected[asset] ?? '0', by);
  };
  for (const { asset, change: by, isExternal } of books.entries) if (isExternal) change(asset, by);
  const known = isOver
    ? fills
    : books.orders.filter(({ isOurs }) => isOurs).flatMap(({ trades }) => trades);
  const foreign = books.orders.filter(({ isOurs }) => !isOurs).flatMap(({ trades }) => trades);
  for (const { market, side, quantity, price, fee, feeAsset } of [...known, ...foreign]) {
    const [base = '', quote = ''] = market.split('/');
    const notional = multiply(quantity, price);
    change(base, side === 'buy' ? quantity : subtract('0', quantity));
    change(quote, side === 'buy' ? subtract('0', notional) : notional);
    change(feeAsset, subtract('0', fee));
  }
  const { total } = books.holdingsAt(Number.POSITIVE_INFINITY);
  const wrong = Object.keys(total).find(
    (asset) => compare(total[asset] ?? '0', expected[asset] ?? '0') !== 0,
  );
  return wrong && `${wrong}: ${total[wrong]} instead of ${expected[wrong]}`;
}

/** A leg that says it is filled lacks nothing. */
function filledIsFilled({ execution }: Seen): string | undefined {
  const lacking = execution.legs.find(
    ({ status, filled, quantity }) => status === 'filled' && compare(filled, quantity) < 0,
  );
  return lacking && `${lacking.symbol}: ${lacking.filled} of ${lacking.quantity}`;
}

export const invariants = {
  beforeAttempt: {
    'I2 one writer': oneWriter,
    'I8 approved price': priceIsApproved,
    'I9 limits': limitsHold,
    'I9 rails': bookMayBeTraded,
    'I10 kill switch': tradingAllows,
    'I16 closes first': closesBeforeOpening,
  },
  beforeMove: { 'I11 table of states': moveIsAllowed },
  afterCommit: { 'I2 one open attempt': oneOpenAttempt },
  onSend: {
    'I4 journalled': sendIsJournalled,
    'I5 sent once': sentOnce,
    'I7 paid': orderIsPaid,
    'I16 closes only': closesOnly,
  },
  onAccept: { 'I3 attempt of an order': orderHasAttempt, 'I5 accepted once': acceptedOnce },
  onTrade: {
    'I1 approved quantity': filledWithinApproval,
    'I8 limit of a trade': tradeIsInsideLimit,
    'I15 distance to the target': distanceProblem,
  },
  atEnd: {
    'I3 orders are known': ordersAreKnown,
    'I6 replay': replayProblem,
    'I12 books balance': booksBalance,
    'filled is filled': filledIsFilled,
  },
} as const;
