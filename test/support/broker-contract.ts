/** What every broker must do, whatever venue is behind it; each adapter runs this suite. */
import { describe, expect, it } from 'vitest';
import { add, compare, type Decimal, multiply, subtract } from '../../src/base/decimal.ts';
import { clientOrderId } from '../../src/execution/client-order-id.ts';
import type { Fill, OrderReport, OrderRequest } from '../../src/execution/order.ts';
import type { Broker } from '../../src/ports/broker.ts';
import type { Clock } from '../../src/ports/clock.ts';

export type BrokerScene = {
  readonly broker: Broker;
  readonly clock: Clock;
  /** A market on which the account holds base and quote units, with a book that is deep enough. */
  readonly market: { readonly base: string; readonly quote: string };
  /** Some order that the account can pay for, in base units; a half of it is an order as well. */
  readonly quantity: string;
  /** Surely fills at once. */
  readonly buyLimit: string;
  /** Surely does not: an order at this price rests. */
  readonly buyLimitTooLow: string;
  /** Below the smallest order. */
  readonly dust: string;
  /** More than the account can pay for. */
  readonly tooMuch: string;
  /** What is free goes by prices and leverage, and is the quote alone. */
  readonly isOnMargin?: true;
  /** Lets others sell so many base units to whoever bids `buyLimitTooLow`. */
  sellInto(quantity: string): Promise<void>;
};

const mostPolls = 100;
const pollMs = 100;

export function describeBroker(name: string, open: () => Promise<BrokerScene>): void {
  const makeOrder = orderMaker();

  describe(name, () => {
    it('fills an order inside its limit, with fees, and changes the balances by just that', async () => {
      const scene = await open();
      const request = makeOrder(scene);
      const before = await scene.broker.holdings();
      expect(await scene.broker.submit(request)).toMatchObject({
        kind: 'accepted',
        report: { clientOrderId: request.clientOrderId },
      });
      const { fills } = await closed(scene, request);
      expect(quantityOf(fills)).toBe(add(scene.quantity, '0'));
      expectOrderly(fills, request);
      await expectMoved(scene, before, fills);
    });

    it('tells the same of a closed order however often it is asked', async () => {
      const scene = await open();
      const request = makeOrder(scene);
      await scene.broker.submit(request);
      const first = await closed(scene, request);
      const holdings = await scene.broker.holdings();
      expect(await scene.broker.query(request)).toEqual(first);
      expect(await scene.broker.query(request)).toEqual(first);
      expect(await scene.broker.holdings()).toEqual(holdings);
    });

    it('fills nothing beyond the limit of an order that takes, and does not let it rest', async () => {
      const scene = await open();
      const request = makeOrder(scene, { limitPrice: scene.buyLimitTooLow });
      const before = await scene.broker.holdings();
      await scene.broker.submit(request);
      expect((await closed(scene, request)).fills).toEqual([]);
      expect(await scene.broker.openOrders()).toEqual([]);
      expect(await scene.broker.holdings()).toEqual(before);
    });

    it.each([
      ['dust', (scene: BrokerScene) => ({ quantity: scene.dust })],
      ['more than the account can pay for', (scene: BrokerScene) => ({ quantity: scene.tooMuch })],
      ['an unknown market', () => ({ market: 'NONE/SUCH', base: 'NONE', quote: 'SUCH' })],
      ['to rest what would trade at once', () => ({ kind: 'rest' as const })],
    ])('refuses %s, and keeps the balances', async (_, change) => {
      const scene = await open();
      const before = await scene.broker.holdings();
      const outcome = await scene.broker.submit(makeOrder(scene, change(scene)));
      expect(outcome).toMatchObject({ kind: 'rejected', cause: expect.any(String) });
      expect(await scene.broker.openOrders()).toEqual([]);
      expect(await scene.broker.holdings()).toEqual(before);
    });

    it('knows nothing of an order that it never saw', async () => {
      const scene = await open();
      const request = makeOrder(scene);
      expect(await scene.broker.query(request)).toBeUndefined();
      const { total } = await scene.broker.holdings();
      expect(await scene.broker.sweep(request)).toEqual({ order: undefined, trades: [], total });
    });
  });

  describe(`${name}, orders that rest`, () => {
    it('are open, listed, and hold back what they may spend until they are cancelled', async () => {
      const { scene, request, before } = await resting();
      const { broker, market } = scene;
      const { free, total } = await broker.holdings();
      const spending = multiply(request.quantity, request.limitPrice);
      const heldBack = subtract(before.free[market.quote] ?? '0', free[market.quote] ?? '0');
      expect(compare(heldBack, spending)).toBeGreaterThanOrEqual(0);
      expect(total).toEqual(before.total);
      await broker.cancel(request);
      expect(await closed(scene, request)).toMatchObject({ status: 'closed', fills: [] });
      expect(await broker.openOrders()).toEqual([]);
      expect(await broker.holdings()).toEqual(before);
    });

    it('are listed whoever sent them', async () => {
      const { scene, request } = await resting({ clientOrderId: 'by-hand-1' });
      const { market } = request;
      expect(await scene.broker.openOrders()).toEqual([{ clientOrderId: 'by-hand-1', market }]);
      await scene.broker.cancel(request);
    });

    it('are filled in parts at their own price, and closed with the last of them', async () => {
      const { scene, request, before } = await resting();
      const half = multiply(scene.quantity, '0.5');
      await scene.sellInto(half);
      const open = await reported(scene, request, ({ fills }) => fills.length > 0);
      expect(open.status).toBe('open');
      expect(quantityOf(open.fills)).toBe(half);
      await scene.sellInto(half);
      const { fills } = await closed(scene, request);
      expect(fills.slice(0, open.fills.length)).toEqual(open.fills);
      expect(quantityOf(fills)).toBe(add(scene.quantity, '0'));
      for (const { price } of fills) expect(compare(price, request.limitPrice)).toBe(0);
      expectOrderly(fills, request);
      await expectMoved(scene, before, fills);
    });

    it('keep what was filled before they were cancelled', async () => {
      const { scene, request, before } = await resting();
      await scene.sellInto(multiply(scene.quantity, '0.5'));
      await reported(scene, request, ({ fills }) => fills.length > 0);
      await scene.broker.cancel(request);
      const { fills } = await closed(scene, request);
      expect(quantityOf(fills)).toBe(multiply(scene.quantity, '0.5'));
      await expectMoved(scene, before, fills);
    });

    it('are not taken twice', async () => {
      const { scene, request } = await resting();
      const holdings = await scene.broker.holdings();
      // Where an order with the id is there, it may be told as well that nothing is known of the second.
      const outcome = await scene.broker.submit(request).catch((fault: unknown) => fault);
      expect(outcome).toMatchObject({ kind: expect.stringMatching(/^(rejected|unknown)$/) });
      expect(await scene.broker.openOrders()).toHaveLength(1);
      expect(await scene.broker.holdings()).toEqual(holdings);
      await scene.broker.cancel(request);
    });

    it('may be cancelled when they are over, or were never there', async () => {
      const { scene, request } = await resting();
      await scene.broker.cancel(request);
      const first = await closed(scene, request);
      await scene.broker.cancel(request);
      expect(await scene.broker.query(request)).toEqual(first);
      const never = makeOrder(scene);
      await scene.broker.cancel(never);
      expect(await scene.broker.query(never)).toBeUndefined();
    });

    it('leave traces that a sweep finds, while they are open and afterwards', async () => {
      const { scene, request } = await resting();
      const { clientOrderId } = request;
      expect(await scene.broker.sweep(request)).toMatchObject({
        order: { clientOrderId, status: 'open', fills: [] },
        trades: [],
      });
      await scene.sellInto(scene.quantity);
      const { fills } = await closed(scene, request);
      const { order, trades, total } = await scene.broker.sweep(request);
      expect(order).toMatchObject({ clientOrderId, status: 'closed', fills });
      for (const trade of trades) expect(fills).toContainEqual(trade);
      expect(total).toEqual((await scene.broker.holdings()).total);
    });
  });

  /** An order that rests, and the holdings before it. */
  async function resting(change: Partial<OrderRequest> = {}) {
    const scene = await open();
    const price = { kind: 'rest', limitPrice: scene.buyLimitTooLow } as const;
    const request = makeOrder(scene, { ...price, ...change });
    const before = await scene.broker.holdings();
    const outcome = await scene.broker.submit(request);
    expect(outcome).toMatchObject({ kind: 'accepted', report: { status: 'open', fills: [] } });
    expect(await scene.broker.query(request)).toMatchObject({ status: 'open', fills: [] });
    const { clientOrderId, market } = request;
    expect(await scene.broker.openOrders()).toEqual([{ clientOrderId, market }]);
    return { scene, request, before };
  }
}

/** Buys that take, unless changed; no two have one id. */
function orderMaker() {
  let number = 0;
  return (scene: BrokerScene, change: Partial<OrderRequest> = {}): OrderRequest => {
    number += 1;
    const { base, quote } = scene.market;
    return {
      clientOrderId: clientOrderId({ executionId: 'contract', legIndex: 0, number }),
      ...{ market: `${base}/${quote}`, base, quote, side: 'buy', kind: 'take' },
      ...{ quantity: scene.quantity, limitPrice: scene.buyLimit, signedAt: scene.clock.now() },
      ...change,
    };
  };
}

async function reported(
  { broker, clock }: BrokerScene,
  request: OrderRequest,
  isSo: (report: OrderReport) => boolean,
): Promise<OrderReport> {
  for (let poll = 0; poll < mostPolls; poll += 1) {
    const report = await broker.query(request);
    if (report !== undefined && isSo(report)) return report;
    await clock.sleep(pollMs);
  }
  throw new Error(`the venue did not report what was awaited in ${mostPolls} polls`);
}

function closed(scene: BrokerScene, request: OrderRequest): Promise<OrderReport> {
  return reported(scene, request, ({ status }) => status === 'closed');
}

function quantityOf(fills: readonly Fill[]): Decimal {
  return fills.map(({ quantity }) => quantity).reduce(add, '0');
}

/** Inside the limit, of this order, each with its own id and a fee that is no gift. */
function expectOrderly(fills: readonly Fill[], request: OrderRequest): void {
  const { clientOrderId, market, side } = request;
  for (const fill of fills) {
    expect(fill).toMatchObject({ clientOrderId, market, side });
    expect(compare(fill.price, request.limitPrice)).toBeLessThanOrEqual(0);
    expect(compare(fill.fee, '0')).toBeGreaterThanOrEqual(0);
  }
  expect(new Set(fills.map(({ tradeId }) => tradeId)).size).toBe(fills.length);
}

async function expectMoved(
  scene: BrokerScene,
  before: Awaited<ReturnType<Broker['holdings']>>,
  fills: readonly Fill[],
): Promise<void> {
  const { free, total } = await scene.broker.holdings();
  const after = holdingsAfter(before, fills, scene);
  expect(total).toEqual(after.total);
  if (scene.isOnMargin !== true) expect(free).toEqual(after.free);
}

/** The holdings after buys that are over: exactly what was traded, less the fees, in whichever asset they were. */
function holdingsAfter(
  before: Awaited<ReturnType<Broker['holdings']>>,
  fills: readonly Fill[],
  { market: { base, quote } }: BrokerScene,
) {
  const move = (balances: Readonly<Record<string, Decimal>>): Record<string, Decimal> => {
    const moved = { ...balances };
    const change = (asset: string, by: Decimal): void => {
      moved[asset] = add(moved[asset] ?? '0', by);
    };
    for (const { quantity, price, fee, feeAsset } of fills) {
      change(base, quantity);
      change(quote, subtract('0', multiply(quantity, price)));
      change(feeAsset, subtract('0', fee));
    }
    return moved;
  };
  return { free: move(before.free), total: move(before.total) };
}
