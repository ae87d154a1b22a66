/** How the paper venue fills: with latency, from a finite book that takes time to refill, at a cost that rises with size. */
import { describe, expect, it } from 'vitest';
import type { OrderReport, OrderRequest } from '../../src/execution/order.ts';
import { plainCosts } from '../support/costs.ts';
import { start, steadyMarket } from '../support/execution-plans.ts';
import { createTestWorkspace } from '../support/execution-workspace.ts';

type Workspace = Awaited<ReturnType<typeof createTestWorkspace>>;

let number = 0;

/** Sells an ETH at once by default; its book has a best bid of 999.9 and levels 1 bp apart. */
function sale(change: Partial<OrderRequest> = {}): OrderRequest {
  number += 1;
  return {
    ...{ clientOrderId: `order-${number}`, market: 'ETH/USDT', base: 'ETH', quote: 'USDT' },
    ...{ side: 'sell', kind: 'take', quantity: '1', limitPrice: '990', signedAt: start },
    ...change,
  };
}

async function trade(
  { broker, clock }: Workspace,
  change: Partial<OrderRequest> = {},
): Promise<OrderReport | undefined> {
  const order = sale(change);
  await broker.submit(order);
  await clock.sleep(300);
  return broker.query(order);
}

function averageOf(report: OrderReport | undefined): number {
  const fills = report?.fills ?? [];
  const quantity = fills.reduce((sum, fill) => sum + Number(fill.quantity), 0);
  return (
    fills.reduce((sum, fill) => sum + Number(fill.quantity) * Number(fill.price), 0) / quantity
  );
}

function filledOf(report: OrderReport | undefined): number {
  return (report?.fills ?? []).reduce((sum, fill) => sum + Number(fill.quantity), 0);
}

describe('the paper venue', () => {
  it('takes time: an order is open until its latency is over', async () => {
    const { broker, clock } = await createTestWorkspace();
    const order = sale();
    const { clientOrderId } = order;
    await broker.submit(order);
    await clock.sleep(299);
    expect(await broker.query(order)).toEqual({ clientOrderId, status: 'open', fills: [] });
    await clock.sleep(1);
    expect(await broker.query(order)).toMatchObject({
      status: 'closed',
      fills: [{ quantity: '1' }],
    });
  });

  it('pays the best price first, and the fee in the quote currency', async () => {
    const workspace = await createTestWorkspace();
    const report = await trade(workspace);
    // 1 at 999.9 with a fee of 10 bp.
    expect(report?.fills).toMatchObject([
      { quantity: '1', price: '999.9', fee: '0.9999', feeAsset: 'USDT' },
    ]);
    const { total } = await workspace.broker.holdings();
    expect(total).toEqual({ BTC: '2', ETH: '19', LINK: '0', USDT: '40998.9001' });
  });

  it('counts half of the displayed depth and cancels the rest', async () => {
    // Ten levels of 2,000 USDT, half of each counted: 1 ETH at each price and a little more.
    const market = steadyMarket({ levelNotional: 2_000 });
    const report = await trade(await createTestWorkspace({ market }), { quantity: '15' });
    expect(report?.status).toBe('closed');
    expect(filledOf(report)).toBeCloseTo(10, 1);
    expect(report?.fills[0]).toMatchObject({ quantity: '1.0001', price: '999.9' });
  });

  it('costs more for each unit the larger the order is', async () => {
    const market = steadyMarket({ levelNotional: 5_000 });
    const costs: number[] = [];
    for (const quantity of ['1', '5', '10', '20']) {
      costs.push(
        1_000 - averageOf(await trade(await createTestWorkspace({ market }), { quantity })),
      );
    }
    expect([...costs].sort((a, b) => a - b)).toEqual(costs);
    expect(costs[0]).toBeCloseTo(0.1, 6);
    // 20 units take eight levels of 2.5: on average 4.5 bp.
    expect(costs[3]).toBeCloseTo(0.45, 2);
  });

  it('does not give the depth that was just taken, and gives it again after a while', async () => {
    const workspace = await createTestWorkspace({ market: steadyMarket({ levelNotional: 2_000 }) });
    const big = { quantity: '15', limitPrice: '998.9' };
    expect(filledOf(await trade(workspace, big))).toBeCloseTo(10, 1);
    await workspace.clock.sleep(1_700);
    // Two seconds later a fifth of it is there again.
    expect(filledOf(await trade(workspace, { ...big, quantity: '9' }))).toBeCloseTo(2, 1);
    await workspace.clock.sleep(10_000);
    expect(filledOf(await trade(workspace, { ...big, quantity: '7' }))).toBe(7);
  });

  it('remembers open orders when the process ends', async () => {
    const first = await createTestWorkspace();
    const order = sale();
    await first.broker.submit(order);
    const { store, clock } = first;
    const second = await createTestWorkspace({ store, clock });
    await clock.sleep(3_600_000);
    // Matched when its latency was over, not when somebody asked.
    const [fill] = (await second.broker.query(order))?.fills ?? [];
    expect(fill?.at).toBe(clock.now() - 3_600_000 + 300);
  });

  it('fills an order once when two ask for it at the same time', async () => {
    const { broker, clock } = await createTestWorkspace();
    const order = sale();
    await broker.submit(order);
    await clock.sleep(300);
    const [one, other] = await Promise.all([broker.query(order), broker.query(order)]);
    expect(one).toEqual(other);
    expect((await broker.holdings()).total.ETH).toBe('19');
  });

  it('never takes an order that it has denied to know', async () => {
    const { broker } = await createTestWorkspace();
    const [asked, swept] = [sale(), sale()];
    expect(await broker.query(asked)).toBeUndefined();
    expect((await broker.sweep(swept)).order).toBeUndefined();
    for (const order of [asked, swept]) {
      expect(await broker.submit(order)).toMatchObject({ kind: 'rejected' });
      expect(await broker.query(order)).toBeUndefined();
    }
  });

  it('takes an id once, also when its order is over', async () => {
    const { broker, clock } = await createTestWorkspace();
    const order = sale();
    await broker.submit(order);
    await clock.sleep(300);
    const { clientOrderId } = order;
    const cause = `the client order id ${clientOrderId} was used before`;
    expect(await broker.submit(order)).toEqual({ kind: 'rejected', cause });
  });

  it('refuses quantities and prices off the grid of the market', async () => {
    const { broker } = await createTestWorkspace();
    expect(await broker.submit(sale({ quantity: '1.00005' }))).toEqual({
      kind: 'rejected',
      cause: 'the quantity must be a multiple of 0.0001, was 1.00005',
    });
    expect(await broker.submit(sale({ limitPrice: '990.000001' }))).toEqual({
      kind: 'rejected',
      cause: 'the price must be a multiple of 0.00001, was 990.000001',
    });
  });

  it('fills at the last close, worse by half-spread and slippage, where there are no books', async () => {
    const workspace = await createTestWorkspace({ market: steadyMarket({ hasBooks: false }) });
    // 2 bp + 3 bp below 1,000; against BTC 4 bp + 3 bp above 0.05.
    expect((await trade(workspace))?.fills).toMatchObject([{ quantity: '1', price: '999.5' }]);
    const direct = { market: 'ETH/BTC', quote: 'BTC', side: 'buy', limitPrice: '0.051' } as const;
    expect((await trade(workspace, direct))?.fills).toMatchObject([
      { price: '0.050035', feeAsset: 'BTC' },
    ]);
  });

  // setting: costs.takerFeeBps, costs.halfSpreadBps, costs.slippageBps, markets.halfSpreadBps
  it('takes fees and spreads from the settings', async () => {
    const costs = {
      ...{ ...plainCosts, takerFeeBps: 20, halfSpreadBps: 10, slippageBps: 20 },
      directHalfSpreadBps: 60,
    };
    const market = steadyMarket({ hasBooks: false });
    const workspace = await createTestWorkspace({ market, settings: { costs } });
    // 10 bp + 20 bp below 1,000 with a fee of 20 bp; against BTC 60 bp + 20 bp above 0.05.
    expect((await trade(workspace))?.fills).toMatchObject([{ price: '997', fee: '1.994' }]);
    const direct = { market: 'ETH/BTC', quote: 'BTC', side: 'buy', limitPrice: '0.051' } as const;
    expect((await trade(workspace, direct))?.fills).toMatchObject([{ price: '0.0504' }]);
  });
});
