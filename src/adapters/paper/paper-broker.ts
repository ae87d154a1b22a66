/**
 * The paper venue: takes limit orders, matches them with the finite book of the market a moment later, and keeps accounts.
 *
 * Its books lie in the store, where they stand for the memory of an exchange: nothing of it is lost when the process
 * ends, and each call is a transaction of its own. An order is matched with the book `latencyMs` after it was taken,
 * whenever somebody asks for it, so its outcome does not depend on who looks when.
 */
import { add, multiply, subtract, toNumber } from '../../base/decimal.ts';
import { VenueError } from '../../base/errors.ts';
import { feesAt } from '../../cost/conditions.ts';
import type { CostSettings } from '../../cost/settings.ts';
import type { Balances, Fill, OrderReport, OrderRequest } from '../../execution/order.ts';
import type { BookLevel } from '../../market/order-book.ts';
import type { Broker, SubmitOutcome } from '../../ports/broker.ts';
import type { Clock } from '../../ports/clock.ts';
import type { MarketData } from '../../ports/market-data.ts';
import type { Store, StoreSession } from '../../ports/store.ts';
import { ruleBreach, shortage } from './acceptance.ts';
import { depthTaken } from './depth-taken.ts';
import { match } from './matching.ts';
import { priceWithoutBook } from './price-without-book.ts';

const latencyMs = 300;

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
};

export function createPaperBroker(options: PaperBrokerOptions): Broker {
  const { account, store, market, clock, costs } = options;

  const rulesOf = async ({ market: name, base, quote }: OrderRequest) => {
    const { rules } = await market.rules([base], quote, []);
    return rules.find((rule) => rule.market === name);
  };

  /** By the tier that the account had reached when an order was taken. */
  const feeBpsAt = async (time: number): Promise<number> => {
    const traded = costs.feeTiers.length === 0 ? 0 : await options.tradedNotional?.(time);
    return feesAt(costs, traded ?? 0).takerFeeBps;
  };

  /** The levels that an order meets; undefined when nothing is known of its market. */
  const levelsFor = async (order: OrderRequest, at: number) => {
    const time = options.booksAt ?? at;
    const book = await market.book(order.market, time);
    if (book !== undefined) return order.side === 'buy' ? book.asks : book.bids;
    const price = await priceWithoutBook(market, order, { at: time, costs });
    return price === undefined ? undefined : [{ price, quantity: Number.MAX_VALUE }];
  };

  const close = async (session: StoreSession, order: OrderRequest, scene: Scene) => {
    const side = { account, market: order.market, side: order.side };
    const depth = depthTaken(session.facts, side);
    const balances = await balancesOf(session, account);
    const isPaid = shortage(order, balances, scene.feeBps) === undefined;
    const circumstances = { ...scene, missing: await depth.missing(scene.at) };
    const fills = isPaid ? match(order, circumstances) : [];
    for (const [asset, quantity] of Object.entries(settle(order, balances, fills))) {
      await session.paper.setBalance(account, asset, quantity);
    }
    const filled = fills.map(({ quantity }) => quantity).reduce(add, '0');
    await depth.take(toNumber(filled), scene.at);
    await session.paper.closeOrder(order.clientOrderId, fills);
  };

  return {
    account,
    balances: () => balancesOf(store, account),

    async submit(order) {
      const rules = await rulesOf(order);
      const known = (await levelsFor(order, clock.now())) !== undefined;
      if (rules === undefined || !known) return rejected(`there is no market ${order.market}`);
      const breach = ruleBreach(order, rules);
      if (breach !== undefined) return rejected(breach);
      const feeBps = await feeBpsAt(clock.now());
      return store.transact<SubmitOutcome>(async (session) => {
        const { clientOrderId } = order;
        if ((await session.paper.order(clientOrderId)) || (await isVoid(session, clientOrderId))) {
          return rejected(`the client order id ${clientOrderId} was used before`);
        }
        const short = shortage(order, await balancesOf(session, account), feeBps);
        if (short !== undefined) return rejected(short);
        await session.paper.insertOrder(account, order, clock.now());
        return { kind: 'accepted', report: { clientOrderId, status: 'open', fills: [] } };
      });
    },

    async query(clientOrderId) {
      const kept = await store.paper.order(clientOrderId);
      if (kept === undefined)
        return store.transact((session) => reportOrVoid(session, clientOrderId));
      const at = kept.acceptedAt + latencyMs;
      if (kept.report.status === 'closed' || clock.now() < at) return kept.report;
      const { request } = kept;
      const rules = await rulesOf(request);
      const levels = await levelsFor(request, at);
      if (rules === undefined || levels === undefined) {
        throw new VenueError('unavailable', `there is no book of ${request.market} at ${at}`);
      }
      const { stepSize } = rules;
      const feeBps = await feeBpsAt(kept.acceptedAt);
      return store.transact(async (session) => {
        const now = await session.paper.order(clientOrderId);
        if (now?.report.status === 'open') {
          await close(session, request, { levels, stepSize, feeBps, at });
        }
        return (await session.paper.order(clientOrderId))?.report;
      });
    },
  };
}

type Scene = {
  readonly levels: readonly BookLevel[];
  readonly stepSize: string;
  readonly feeBps: number;
  readonly at: number;
};

function rejected(cause: string): SubmitOutcome {
  return { kind: 'rejected', cause };
}

async function balancesOf({ paper }: StoreSession, account: string): Promise<Balances> {
  const balances = await paper.balances(account);
  if (balances === undefined) {
    throw new VenueError('authentication', `the paper account ${account} was not opened`);
  }
  return balances;
}

/** The balances that the fills change, as they are afterwards. */
function settle(order: OrderRequest, balances: Balances, fills: readonly Fill[]): Balances {
  const { base, quote, side } = order;
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

/**
 * An id that was asked for and not found is void from then on: an order on its way under it will be refused. Only this
 * makes "not found" a proof that the order was not taken and never will be.
 */
async function reportOrVoid(
  session: StoreSession,
  clientOrderId: string,
): Promise<OrderReport | undefined> {
  const order = await session.paper.order(clientOrderId);
  if (order !== undefined) return order.report;
  await session.facts.set(voidName(clientOrderId), true);
  return undefined;
}

async function isVoid({ facts }: StoreSession, clientOrderId: string): Promise<boolean> {
  return (await facts.get(voidName(clientOrderId))) !== undefined;
}

function voidName(clientOrderId: string): string {
  return `paper.void.${clientOrderId}`;
}
