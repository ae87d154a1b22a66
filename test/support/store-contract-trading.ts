/** What every store promises of leases and of the state of trading. */
import { describe, expect, test } from 'vitest';
import type { CurrentStore } from './store-contract.ts';
import { sampleEvent, write } from './store-samples.ts';

const name = 'account:paper:core';
const lasting = { name, lastsMs: 60_000 };

export function tradingExpectations(current: CurrentStore): void {
  describe('leases', () => {
    test('have one holder at a time', async () => {
      const store = current();
      const take = (holder: string) =>
        store.transact(({ leases }) => leases.take({ ...lasting, holder }));
      expect(await take('a')).toBe(1);
      expect(await take('b')).toBeUndefined();
      expect(await take('a')).toBeUndefined();
      const other = { ...lasting, name: 'account:other', holder: 'b' };
      expect(await store.transact(({ leases }) => leases.take(other))).toBe(1);
    });

    test('go over with a higher epoch when they have lapsed, and the old holder cannot renew', async () => {
      const store = current();
      const first = { name, holder: 'a', epoch: 1 };
      await store.transact(async ({ leases }) => {
        expect(await leases.take({ ...lasting, holder: 'a' })).toBe(1);
        expect(await leases.renew({ ...first, lastsMs: 60_000 })).toBe(true);
        expect(await leases.renew({ ...first, lastsMs: 0 })).toBe(true);
        expect(await leases.take({ ...lasting, holder: 'b' })).toBe(2);
        expect(await leases.renew({ ...first, lastsMs: 60_000 })).toBe(false);
      });
    });
  });

  describe('the state of trading', () => {
    test('is active until it is changed, and kept with the audit trail', async () => {
      const store = current();
      expect(await store.trading.get()).toMatchObject({ state: 'active', killEpoch: 0 });
      const halted = {
        state: 'halted',
        killEpoch: 1,
        reason: 'a test',
        actor: 'ann',
        at: 5,
      } as const;
      await write(store, ({ trading }) => trading.set(halted));
      expect(await store.trading.get()).toEqual(halted);
      await store.transact(async ({ trading, events }) => {
        await trading.set({ ...halted, state: 'active' });
        await events.append(sampleEvent({ type: 'TradingChanged' }));
      });
      expect(await store.trading.get()).toMatchObject({ state: 'active', killEpoch: 1 });
      expect((await store.events.verify()).problem).toBeUndefined();
    });
  });
}
