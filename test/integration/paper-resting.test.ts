/** How orders rest at the paper venue: at their own price, last in the queue, at times that nobody can choose. */
import { describe, expect, it } from 'vitest';
import type { OrderReport, OrderRequest } from '../../src/execution/order.ts';
import type { BookLevel } from '../../src/market/order-book.ts';
import type { MarketData } from '../../src/ports/market-data.ts';
import { plainCosts } from '../support/costs.ts';
import { start, steadyMarket } from '../support/execution-plans.ts';
import { createTestWorkspace } from '../support/execution-workspace.ts';

type Workspace = Awaited<ReturnType<typeof createTestWorkspace>>;

/** Asks of ETH by the time since the start; the best bid is 990. */
function marketOf(asksAt: (elapsedMs: number) => readonly BookLevel[]): MarketData {
  return {
    ...steadyMarket(),
    book: async (market, asOf) => ({
      ...{ market, asOf, asks: asksAt(asOf - start) },
      bids: [{ price: 990, quantity: 100 }],
    }),
  };
}

let number = 0;

/** Bids 999 for 4 ETH, without taking. */
function bid(change: Partial<OrderRequest> = {}): OrderRequest {
  number += 1;
  return {
    ...{ clientOrderId: `bid-${number}`, market: 'ETH/USDT', base: 'ETH', quote: 'USDT' },
    ...{ side: 'buy', kind: 'rest', quantity: '4', limitPrice: '999', signedAt: start },
    ...change,
  };
}

function fillsOf(report: OrderReport | undefined) {
  return (report?.fills ?? []).map(({ quantity, price, at }) => [quantity, price, at - start]);
}

/** Above the bid, but for three ETH in the sixth second. */
const dip = (elapsedMs: number): readonly BookLevel[] =>
  elapsedMs >= 5_000 && elapsedMs < 6_000
    ? [
        { price: 997, quantity: 2 },
        { price: 998, quantity: 4 },
        { price: 999, quantity: 100 },
      ]
    : [{ price: 1_001, quantity: 100 }];

describe('an order that rests on paper', () => {
  it('gets half of what is offered below its price, at its price', async () => {
    const { broker, clock } = await createTestWorkspace({ market: marketOf(dip) });
    const order = bid();
    await broker.submit(order);
    await clock.sleep(5_299);
    expect(fillsOf(await broker.query(order))).toEqual([]);
    // It meets the book after 300 ms, and then every five seconds.
    await clock.sleep(1);
    const report = await broker.query(order);
    expect(report?.status).toBe('open');
    expect(fillsOf(report)).toEqual([['3', '999', 5_300]]);
  });

  it('is filled the same whoever looks when', async () => {
    const often = await createTestWorkspace({ market: marketOf(dip) });
    const once = await createTestWorkspace({ market: marketOf(dip) });
    const order = bid();
    await often.broker.submit(order);
    await once.broker.submit(order);
    for (let poll = 0; poll < 40; poll += 1) {
      await often.clock.sleep(250);
      await often.broker.holdings();
    }
    await once.clock.sleep(10_000);
    expect(await once.broker.query(order)).toEqual(await often.broker.query(order));
    expect(await once.broker.holdings()).toEqual(await often.broker.holdings());
  });

  it('shares the depth with an order that takes, and goes second when it meets the book later', async () => {
    const { broker, clock } = await createTestWorkspace({ market: marketOf(dip) });
    const [rests, takes] = [bid(), bid({ kind: 'take', quantity: '3' })];
    await broker.submit(rests);
    await clock.sleep(4_950);
    // It meets the book at 5,250, before the second look at the other.
    await broker.submit(takes);
    await clock.sleep(5_000);
    expect(fillsOf(await broker.query(takes))).toEqual([
      ['1', '997', 5_250],
      ['2', '998', 5_250],
    ]);
    // 50 ms later a two-hundredth of the three is there again.
    expect(fillsOf(await broker.query(rests))).toEqual([['0.015', '999', 5_300]]);
  });

  it('meets the book of the present where there is no other, which is read once', async () => {
    let reads = 0;
    const { broker, clock } = await createTestWorkspace({
      market: {
        ...steadyMarket(),
        book: async (market) => {
          reads += 1;
          const now = clock.now();
          const asks = [{ price: now < start + 60_000 ? 1_001 : 998, quantity: 2 }];
          return { market, asOf: now, bids: [], asks };
        },
      },
    });
    const order = bid();
    await broker.submit(order);
    await clock.sleep(60_000);
    reads = 0;
    // At each of the twelve meetings since, a half of two less what was taken before.
    expect(fillsOf(await broker.query(order)).slice(0, 2)).toEqual([
      ['1', '999', 300],
      ['0.5', '999', 5_300],
    ]);
    expect(reads).toBe(1);
  });

  it('gets nothing by a touch of its price', async () => {
    const market = marketOf((elapsedMs) => [
      { price: elapsedMs === 0 ? 1_001 : 999, quantity: 100 },
    ]);
    const { broker, clock } = await createTestWorkspace({ market });
    const order = bid();
    await broker.submit(order);
    await clock.sleep(60_000);
    expect(await broker.query(order)).toMatchObject({ status: 'open', fills: [] });
  });

  it('sells in the same way', async () => {
    const market: MarketData = {
      ...steadyMarket(),
      book: async (name, asOf) => ({
        ...{ market: name, asOf, asks: [{ price: 1_100, quantity: 1 }] },
        bids: [{ price: asOf < start + 5_000 ? 990 : 1_002, quantity: 6 }],
      }),
    };
    const { broker, clock } = await createTestWorkspace({ market });
    const order = bid({ side: 'sell', limitPrice: '1001' });
    await broker.submit(order);
    expect((await broker.holdings()).free).toMatchObject({ ETH: '16', USDT: '40000' });
    await clock.sleep(5_300);
    expect(fillsOf(await broker.query(order))).toEqual([['3', '1001', 5_300]]);
    // 3 · 1,001 less 10 bp; 1 ETH is held back still.
    const { free, total } = await broker.holdings();
    expect(total).toMatchObject({ ETH: '17', USDT: '42999.997' });
    expect(free.ETH).toBe('16');
  });

  it('is refused where it would trade at once, and may be tried again', async () => {
    const { broker } = await createTestWorkspace({ market: marketOf(dip) });
    expect(await broker.submit(bid({ limitPrice: '1001' }))).toEqual({
      kind: 'rejected',
      cause: 'the order would trade at once at 1001, and must not',
      retryAfterMs: 300,
    });
    expect(await broker.submit(bid({ side: 'sell', limitPrice: '990' }))).toMatchObject({
      cause: 'the order would trade at once at 990, and must not',
    });
  });

  it('pays the fee of a maker', async () => {
    const costs = { ...plainCosts, takerFeeBps: 10, makerFeeBps: 2 };
    const { broker, clock } = await createTestWorkspace({
      market: marketOf(dip),
      settings: { costs },
    });
    const [rests, takes] = [bid(), bid({ kind: 'take', limitPrice: '1001', quantity: '1' })];
    await broker.submit(rests);
    await clock.sleep(20_000);
    await broker.submit(takes);
    await clock.sleep(300);
    // 3 · 999 · 2 bp, and 1,001 · 10 bp.
    expect((await broker.query(rests))?.fills).toMatchObject([{ fee: '0.5994' }]);
    expect((await broker.query(takes))?.fills).toMatchObject([{ fee: '1.001' }]);
  });

  it('rests at the last close, worse by half-spread and slippage, where there are no books', async () => {
    let factor = 1;
    const market: MarketData = {
      ...steadyMarket({ hasBooks: false }),
      candles: (symbols, until) =>
        steadyMarket({ hasBooks: false, factor }).candles(symbols, until),
    };
    const { broker, clock } = await createTestWorkspace({ market });
    const order = bid();
    expect(await broker.submit(order)).toMatchObject({ kind: 'accepted' });
    await clock.sleep(5_000);
    expect(fillsOf(await broker.query(order))).toEqual([]);
    // 998 + 5 bp is 998.499.
    factor = 0.998;
    await clock.sleep(300);
    expect(fillsOf(await broker.query(order))).toEqual([['4', '999', 5_300]]);
  });
});

describe('what orders on paper hold back', () => {
  /** 4 · 999 and 10 bp of it; after three were bought, 999 and 10 bp. */
  async function restingBid(workspace: Workspace) {
    const order = bid();
    await workspace.broker.submit(order);
    return order;
  }

  it('is what they may spend, fee included, and less when they were filled in part', async () => {
    const { broker, clock, ...rest } = await createTestWorkspace({ market: marketOf(dip) });
    await restingBid({ broker, clock, ...rest });
    expect(await broker.holdings()).toMatchObject({
      free: { ETH: '20', USDT: '36000.004' },
      total: { ETH: '20', USDT: '40000' },
    });
    await clock.sleep(5_300);
    expect(await broker.holdings()).toMatchObject({
      free: { ETH: '23', USDT: '36000.004' },
      total: { ETH: '23', USDT: '37000.003' },
    });
  });

  it('cannot be spent a second time', async () => {
    const { broker } = await createTestWorkspace({ market: marketOf(dip) });
    expect(await broker.submit(bid({ quantity: '30' }))).toMatchObject({ kind: 'accepted' });
    expect(await broker.submit(bid({ quantity: '11' }))).toEqual({
      kind: 'rejected',
      cause: 'the balance of USDT must be at least 10999.989, was 10000.03',
    });
    expect(await broker.submit(bid({ quantity: '10' }))).toMatchObject({ kind: 'accepted' });
  });

  it('is held back after a restart as well', async () => {
    const market = marketOf(dip);
    const first = await createTestWorkspace({ market });
    const order = await restingBid(first);
    const { store, clock } = first;
    const second = await createTestWorkspace({ store, clock, market });
    expect((await second.broker.holdings()).free.USDT).toBe('36000.004');
    await clock.sleep(3_600_000);
    expect(fillsOf(await second.broker.query(order))).toEqual([['3', '999', 5_300]]);
    await second.broker.cancel(order);
    const { free, total } = await second.broker.holdings();
    expect(free).toEqual(total);
  });
});
