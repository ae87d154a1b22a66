/** I15: trades bring the account nearer to its target, but for fees and prices that are not those of the plan. */
import type { Side } from '../../../src/market/order-book.ts';
import { markets } from './markets.ts';
import { quantityOf, type VenueOrder } from './true-books.ts';
import type { Seen } from './witness.ts';

/** Fees of 0.1 % and prices up to 2 % off those of the plan, as a share of what was traded. */
const costs = 0.025;

export function distanceProblem(seen: Seen): string | undefined {
  const { scenario, books } = seen;
  const own = books.orders.filter(({ isOurs }) => isOurs);
  if (own.some((order) => Number(quantityOf(order.trades)) > Number(order.request.quantity))) {
    return undefined;
  }
  const before = valuesOf(seen);
  const target = new Map(before);
  for (const { market, side, quantity } of scenario.legs) {
    trade(target, { base: market.base, side, value: Number(quantity) * market.price });
  }
  const after = new Map(before);
  let traded = 0;
  for (const order of own) traded += book(after, order);
  const nav = sum(before);
  const [was, is] = [before, after].map((values) => distance(values, target, nav)) as [
    number,
    number,
  ];
  const allowed = was + (costs * traded) / nav + 1e-9;
  return is <= allowed ? undefined : `${is} instead of at most ${allowed}`;
}

/** At the prices of the plan. */
function valuesOf({ scenario: { balances } }: Seen): Map<string, number> {
  const values = new Map([['USDT', Number(balances.USDT)]]);
  for (const { base, price } of markets) values.set(base, Number(balances[base]) * price);
  return values;
}

/** Adds what an order traded; answers its value. */
function book(values: Map<string, number>, { request, trades }: VenueOrder): number {
  const { base, side } = request;
  const price = markets.find((market) => market.base === base)?.price ?? 0;
  const value = Number(quantityOf(trades)) * price;
  trade(values, { base, side, value });
  return value;
}

function trade(
  values: Map<string, number>,
  { base, side, value }: { base: string; side: Side; value: number },
): void {
  const sign = side === 'buy' ? 1 : -1;
  values.set(base, (values.get(base) ?? 0) + sign * value);
  values.set('USDT', (values.get('USDT') ?? 0) - sign * value);
}

function distance(
  values: ReadonlyMap<string, number>,
  target: ReadonlyMap<string, number>,
  nav: number,
): number {
  const squares = markets.map(
    ({ base }) => (((values.get(base) ?? 0) - (target.get(base) ?? 0)) / nav) ** 2,
  );
  return Math.sqrt(squares.reduce((total, square) => total + square, 0));
}

function sum(values: ReadonlyMap<string, number>): number {
  return [...values.values()].reduce((total, value) => total + value, 0);
}
