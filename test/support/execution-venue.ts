/** A venue that answers as unreliably as venues do, yet keeps true books: by its choices it may lose, repeat and reorder. */
import { add, minimum, multiply, roundToStep, subtract } from '../../src/base/decimal.ts';
import type { ExecutionCommand, ExecutionEvent } from '../../src/execution/execution-step.ts';
import type { Fill, OrderReport, OrderRequest } from '../../src/execution/order.ts';
import { fillOf } from './execution-states.ts';

/** Answers a whole number from 0 up to, and without, a bound. */
export type Choose = (bound: number) => number;

type Order = { readonly request: OrderRequest; fills: readonly Fill[]; status: 'open' | 'closed' };

export type Venue = {
  readonly orders: ReadonlyMap<string, Order>;
  readonly cash: () => string;
  answer(command: ExecutionCommand, now: number): ExecutionEvent;
};

export function createVenue(
  choose: Choose,
  startCash: string,
  startAssets: Readonly<Record<string, string>>,
): Venue {
  const orders = new Map<string, Order>();
  let cash = startCash;
  const assets: Record<string, string> = { ...startAssets };

  const take = (request: OrderRequest): void => {
    if (orders.has(request.clientOrderId)) throw new Error('an order was sent twice');
    orders.set(request.clientOrderId, { request, fills: [], status: 'open' });
  };

  /** A share of the order trades, in tenths; buys pay and sells earn at the limit. */
  const trade = (order: Order): void => {
    const { request, fills } = order;
    const tenths = choose(4) === 0 ? choose(11) : 10;
    const traded = fills.map(({ quantity }) => quantity).reduce(add, '0');
    const left = subtract(request.quantity, traded);
    const share = roundToStep(multiply(request.quantity, String(tenths / 10)), '0.01', 'down');
    const quantity = minimum(left, share);
    if (Number(quantity) > 0) {
      const tradeId = `${request.clientOrderId}-${fills.length + 1}`;
      const fill = fillOf(request, { tradeId, quantity });
      order.fills = [...fills, fill];
      const notional = multiply(quantity, fill.price);
      cash = request.side === 'buy' ? subtract(cash, notional) : add(cash, notional);
      cash = subtract(cash, fill.fee);
      const units = assets[request.base] ?? '0';
      assets[request.base] =
        request.side === 'buy' ? add(units, quantity) : subtract(units, quantity);
    }
    if (choose(2) === 0) order.status = 'closed';
  };

  /** An open order may be told of late: with only some of its fills, in any order, some of them twice. */
  const reportOf = ({ request, fills, status }: Order): OrderReport => {
    const told = status === 'closed' ? fills : fills.filter(() => choose(3) > 0);
    const again = told.filter(() => choose(3) === 0);
    const mixed = choose(2) === 0 ? [...again, ...told] : [...told, ...again].reverse();
    return { clientOrderId: request.clientOrderId, status, fills: mixed };
  };

  const submit = (request: OrderRequest): ExecutionEvent => {
    const { clientOrderId } = request;
    const outcome = choose(8);
    if (outcome === 0) return { kind: 'rejected', clientOrderId, cause: 'no' };
    // Crashes and losses on the way there and on the way back.
    if (outcome === 1) return { kind: 'restarted' };
    if (outcome === 2) return { kind: 'unanswered', clientOrderId, degraded: choose(2) === 0 };
    take(request);
    if (outcome === 3) return { kind: 'restarted' };
    if (outcome === 4) return { kind: 'unanswered', clientOrderId, degraded: choose(2) === 0 };
    const order = orders.get(clientOrderId) as Order;
    if (outcome === 5) trade(order);
    return { kind: 'reported', report: reportOf(order) };
  };

  const query = (clientOrderId: string, now: number): ExecutionEvent => {
    if (choose(5) === 0) return choose(2) === 0 ? { kind: 'tick' } : { kind: 'restarted' };
    const order = orders.get(clientOrderId);
    if (order === undefined) return { kind: 'not-found', clientOrderId, readAt: now };
    if (order.status === 'open') trade(order);
    return { kind: 'reported', report: reportOf(order) };
  };

  const cancel = (clientOrderId: string): ExecutionEvent => {
    const order = orders.get(clientOrderId);
    if (order !== undefined && choose(4) > 0) order.status = 'closed';
    return choose(5) === 0 ? { kind: 'restarted' } : { kind: 'cancel-asked', clientOrderId };
  };

  const balances = (): Record<string, string> => ({ ...assets, USDT: cash });

  const sweep = (clientOrderId: string): ExecutionEvent => {
    const order = orders.get(clientOrderId);
    const found = order === undefined ? undefined : reportOf(order);
    return {
      ...{ kind: 'swept', clientOrderId },
      sweep: { order: found, trades: [], total: balances() },
    };
  };

  return {
    orders,
    cash: () => cash,
    answer(command, now) {
      switch (command.kind) {
        case 'submit':
          return submit(command.order);
        case 'query':
          return query(command.order.clientOrderId, now);
        case 'sweep':
          return sweep(command.order.clientOrderId);
        case 'cancel':
          return cancel(command.order.clientOrderId);
        case 'look': {
          const free = balances();
          const holdings = { free, total: free };
          return { kind: 'looked', market: command.market, holdings, book: undefined, readAt: now };
        }
        case 'wait':
          return choose(6) === 0 ? { kind: 'restarted' } : { kind: 'tick' };
      }
    },
  };
}
