/** What every broker must do, whatever venue is behind it; each adapter runs this suite. */
import { describe, expect, it } from 'vitest';
import { compare } from '../../src/base/decimal.ts';
import { clientOrderId } from '../../src/execution/client-order-id.ts';
import type { OrderReport, OrderRequest } from '../../src/execution/order.ts';
import type { Broker } from '../../src/ports/broker.ts';
import type { Clock } from '../../src/ports/clock.ts';

export type BrokerScene = {
  readonly broker: Broker;
  readonly clock: Clock;
  /** A market on which the account holds base and quote units, with a book that is deep enough. */
  readonly market: { readonly base: string; readonly quote: string };
  /** Some order that the account can pay for, in base units, and prices that surely fill and surely do not. */
  readonly quantity: string;
  readonly buyLimit: string;
  readonly buyLimitTooLow: string;
  /** Below the smallest order. */
  readonly dust: string;
  /** More than the account can pay for. */
  readonly tooMuch: string;
};

const mostPolls = 100;

export function describeBroker(name: string, open: () => Promise<BrokerScene>): void {
  let number = 0;
  const order = (scene: BrokerScene, change: Partial<OrderRequest> = {}): OrderRequest => {
    number += 1;
    const { base, quote } = scene.market;
    return {
      clientOrderId: clientOrderId({ executionId: 'contract', legIndex: 0, number }),
      ...{ market: `${base}/${quote}`, base, quote, side: 'buy' },
      ...{ quantity: scene.quantity, limitPrice: scene.buyLimit },
      ...change,
    };
  };
  const closed = async ({ broker, clock }: BrokerScene, id: string): Promise<OrderReport> => {
    for (let poll = 0; poll < mostPolls; poll += 1) {
      const report = await broker.query(id);
      if (report?.status === 'closed') return report;
      await clock.sleep(100);
    }
    throw new Error(`the order did not close in ${mostPolls} polls`);
  };

  describe(name, () => {
    it('fills an order inside its limit, with fees, and changes the balances by just that', async () => {
      const scene = await open();
      const request = order(scene);
      const before = await scene.broker.balances();
      expect(await scene.broker.submit(request)).toMatchObject({
        kind: 'accepted',
        report: { clientOrderId: request.clientOrderId },
      });
      const { fills } = await closed(scene, request.clientOrderId);
      const after = await scene.broker.balances();
      const { base, quote } = scene.market;
      const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
      const quantity = sum(fills.map((fill) => Number(fill.quantity)));
      const paid = sum(
        fills.map((fill) => Number(fill.quantity) * Number(fill.price) + Number(fill.fee)),
      );
      expect(quantity).toBeCloseTo(Number(scene.quantity), 8);
      expect(Number(after[base]) - Number(before[base])).toBeCloseTo(quantity, 8);
      expect(Number(before[quote]) - Number(after[quote])).toBeCloseTo(paid, 6);
      for (const fill of fills) {
        expect(compare(fill.price, request.limitPrice)).toBeLessThanOrEqual(0);
        expect(fill).toMatchObject({
          clientOrderId: request.clientOrderId,
          side: 'buy',
          feeAsset: quote,
        });
      }
      expect(new Set(fills.map(({ tradeId }) => tradeId)).size).toBe(fills.length);
    });

    it('tells the same of a closed order however often it is asked', async () => {
      const scene = await open();
      const request = order(scene);
      await scene.broker.submit(request);
      const first = await closed(scene, request.clientOrderId);
      const balances = await scene.broker.balances();
      expect(await scene.broker.query(request.clientOrderId)).toEqual(first);
      expect(await scene.broker.balances()).toEqual(balances);
    });

    it('fills nothing beyond the limit', async () => {
      const scene = await open();
      const request = order(scene, { limitPrice: scene.buyLimitTooLow });
      const before = await scene.broker.balances();
      await scene.broker.submit(request);
      expect((await closed(scene, request.clientOrderId)).fills).toEqual([]);
      expect(await scene.broker.balances()).toEqual(before);
    });

    it('does not take the same order twice', async () => {
      const scene = await open();
      const request = order(scene);
      await scene.broker.submit(request);
      expect(await scene.broker.submit(request)).toMatchObject({ kind: 'rejected' });
      const { fills } = await closed(scene, request.clientOrderId);
      const quantity = fills.reduce((sum, fill) => sum + Number(fill.quantity), 0);
      expect(quantity).toBeCloseTo(Number(scene.quantity), 8);
    });

    it.each([
      ['dust', (scene: BrokerScene) => ({ quantity: scene.dust })],
      ['more than the account can pay for', (scene: BrokerScene) => ({ quantity: scene.tooMuch })],
      ['an unknown market', () => ({ market: 'NONE/SUCH', base: 'NONE', quote: 'SUCH' })],
    ])('refuses %s, and keeps the balances', async (_, change) => {
      const scene = await open();
      const before = await scene.broker.balances();
      const outcome = await scene.broker.submit(order(scene, change(scene)));
      expect(outcome).toMatchObject({ kind: 'rejected', cause: expect.any(String) });
      expect(await scene.broker.balances()).toEqual(before);
    });

    it('knows nothing of an order that it never saw', async () => {
      const scene = await open();
      expect(await scene.broker.query(order(scene).clientOrderId)).toBeUndefined();
    });
  });
}
