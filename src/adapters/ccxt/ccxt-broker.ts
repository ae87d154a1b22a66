/**
 * A trading account at an exchange, through ccxt.
 *
 * An order is sent once, bound to the time of its signature, and what became of it is told by the reply alone; see classify.ts.
 * What is read counts only when the reply was whole and of the shape that the venue documents.
 */
import { compare } from '../../base/decimal.ts';
import { VenueError } from '../../base/errors.ts';
import { executionLimits } from '../../execution/execution-limits.ts';
import type { Fill, Holdings, OrderReference, OrderRequest, Sweep } from '../../execution/order.ts';
import type { Broker, SubmitOutcome } from '../../ports/broker.ts';
import { classify, type Outcome } from './classify.ts';
import { type Connection, faultName, quietText } from './connection.ts';
import {
  type CcxtBalance,
  type CcxtExchange,
  type CcxtOrder,
  type CcxtTrade,
  quantityKey,
  quantityRounding,
} from './exchange.ts';
import { holdingsOnMargin } from './margin-account.ts';
import { fillOf, isWhole, plain, reportOf } from './order-report.ts';
import type { Traded } from './venue-quirks.ts';

/** Before an order that could not be prepared is tried again. */
const prepareAgainMs = 2_000;
/** Orders of unknown trades that a sweep looks up; there are more only when something else trades the account. */
const mostLookUps = 10;

export type CcxtBrokerOptions = {
  readonly connection: Connection;
  readonly account: string;
  readonly traded: Traded;
};

export function createCcxtBroker({ connection, account, traded }: CcxtBrokerOptions): Broker {
  const { venue, exchange, clock } = connection;

  const holdings = async (): Promise<Holdings> => {
    await connection.markets();
    if (venue.margin !== undefined) return holdingsOnMargin(connection, venue.margin, traded);
    return holdingsOf(await connection.read(() => exchange.fetchBalance()));
  };

  /** With all its fills, or with those that the venue can tell now. */
  const report = async (order: CcxtOrder, reference: OrderReference) => {
    if (!(Number(order.filled) > 0)) {
      return reportOf(order, [], reference, { isFeeCertain: true });
    }
    const trades = await connection.read(() => venue.tradesOf(exchange, order, reference.market));
    const certain = reportOf(order, trades, reference, { isFeeCertain: true });
    // A venue that does not tell a fee now that the order is over will not tell it later.
    return isWhole(certain) || certain.status === 'open'
      ? certain
      : reportOf(order, trades, reference, { isFeeCertain: false });
  };

  const foreignOrders = async (
    trades: readonly CcxtTrade[],
    known: ReadonlyMap<string, string | undefined>,
    market: string,
  ): Promise<ReadonlyMap<string, string | undefined>> => {
    const missing = new Set(trades.map(({ order }) => order).filter((id) => id && !known.has(id)));
    const looked = new Map(known);
    for (const id of [...missing].slice(0, mostLookUps)) {
      const order = await connection.find(() => exchange.fetchOrder(id, market));
      if (id !== undefined && order !== undefined) looked.set(id, order.clientOrderId);
    }
    return looked;
  };

  return {
    account,
    holdings,

    async submit(order) {
      const problem = await problemOf(connection, order);
      if (problem !== undefined) return problem;
      const params = venue.orderParams(order, executionLimits.receiveWindowMs);
      const { market, side, quantity, limitPrice, signedAt } = order;
      const { result, replies } = await connection.send(
        () => exchange.createOrder(market, 'limit', side, quantity, limitPrice, params),
        signedAt,
      );
      const reply = replies.at(-1);
      if (reply === undefined) return rejected(`the order was not sent: ${faultName(result)}`);
      const outcome = classify(reply, venue, order.clientOrderId);
      if (outcome.kind === 'refused') {
        if (outcome.rulesChanged) connection.forgetMarkets();
        await connection.heed(reply);
        return refusalOf(outcome);
      }
      if (outcome.kind === 'unknown') throw new VenueError('unknown', outcome.cause);
      if (outcome.kind === 'degraded') throw new VenueError('unavailable', outcome.cause);
      const told = 'value' in result ? result.value : undefined;
      return { kind: 'accepted', report: acknowledged(order, told) };
    },

    async query(reference) {
      await connection.markets();
      const askedAt = clock.now();
      const order = await connection.find(() => orNothing(venue.findOrder(exchange, reference)));
      const found = order === undefined || order === nothing ? undefined : order;
      if (found !== undefined) return report(found as CcxtOrder, reference);
      if (askedAt >= reference.signedAt + venue.proofMs) return undefined;
      throw new VenueError(
        'unavailable',
        `${venue.name} may still take ${reference.clientOrderId}`,
      );
    },

    async cancel(reference) {
      await connection.markets();
      const waitMs = connection.quietMs();
      if (waitMs > 0) throw new VenueError('unavailable', quietText(venue, waitMs));
      const { replies } = await connection.send(
        () => venue.cancel(exchange, reference),
        clock.now(),
      );
      const reply = replies.at(-1);
      if (reply !== undefined) await connection.heed(reply);
    },

    async sweep(reference): Promise<Sweep> {
      await connection.markets();
      const { clientOrderId, market, signedAt } = reference;
      const since = signedAt - executionLimits.receiveWindowMs;
      const orders = await connection.read(() => venue.ordersSince(exchange, market, since));
      const own = orders.find((order) => order.clientOrderId === clientOrderId);
      const order = own && (await report(own, reference));
      const trades = await connection.read(() => venue.tradesSince(exchange, market, since));
      const listed = new Map(orders.map((each) => [each.id ?? '', each.clientOrderId]));
      const known = await foreignOrders(trades, listed, market);
      const fills = trades
        .filter(
          (trade) =>
            !known.has(trade.order ?? '') || known.get(trade.order ?? '') === clientOrderId,
        )
        .map((trade) => {
          const id = known.get(trade.order ?? '') ?? `order ${trade.order}`;
          return fillOf(trade, { clientOrderId: id, market });
        })
        .filter((fill): fill is Fill => fill !== undefined);
      return { order, trades: fills, total: (await holdings()).total };
    },

    async openOrders() {
      await connection.markets();
      const orders = await connection.read(() => exchange.fetchOpenOrders());
      return orders.map(({ id, clientOrderId, symbol }) => ({
        clientOrderId: clientOrderId ?? id ?? '',
        market: symbol ?? '',
      }));
    },
  };
}

const nothing = Symbol('no order');

/** A look-up in lists finds nothing without an error. */
async function orNothing<T>(found: Promise<T | undefined>): Promise<T | typeof nothing> {
  return (await found) ?? nothing;
}

/** Why the order is not sent at all: nothing leaves while the venue is not to be asked, or by rules that it has not. */
async function problemOf(
  connection: Connection,
  order: OrderRequest,
): Promise<SubmitOutcome | undefined> {
  const { venue, exchange } = connection;
  const waitMs = connection.quietMs();
  if (waitMs > 0) return rejected(quietText(venue, waitMs), { retryAfterMs: waitMs });
  const { market: name, quantity, limitPrice } = order;
  let market: { readonly active: boolean | undefined } | undefined;
  try {
    market = (await connection.markets()).get(name);
  } catch (fault) {
    if (!(fault instanceof VenueError)) throw fault;
    return rejected(fault.message, { retryAfterMs: prepareAgainMs });
  }
  if (market === undefined) return rejected(`there is no market ${name} at ${venue.name}`);
  if (market.active === false) return rejected(`${name} does not trade at ${venue.name} now`);
  if (isExact(exchange, order)) return undefined;
  return rejected(`${quantity} at ${limitPrice} does not fit the steps of ${name}`, {
    rulesChanged: true,
  });
}

/** ccxt rounds what does not fit, which would be another order than the one that was approved, or throws. */
function isExact(exchange: CcxtExchange, order: OrderRequest): boolean {
  const { market, quantity, limitPrice } = order;
  try {
    return (
      compare(exchange[quantityRounding](market, quantity), quantity) === 0 &&
      compare(exchange.priceToPrecision(market, limitPrice), limitPrice) === 0
    );
  } catch {
    return false;
  }
}

function rejected(
  cause: string,
  more: { readonly retryAfterMs?: number; readonly rulesChanged?: true } = {},
): SubmitOutcome {
  return { kind: 'rejected', cause, ...more };
}

function refusalOf({ cause, retryAfterMs, rulesChanged }: Extract<Outcome, { kind: 'refused' }>) {
  return rejected(cause, {
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(rulesChanged === undefined ? {} : { rulesChanged }),
  });
}

/** What a receipt tells beside that the order is there; venues that tell no more are asked afterwards. */
function acknowledged(order: OrderRequest, told: CcxtOrder | undefined) {
  const isTold =
    told?.status !== undefined &&
    told.side === order.side &&
    told.symbol === order.market &&
    compare(told[quantityKey] ?? '0', order.quantity) === 0;
  if (!isTold) return { clientOrderId: order.clientOrderId, status: 'open', fills: [] } as const;
  return reportOf(told, told.trades ?? [], order, { isFeeCertain: true });
}

function holdingsOf({ free, total }: CcxtBalance): Holdings {
  const present = (balances: CcxtBalance['free']): Record<string, string> =>
    Object.fromEntries(
      Object.entries(balances)
        .filter(([, units]) => Number(units) !== 0 && units !== undefined)
        .map(([asset, units]) => [asset, plain(units as string)]),
    );
  return { free: present(free), total: present(total) };
}
