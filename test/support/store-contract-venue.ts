/** What every store promises of the paper venue's books. */
import { describe, expect, test } from 'vitest';
import { InvariantError } from '../../src/base/errors.ts';
import type { CurrentStore } from './store-contract.ts';
import { account, sampleFill, sampleTakenOrder } from './store-samples.ts';

export function venueExpectations(current: CurrentStore): void {
  describe('paper accounts', () => {
    test('are opened once and keep their balances', async () => {
      const store = current();
      await store.transact(async ({ paper }) => {
        expect(await paper.open(account, { USDT: '1000', BTC: '0.2' })).toBe(true);
        expect(await paper.open(account, { USDT: '5' })).toBe(false);
        expect(await paper.open('paper:empty', {})).toBe(true);
        await paper.setBalance(account, 'USDT', '870.5');
        await paper.setBalance(account, 'ETH', '0.00000001');
      });
      const balances = { USDT: '870.5', BTC: '0.2', ETH: '0.00000001' };
      expect(await store.paper.balances(account)).toEqual(balances);
      expect(await store.paper.balances('paper:empty')).toEqual({});
      expect(await store.paper.balances('paper:other')).toBeUndefined();
    });

    test('an asset may have any name', async () => {
      const store = current();
      const names = ['__proto__', 'constructor', 'ünïcode'];
      const balances = Object.fromEntries(names.map((name) => [name, '1']));
      await store.transact(({ paper }) => paper.open(account, balances));
      expect(Object.keys((await store.paper.balances(account)) ?? {}).sort()).toEqual(names);
    });

    test('an account that is not open has no balances to set', async () => {
      const setting = current().transact(({ paper }) => paper.setBalance('nobody', 'BTC', '1'));
      await expect(setting).rejects.toThrow(InvariantError);
    });
  });

  describe('paper orders', () => {
    const taken = sampleTakenOrder(1);

    test('are open until they are closed, and keep what was filled meanwhile', async () => {
      const store = current();
      await store.transact(async ({ paper }) => {
        await paper.open(account, {});
        await paper.insertOrder(taken);
      });
      const unfilled = { looks: 0, status: 'open', fills: [] } as const;
      expect(await store.paper.order('order-1')).toEqual({ ...taken, ...unfilled });
      for (const progress of [
        { looks: 4, status: 'open', fills: [sampleFill(1)] },
        { looks: 9, status: 'closed', fills: [sampleFill(1), sampleFill(2)] },
      ] as const) {
        await store.transact(({ paper }) => paper.updateOrder('order-1', progress));
        expect(await store.paper.order('order-1')).toEqual({ ...taken, ...progress });
      }
      expect(await store.paper.order('order-2')).toBeUndefined();
    });

    test('are listed while they are open, first taken first', async () => {
      const store = current();
      const [later, sooner, over] = [
        sampleTakenOrder(2, 90),
        sampleTakenOrder(3, 80),
        sampleTakenOrder(4, 70),
      ];
      await store.transact(async ({ paper }) => {
        await paper.open(account, {});
        await paper.open('paper:other', {});
        for (const order of [later, sooner, over]) await paper.insertOrder(order);
        await paper.insertOrder({ ...taken, account: 'paper:other' });
        await paper.updateOrder('order-4', { looks: 1, status: 'closed', fills: [] });
      });
      const unfilled = { looks: 0, status: 'open', fills: [] } as const;
      expect(await store.paper.openOrders(account)).toEqual([
        { ...sooner, ...unfilled },
        { ...later, ...unfilled },
      ]);
    });

    test('are closed once, and their id is used once', async () => {
      const store = current();
      const closed = { looks: 1, status: 'closed', fills: [] } as const;
      await store.transact(async ({ paper }) => {
        await paper.open(account, {});
        await paper.insertOrder(taken);
        await paper.updateOrder('order-1', closed);
      });
      const again = store.transact(({ paper }) => paper.updateOrder('order-1', closed));
      await expect(again).rejects.toThrow(InvariantError);
      const reused = store.transact(({ paper }) => paper.insertOrder(taken));
      await expect(reused).rejects.toThrow(InvariantError);
    });
  });
}
