/** The paper venue on margin: what may be opened, what may only be closed, and funding that is taken once. */
import { describe, expect, it } from 'vitest';
import { ensureAccount } from '../../src/app/execution/ensure-account.ts';
import { add, multiply, subtract } from '../../src/base/decimal.ts';
import { dayMs, hourMs, minuteMs } from '../../src/base/time.ts';
import type { OrderRequest } from '../../src/execution/order.ts';
import type { Broker } from '../../src/ports/broker.ts';
import { settings, start, steadyMarket } from '../support/execution-plans.ts';
import { createTestWorkspace, type Options } from '../support/execution-workspace.ts';

/** 2 BTC at 20,000 long and 20 ETH at 1,000 short; with 80,000 USDT that is a NAV of 100,000 and positions of 60,000. */
const balances = { BTC: '2', ETH: '-20', USDT: '80000' };

function onMargin(leverage: number, change: Options = {}) {
  const portfolio = { ...settings().portfolio, leverage };
  return createTestWorkspace({ balances, settings: { portfolio }, ...change });
}

let number = 0;

function order(
  side: 'buy' | 'sell',
  quantity: string,
  change: Partial<OrderRequest> = {},
): OrderRequest {
  number += 1;
  return {
    ...{ clientOrderId: `margin-${number}`, market: 'ETH/USDT', base: 'ETH', quote: 'USDT' },
    ...{ side, kind: 'take', quantity, limitPrice: side === 'buy' ? '1010' : '990' },
    ...{ signedAt: start, ...change },
  };
}

const reduceOnly = { reduceOnly: true } as const;

async function outcomeOf(broker: Broker, request: OrderRequest) {
  const outcome = await broker.submit(request);
  return outcome.kind === 'rejected' ? outcome.cause : outcome.kind;
}

describe('a paper account on margin', () => {
  it('setting: portfolio.leverage is how much of NAV its positions may come to, without their signs', async () => {
    for (const [leverage, free] of [
      [0.5, '0'],
      [1, '40000'],
      [3, '240000'],
    ] as const) {
      const { broker } = await onMargin(leverage);
      expect(await broker.holdings()).toEqual({ free: { USDT: free }, total: balances });
    }
  });

  it('opens a short position below zero, at its worth where the limit is lower', async () => {
    const { broker, clock } = await onMargin(1);
    expect(await outcomeOf(broker, order('sell', '40.01'))).toBe(
      'positions with open orders must be at most 1 times the account, 100000 USDT, were 100010',
    );
    const request = order('sell', '10');
    expect(await outcomeOf(broker, request)).toBe('accepted');
    expect((await broker.holdings()).free).toEqual({ USDT: '30000' });
    await clock.sleep(1_000);
    const fills = (await broker.query(request))?.fills ?? [];
    const { total } = await broker.holdings();
    expect(total.ETH).toBe('-30');
    const cash = fills
      .map(({ quantity, price, fee }) => subtract(multiply(quantity, price), fee))
      .reduce(add, '80000');
    expect(total.USDT).toBe(cash);
  });

  it('buys on credit, and its cash goes below zero', async () => {
    const { broker, clock } = await onMargin(2);
    // 20 ETH close the short position, 100 more are bought.
    expect(await outcomeOf(broker, order('buy', '120'))).toBe('accepted');
    await clock.sleep(1_000);
    const { total } = await broker.holdings();
    expect(total.ETH).toBe('100');
    expect(Number(total.USDT)).toBeLessThan(-40_000);
  });

  it('always lets a position be closed, also above its leverage', async () => {
    const { broker } = await onMargin(0.5);
    expect(await outcomeOf(broker, order('sell', '0.01'))).toContain('must be at most 0.5 times');
    expect(await outcomeOf(broker, order('buy', '20', reduceOnly))).toBe('accepted');
  });

  it('refuses what is to reduce only where it would open, or go through zero', async () => {
    const { broker } = await onMargin(5);
    const why = 'the order must only reduce the position of -20 ETH, was to';
    expect(await outcomeOf(broker, order('sell', '1', reduceOnly))).toBe(`${why} sell 1`);
    expect(await outcomeOf(broker, order('buy', '20.01', reduceOnly))).toBe(`${why} buy 20.01`);
    const spot = await createTestWorkspace();
    expect(await outcomeOf(spot.broker, order('sell', '1', reduceOnly))).toBe(
      'nothing is held on margin that could be reduced',
    );
  });

  it('fills what is to reduce only as far as there is a position, and closes it then', async () => {
    const { broker, clock } = await onMargin(5);
    const [first, second] = [order('buy', '15', reduceOnly), order('buy', '15', reduceOnly)];
    await broker.submit(first);
    await clock.sleep(1);
    await broker.submit(second);
    await clock.sleep(1_000);
    const filled = (await broker.query(second))?.fills.map(({ quantity }) => quantity);
    expect(filled?.reduce(add, '0')).toBe('5');
    expect((await broker.holdings()).total.ETH).toBe('0');
    const resting = order('sell', '2', { ...reduceOnly, base: 'BTC', market: 'BTC/USDT' });
    const close = { ...resting, clientOrderId: 'by-hand', limitPrice: '19800' };
    await broker.submit({ ...resting, kind: 'rest', limitPrice: '21000' });
    expect(await broker.openOrders()).toHaveLength(1);
    await broker.submit(close);
    await clock.sleep(10_000);
    expect(await broker.openOrders()).toEqual([]);
    expect(await broker.query(resting)).toMatchObject({ status: 'closed', fills: [] });
  });

  it('holds back what open orders may open, on the side on which they come to more', async () => {
    const { broker } = await onMargin(1);
    const resting = (side: 'buy' | 'sell', quantity: string) =>
      broker.submit(order(side, quantity, { kind: 'rest', limitPrice: '1000' }));
    // Up to 20 they would only close the short position.
    await resting('buy', '20');
    expect((await broker.holdings()).free).toEqual({ USDT: '40000' });
    await resting('buy', '30');
    expect((await broker.holdings()).free).toEqual({ USDT: '30000' });
    await resting('sell', '5');
    expect((await broker.holdings()).free).toEqual({ USDT: '30000' });
    await resting('sell', '10');
    expect((await broker.holdings()).free).toEqual({ USDT: '25000' });
  });
});

describe('funding on paper', () => {
  /** A long pays 0.03 % a day of BTC, and gets 0.01 % of ETH: 40,000 × 0.0003 + 20,000 × 0.0001 = 14 a day. */
  const perDay = { BTC: 0.0003, ETH: -0.0001 };
  const market = {
    ...steadyMarket(),
    fundingPerDay: async (symbols: readonly string[]) =>
      Object.fromEntries(Object.entries(perDay).filter(([asset]) => symbols.includes(asset))),
  };
  const cashOf = async (broker: Broker) => (await broker.holdings()).total.USDT;

  it('is taken from the cash as time goes on, long and short', async () => {
    const { broker, clock } = await onMargin(1, { market });
    expect(await cashOf(broker)).toBe('80000');
    await clock.sleep(dayMs);
    expect(await cashOf(broker)).toBe('79986');
    await clock.sleep(12 * hourMs);
    expect(await cashOf(broker)).toBe('79979');
  });

  it('is the same however often anybody looks, and when a process starts anew', async () => {
    const { broker, store, clock } = await onMargin(1, { market });
    await broker.holdings();
    for (let minute = 0; minute < 3 * 60; minute += 7) {
      await clock.sleep(7 * minuteMs - 1);
      await broker.openOrders();
      await clock.sleep(1);
      const again = await onMargin(1, { market, store, clock });
      expect(await ensureAccount(again)).toBe(false);
      await again.broker.openOrders();
    }
    await clock.sleep(dayMs - (clock.now() - start));
    const cash = Number(await cashOf(broker));
    // Each part is rounded to eight places.
    expect(cash).toBeCloseTo(79_986, 6);
  });

  it('is paid by a position from its fill on, also where nobody looked since', async () => {
    const { broker, clock } = await onMargin(1, { market });
    await broker.holdings();
    const request = order('buy', '20', reduceOnly);
    await broker.submit(request);
    await clock.sleep(dayMs);
    const fills = (await broker.query(request))?.fills ?? [];
    const paid = fills
      .map(({ quantity, price, fee }) => add(multiply(quantity, price), fee))
      .reduce(subtract, '80000');
    // Only BTC pays after it: 12 a day.
    expect(await cashOf(broker)).toBe(subtract(paid, '12'));
  });

  it('is nothing where the prices tell of none', async () => {
    const { broker, clock } = await onMargin(1);
    await clock.sleep(dayMs);
    expect(await cashOf(broker)).toBe('80000');
  });
});
