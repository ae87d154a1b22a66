/**
 * An account that no program can trade, such as a cold wallet or one at a broker's: orders become instructions, which a
 * person carries out and confirms. Balances are what the person says, moved by what was confirmed.
 *
 * Instructions lie in the store like orders on paper, open until they are confirmed; see app/instructions.ts. Nothing
 * leaves the machine, so an instruction arrives at once or never.
 */
import { compare, type Decimal, multiply, subtract } from '../../base/decimal.ts';
import { VenueError } from '../../base/errors.ts';
import { executionLimits } from '../../execution/execution-limits.ts';
import type { Holdings, OrderReport, OrderRequest } from '../../execution/order.ts';
import type { Broker, SubmitOutcome } from '../../ports/broker.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Store, StoreSession } from '../../ports/store.ts';

type AdvisoryOptions = { readonly account: string; readonly store: Store; readonly clock: Clock };

export function createAdvisoryBroker({ account, store, clock }: AdvisoryOptions): Broker {
  const reportOf = async (session: StoreSession, id: string): Promise<OrderReport | undefined> => {
    const order = await session.paper.order(id);
    return order && { clientOrderId: id, status: order.status, fills: order.fills };
  };

  return {
    account,
    awaitsPerson: true,
    holdings: () => store.transact((session) => holdingsOf(session, account)),

    submit: (request) =>
      store.transact<SubmitOutcome>(async (session) => {
        const { clientOrderId } = request;
        const acceptedAt = clock.now();
        const cause = await obstacle(session, { account, request, now: acceptedAt });
        if (cause !== undefined) return { kind: 'rejected', cause };
        // The person says what the fee was.
        await session.paper.insertOrder({ account, request, feeBps: 0, stepSize: '0', acceptedAt });
        return { kind: 'accepted', report: { clientOrderId, status: 'open', fills: [] } };
      }),

    query: ({ clientOrderId }) => reportOf(store, clientOrderId),

    // The journal says that it was asked for, and so the person learns of it; what was done by then only they know.
    cancel: async () => {},

    sweep: ({ clientOrderId }) =>
      store.transact(async (session) => {
        const order = await reportOf(session, clientOrderId);
        const { total } = await holdingsOf(session, account);
        return { order, trades: order?.fills ?? [], total };
      }),

    async openOrders() {
      const open = await store.paper.openOrders(account);
      return open.map(({ request: { clientOrderId, market } }) => ({ clientOrderId, market }));
    },
  };
}

/** Why an order does not become an instruction, or undefined when it does. */
async function obstacle(
  session: StoreSession,
  { account, request, now }: { account: string; request: OrderRequest; now: number },
): Promise<string | undefined> {
  const { clientOrderId, signedAt } = request;
  if (now > signedAt + executionLimits.receiveWindowMs) {
    return `the instruction was made ${now - signedAt} ms ago, which is too long`;
  }
  if ((await session.paper.order(clientOrderId)) !== undefined) {
    return `the client order id ${clientOrderId} was used before`;
  }
  const { asset, quantity } = needOf(request);
  const free = (await holdingsOf(session, account)).free[asset] ?? '0';
  if (compare(quantity, free) <= 0) return undefined;
  return `the balance of ${asset} must be at least ${quantity}, was ${free}`;
}

async function holdingsOf({ paper }: StoreSession, account: string): Promise<Holdings> {
  const total = await paper.balances(account);
  if (total === undefined) {
    throw new VenueError('authentication', `the account ${account} was not opened`);
  }
  const free: Record<string, Decimal> = { ...total };
  for (const { request } of await paper.openOrders(account)) {
    const { asset, quantity } = needOf(request);
    free[asset] = subtract(free[asset] ?? '0', quantity);
  }
  return { free, total };
}

/** What an instruction may take from the account, but for the fee. */
function needOf({ side, base, quote, quantity, limitPrice }: OrderRequest) {
  if (side === 'sell') return { asset: base, quantity };
  return { asset: quote, quantity: multiply(quantity, limitPrice) };
}
