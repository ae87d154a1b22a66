/**
 * The paper venue: takes limit orders, matches them with the finite books of the market, and keeps accounts.
 *
 * Its books lie in the store, where they stand for the memory of an exchange: nothing of it is lost when the process
 * ends, and each call is a transaction of its own. An order meets the book at times that were settled when it was taken
 * (looks.ts). Whoever calls first makes up for the looks that are due, so the outcome of an order does not depend on who
 * asks when; where the source of prices has only the book of the present, it meets that instead.
 */
import { feesAt } from '../../cost/conditions.ts';
import type { CostSettings } from '../../cost/settings.ts';
import type { OrderReport, OrderRequest } from '../../execution/order.ts';
import type { Broker, SubmitOutcome } from '../../ports/broker.ts';
import type { Clock } from '../../ports/clock.ts';
import type { MarketData } from '../../ports/market-data.ts';
import type { PaperOrder, TakenOrder } from '../../ports/paper-accounts.ts';
import type { Store, StoreSession } from '../../ports/store.ts';
import { crossing, ruleBreach } from './acceptance.ts';
import { balancesOf } from './held-back.ts';
import { latencyMs } from './looks.ts';
import type { MarginTerms } from './margin.ts';
import { createMarginAccount, createOwnAccount, type PaperAccount } from './paper-account.ts';
import { priceWithoutBook } from './price-without-book.ts';
import { type Offers, settle } from './settlement.ts';

type PaperBrokerOptions = {
  readonly account: string;
  readonly store: Store;
  readonly market: MarketData;
  readonly clock: Clock;
  readonly costs: CostSettings;
  /** What the account has traded in the 30 days before that of a time; without it, nothing. */
  readonly tradedNotional?: (time: number) => Promise<number>;
  /** The recorded moment whose books all orders meet; without it, they meet those of the clock's time. */
  readonly booksAt?: number;
  /** Absent where nothing is borrowed. */
  readonly margin?: MarginTerms | undefined;
};

export function createPaperBroker(options: PaperBrokerOptions): Broker {
  const { account, store, clock } = options;
  const own = accountOf(options);
  const { isOnMargin, fundingDue } = own;
  const offersFor = (order: OrderRequest, at: number) => offersAt(options, order, at);
  const venue = { account, store, offersFor, isOnMargin, fundingDue };
  const catchUp = (): Promise<void> => settle(venue, clock.now());

  return {
    account,

    async holdings() {
      await catchUp();
      return store.transact(await own.holdings());
    },

    async submit(request) {
      const rules = await rulesOf(options.market, request);
      const offers = await offersFor(request, clock.now());
      if (rules === undefined || offers === undefined) {
        return rejected(`there is no market ${request.market}`);
      }
      const breach = ruleBreach(request, rules);
      if (breach !== undefined) return rejected(breach);
      const crossed = crossing(request, offers.levels);
      // At another price, or a moment later, it may rest.
      if (crossed !== undefined) return { ...rejected(crossed), retryAfterMs: latencyMs };
      const feeBps = await feeBpsOf(options, request);
      await catchUp();
      const refusal = await own.refusal({ request, feeBps });
      const { stepSize } = rules;
      return store.transact((session) =>
        take(session, { account, request, feeBps, stepSize, acceptedAt: clock.now() }, refusal),
      );
    },

    async query({ clientOrderId }) {
      const known = await store.paper.order(clientOrderId);
      if (known?.status === 'closed') return reportOf(known);
      await catchUp();
      return store.transact((session) => reportOrVoid(session, clientOrderId));
    },

    async cancel({ clientOrderId }) {
      await catchUp();
      await store.transact(async ({ paper }) => {
        const order = await paper.order(clientOrderId);
        // One that takes ends by itself.
        if (order?.status !== 'open' || order.request.kind !== 'rest') return;
        const { looks, fills } = order;
        await paper.updateOrder(clientOrderId, { looks, fills, status: 'closed' });
      });
    },

    async sweep({ clientOrderId }) {
      await catchUp();
      return store.transact(async (session) => {
        const order = await reportOrVoid(session, clientOrderId);
        const total = await balancesOf(session, account);
        return { order, trades: order?.fills ?? [], total };
      });
    },

    async openOrders() {
      await catchUp();
      const requests = (await store.paper.openOrders(account)).map(({ request }) => request);
      return requests
        .filter(({ kind }) => kind === 'rest')
        .map(({ clientOrderId, market }) => ({ clientOrderId, market }));
    },
  };
}

function accountOf({ account, margin, booksAt, ...given }: PaperBrokerOptions): PaperAccount {
  if (margin === undefined) return createOwnAccount(account);
  const pricesAt = (): number => booksAt ?? given.clock.now();
  return createMarginAccount(account, { ...given, margin, pricesAt });
}

async function rulesOf(source: MarketData, { market, base, quote }: OrderRequest) {
  const { rules } = await source.rules([base], quote, []);
  return rules.find((rule) => rule.market === market);
}

/** The side of the book that an order meets; undefined when nothing is known of its market. */
async function offersAt(
  { market, costs, booksAt }: PaperBrokerOptions,
  order: OrderRequest,
  time: number,
): Promise<Offers | undefined> {
  const at = booksAt ?? time;
  const book = await market.book(order.market, at);
  if (book !== undefined) {
    return { asOf: book.asOf, levels: order.side === 'buy' ? book.asks : book.bids };
  }
  const price = await priceWithoutBook(market, order, { at, costs });
  if (price === undefined) return undefined;
  return { asOf: at, levels: [{ price, quantity: Number.MAX_VALUE }] };
}

/** By the tier that the account has reached now. */
async function feeBpsOf(
  { costs, clock, tradedNotional }: PaperBrokerOptions,
  { kind }: OrderRequest,
): Promise<number> {
  const traded = costs.feeTiers.length === 0 ? 0 : await tradedNotional?.(clock.now());
  const { takerFeeBps, makerFeeBps } = feesAt(costs, traded ?? 0);
  return kind === 'rest' ? makerFeeBps : takerFeeBps;
}

async function take(
  session: StoreSession,
  order: TakenOrder,
  refusal: (session: StoreSession) => Promise<string | undefined>,
): Promise<SubmitOutcome> {
  const { clientOrderId } = order.request;
  if ((await session.paper.order(clientOrderId)) || (await isVoid(session, clientOrderId))) {
    return rejected(`the client order id ${clientOrderId} was used before`);
  }
  const cause = await refusal(session);
  if (cause !== undefined) return rejected(cause);
  await session.paper.insertOrder(order);
  return { kind: 'accepted', report: { clientOrderId, status: 'open', fills: [] } };
}

function rejected(cause: string) {
  return { kind: 'rejected', cause } as const;
}

function reportOf({ request: { clientOrderId }, status, fills }: PaperOrder): OrderReport {
  return { clientOrderId, status, fills };
}

/**
 * An id that was asked for and not found is void from then on: an order on its way under it will be refused. Only this
 * makes "not found" a proof that the order was not taken and never will be.
 */
async function reportOrVoid(
  session: StoreSession,
  clientOrderId: string,
): Promise<OrderReport | undefined> {
  const order = await session.paper.order(clientOrderId);
  if (order !== undefined) return reportOf(order);
  await session.facts.set(voidName(clientOrderId), true);
  return undefined;
}

async function isVoid({ facts }: StoreSession, clientOrderId: string): Promise<boolean> {
  return (await facts.get(voidName(clientOrderId))) !== undefined;
}

function voidName(clientOrderId: string): string {
  return `paper.void.${clientOrderId}`;
}
