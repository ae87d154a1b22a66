/** What every store promises of the paper venue's books. */
import { describe, expect, test } from 'vitest';
import { InvariantError } from '../../src/base/errors.ts';
import type { CurrentStore } from './store-contract.ts';
import { account, sampleFill, sampleOrder } from './store-samples.ts';

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
    test('are open until they are closed with their fills', async () => {
      const store = current();
      await store.transact(async ({ paper }) => {
        await paper.open(account, {});
        await paper.insertOrder(account, sampleOrder(1), 77);
      });
      const open = { clientOrderId: 'order-1', status: 'open', fills: [] };
      const kept = { account, request: sampleOrder(1), acceptedAt: 77 };
      expect(await store.paper.order('order-1')).toEqual({ ...kept, report: open });
      await store.transact(({ paper }) => paper.closeOrder('order-1', [sampleFill(1)]));
      const closed = { ...open, status: 'closed', fills: [sampleFill(1)] };
      expect(await store.paper.order('order-1')).toEqual({ ...kept, report: closed });
      expect(await store.paper.order('order-2')).toBeUndefined();
    });

    test('are closed once, and their id is used once', async () => {
      const store = current();
      await store.transact(async ({ paper }) => {
        await paper.open(account, {});
        await paper.insertOrder(account, sampleOrder(1), 77);
        await paper.closeOrder('order-1', []);
      });
      const again = store.transact(({ paper }) => paper.closeOrder('order-1', []));
      await expect(again).rejects.toThrow(InvariantError);
      const reused = store.transact(({ paper }) => paper.insertOrder(account, sampleOrder(1), 78));
      await expect(reused).rejects.toThrow(InvariantError);
    });
  });
}
