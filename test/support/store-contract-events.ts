/** What every store promises of its events and transactions. */
import { describe, expect, test } from 'vitest';
import { InvariantError } from '../../src/base/errors.ts';
import { eventHash, genesisHash } from '../../src/ledger/event.ts';
import type { CurrentStore } from './store-contract.ts';
import { fillEveryTable, sampleEvent, sampleKey, sampleRecord, write } from './store-samples.ts';

export function eventExpectations(current: CurrentStore): void {
  describe('events', () => {
    test('an empty chain has no head and holds', async () => {
      expect(await current().events.head()).toBeUndefined();
      expect(await current().events.verify()).toEqual({ events: 0, head: genesisHash });
    });

    test('are numbered from 1 and carry the hash of the one before', async () => {
      const store = current();
      await write(store, ({ events }) => events.append(sampleEvent({ subject: 'first' })));
      await write(store, async () => {});
      const list = await store.events.list({ limit: 10 });
      expect(list.map(({ sequence, subject }) => [sequence, subject])).toEqual([
        [1, 'first'],
        [2, 'key-1'],
        [3, 'key-1'],
      ]);
      expect(list.map(({ previousHash }) => previousHash)).toEqual([
        genesisHash,
        list[0]?.hash,
        list[1]?.hash,
      ]);
      for (const event of list) expect(event.hash).toBe(eventHash(event, event));
      expect(await store.events.head()).toEqual(list[2]);
      expect(await store.events.verify()).toEqual({ events: 3, head: list[2]?.hash });
    });

    test('are listed after a number, by subject and by type', async () => {
      const store = current();
      await store.transact(async ({ events }) => {
        await events.append(sampleEvent({ type: 'KeyCreated', subject: 'a' }));
        await events.append(sampleEvent({ type: 'KeyRevoked', subject: 'a' }));
        await events.append(sampleEvent({ type: 'KeyCreated', subject: 'b' }));
      });
      const sequences = async (filter: Parameters<typeof store.events.list>[0]) =>
        (await store.events.list(filter)).map(({ sequence }) => sequence);
      expect(await sequences({ after: 1, limit: 10 })).toEqual([2, 3]);
      expect(await sequences({ after: 1, limit: 1 })).toEqual([2]);
      expect(await sequences({ subject: 'a', limit: 10 })).toEqual([1, 2]);
      expect(await sequences({ types: ['KeyCreated'], limit: 10 })).toEqual([1, 3]);
      expect(await sequences({ types: [], limit: 10 })).toEqual([]);
    });

    test('of a type are listed newest first, before a number', async () => {
      const store = current();
      await store.transact(async ({ events }) => {
        await events.append(sampleEvent({ type: 'KeyCreated', subject: 'a' }));
        await events.append(sampleEvent({ type: 'KeyRevoked', subject: 'a' }));
        await events.append(sampleEvent({ type: 'KeyCreated', subject: 'b' }));
      });
      const sequences = async (filter: Parameters<typeof store.events.newest>[0]) =>
        (await store.events.newest(filter)).map(({ sequence }) => sequence);
      expect(await sequences({ type: 'KeyCreated', limit: 10 })).toEqual([3, 1]);
      expect(await sequences({ type: 'KeyCreated', limit: 1 })).toEqual([3]);
      expect(await sequences({ type: 'KeyCreated', before: 3, limit: 10 })).toEqual([1]);
    });

    test('can be read in the transaction that appends them', async () => {
      await current().transact(async ({ events }) => {
        await events.append(sampleEvent());
        expect((await events.head())?.sequence).toBe(1);
        await events.append(sampleEvent());
        expect(await events.list({ limit: 10 })).toHaveLength(2);
      });
    });

    test('the last one of a transaction names every record that was written', async () => {
      const store = current();
      await store.transact(async ({ events, keys, recommendations }) => {
        await events.append(sampleEvent());
        await keys.insert(sampleKey(1));
        await events.append(sampleEvent());
        await recommendations.insert(sampleRecord(1));
      });
      const [first, second] = await store.events.list({ limit: 2 });
      expect(first?.records).toEqual([]);
      expect(second?.records.map(({ table, key }) => [table, ...key])).toEqual([
        ['apiKeys', 'key-1'],
        ['recommendations', 'rec-1'],
      ]);
    });

    test('a store with rows in every table verifies', async () => {
      await fillEveryTable(current());
      expect(await current().events.verify()).not.toHaveProperty('problem');
    });
  });

  transactionExpectations(current);
}

function transactionExpectations(current: CurrentStore): void {
  describe('transactions', () => {
    test('a failure keeps neither record nor event', async () => {
      const store = current();
      const failing = write(store, async ({ recommendations, events }) => {
        await recommendations.insert(sampleRecord(1));
        await events.append(sampleEvent());
        throw new RangeError('stop');
      });
      await expect(failing).rejects.toThrow(RangeError);
      expect(await store.recommendations.get('rec-1')).toBeUndefined();
      expect(await store.events.head()).toBeUndefined();
    });

    test('a record without an event is refused', async () => {
      const store = current();
      const silent = store.transact(({ recommendations }) =>
        recommendations.insert(sampleRecord(1)),
      );
      await expect(silent).rejects.toThrow(/written without an event.*rec-1/);
      expect(await store.recommendations.get('rec-1')).toBeUndefined();
    });

    test('run one after the other, each seeing what the one before kept', async () => {
      const store = current();
      const add = () =>
        store.transact(async ({ facts }) => {
          const count = Number((await facts.get('count')) ?? 0);
          await new Promise(setImmediate);
          await facts.set('count', count + 1);
        });
      await Promise.all(Array.from({ length: 20 }, add));
      expect(await store.facts.get('count')).toBe(20);
    });

    test('a reader outside waits for the end', async () => {
      const store = current();
      let answer: Promise<unknown> = Promise.resolve();
      const read = () => store.facts.get('answer');
      const writing = store.transact(async ({ facts }) => {
        await facts.set('answer', 41);
        await new Promise(setImmediate);
        await facts.set('answer', 42);
      });
      answer = read();
      await writing;
      expect(await answer).toBe(42);
    });

    test('may not be nested, nor read the store itself', async () => {
      const store = current();
      const nested = store.transact(() => store.transact(async () => {}));
      await expect(nested).rejects.toThrow(InvariantError);
      const reading = store.transact(() => store.facts.get('answer'));
      await expect(reading).rejects.toThrow(InvariantError);
      const verifying = store.transact(() => store.events.verify());
      await expect(verifying).rejects.toThrow(InvariantError);
    });

    test('a write outside is refused', async () => {
      const store = current();
      await expect(store.facts.set('answer', 42)).rejects.toThrow(/inside transact/);
      await expect(store.events.append(sampleEvent())).rejects.toThrow(/inside transact/);
      await expect(store.recommendations.insert(sampleRecord(1))).rejects.toThrow(InvariantError);
    });
  });
}
