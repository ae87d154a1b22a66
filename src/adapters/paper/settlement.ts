/** Brings the open orders of a paper account up to a time: each meets the books of its looks, all in the order of time. */
import {
  add,
  compare,
  isPositive,
  minimum,
  multiply,
  subtract,
  toNumber,
} from '../../base/decimal.ts';
import type { Balances, Fill, OrderRequest } from '../../execution/order.ts';
import type { BookLevel } from '../../market/order-book.ts';
import type { PaperOrder } from '../../ports/paper-accounts.ts';
import type { Store, StoreSession } from '../../ports/store.ts';
import { depthTaken } from './depth-taken.ts';
import { type FundingTerms, takeFunding } from './funding.ts';
import { heldBackBy, shortage } from './held-back.ts';
import { type Look, looksDue } from './looks.ts';
import { reducible } from './margin.ts';
import { match } from './matching.ts';

/** The side of a book that an order meets, best level first. */
export type Offers = { readonly asOf: number; readonly levels: readonly BookLevel[] };

type Venue = {
  readonly account: string;
  readonly store: Store;
  /** What an order meets at a time; undefined when nothing is known of its market. */
  offersFor(request: OrderRequest, at: number): Promise<Offers | undefined>;
  /** Balances may go below zero: what is opened was limited when its order was taken. */
  readonly isOnMargin: boolean;
  /** What funding is due up to a time; undefined where none is. */
  fundingDue(until: number): Promise<FundingTerms | undefined>;
};

/** Books are read first and orders settled then, since a transaction waits for nobody. */
export async function settle(venue: Venue, until: number): Promise<void> {
  const { account, store, offersFor } = venue;
  const due = looksDue(await store.paper.openOrders(account), until);
  const funding = await venue.fundingDue(until);
  if (due.length === 0 && funding === undefined) return;
  const met: Offers[] = [];
  const last = new Map<PaperOrder, Offers>();
  for (const { order, at } of due) {
    const known = last.get(order);
    // A source that has only the book of the present is asked once for all the past.
    const isNewEnough = known !== undefined && known.asOf >= at;
    const offers = isNewEnough ? known : await offersFor(order.request, at);
    if (offers !== undefined) last.set(order, offers);
    // Where there is no price, there is nobody to trade with.
    met.push(offers ?? { asOf: at, levels: [] });
  }
  await store.transact(async (session) => {
    const fundUntil = async (at: number): Promise<void> => {
      if (funding !== undefined) await takeFunding(session, account, funding, at);
    };
    for (const [index, look] of due.entries()) {
      // A position pays from its fill on.
      await fundUntil(look.at);
      await meet(session, { look, isOnMargin: venue.isOnMargin }, met[index] as Offers);
    }
    await fundUntil(until);
  });
}

async function meet(
  session: StoreSession,
  { look, isOnMargin }: { look: Look; isOnMargin: boolean },
  { levels }: Offers,
): Promise<void> {
  const { number, at } = look;
  const { clientOrderId, market, side, kind, quantity } = look.order.request;
  const order = await session.paper.order(clientOrderId);
  // Another may have settled it meanwhile.
  if (order?.status !== 'open' || order.looks >= number) return;
  const { account } = order;
  const balances = (await session.paper.balances(account)) ?? {};
  const depth = depthTaken(session.facts, { account, market, side });
  const missing = await depth.missing(at);
  const isPaid = isOnMargin || shortage(heldBackBy(order), balances) === undefined;
  const added = isPaid ? match(withinPosition(order, balances), { levels, missing, at }) : [];
  const after = balancesAfter(order, balances, added);
  for (const [asset, units] of Object.entries(after)) {
    await session.paper.setBalance(account, asset, units);
  }
  await depth.take(toNumber(quantityOf(added)), at);
  const fills = [...order.fills, ...added];
  const isOver =
    kind !== 'rest' ||
    compare(quantityOf(fills), quantity) >= 0 ||
    isClosed(order.request, { ...balances, ...after });
  const status = isOver ? 'closed' : 'open';
  await session.paper.updateOrder(clientOrderId, { looks: number, status, fills });
}

/** Of an order that only reduces, as much as there is to reduce. */
function withinPosition(order: PaperOrder, balances: Balances): PaperOrder {
  const { request, fills } = order;
  if (request.reduceOnly !== true) return order;
  const most = add(quantityOf(fills), reducible(request, balances));
  return { ...order, request: { ...request, quantity: minimum(request.quantity, most) } };
}

/** Nothing is left that it could reduce. */
function isClosed(request: OrderRequest, balances: Balances): boolean {
  return request.reduceOnly === true && !isPositive(reducible(request, balances));
}

function quantityOf(fills: readonly Fill[]): string {
  return fills.map(({ quantity }) => quantity).reduce(add, '0');
}

/** The balances that the fills change, as they are afterwards. */
function balancesAfter(
  { request: { base, quote, side } }: PaperOrder,
  balances: Balances,
  fills: readonly Fill[],
): Balances {
  let baseUnits = balances[base] ?? '0';
  let quoteUnits = balances[quote] ?? '0';
  for (const { quantity, price, fee } of fills) {
    const notional = multiply(quantity, price);
    baseUnits = side === 'buy' ? add(baseUnits, quantity) : subtract(baseUnits, quantity);
    const paid = side === 'buy' ? subtract(quoteUnits, notional) : add(quoteUnits, notional);
    quoteUnits = subtract(paid, fee);
  }
  return fills.length === 0 ? {} : { [base]: baseUnits, [quote]: quoteUnits };
}
