/** What every store promises of recommendations, approvals, keys, schedule slots and facts. */
import { describe, expect, test } from 'vitest';
import { InvariantError } from '../../src/base/errors.ts';
import type { CurrentStore } from './store-contract.ts';
import { sampleKey, samplePlanHash, sampleRecord, write } from './store-samples.ts';

export function recordExpectations(current: CurrentStore): void {
  recommendationExpectations(current);
  approvalExpectations(current);
  keyExpectations(current);
  smallExpectations(current);
}

function recommendationExpectations(current: CurrentStore): void {
  describe('recommendations', () => {
    test('come back as they were kept', async () => {
      const record = sampleRecord(1);
      expect(await write(current(), (s) => s.recommendations.insert(record))).toBe(true);
      expect(await current().recommendations.get('rec-1')).toEqual(record);
      expect(await current().recommendations.get('rec-2')).toBeUndefined();
    });

    test('are kept once for each id', async () => {
      const store = current();
      await write(store, (s) => s.recommendations.insert(sampleRecord(1)));
      const other = sampleRecord(1, { proposer: 'bob' });
      expect(await write(store, (s) => s.recommendations.insert(other))).toBe(false);
      expect((await store.recommendations.get('rec-1'))?.proposer).toBe('system');
    });

    test('move from the state they are in only', async () => {
      const store = current();
      await write(store, (s) => s.recommendations.insert(sampleRecord(1)));
      const approve = () =>
        write(store, (s) => s.recommendations.move('rec-1', 'proposed', 'approved'));
      expect(await approve()).toBe(true);
      expect(await approve()).toBe(false);
      expect((await store.recommendations.get('rec-1'))?.state).toBe('approved');
    });

    test('never take a step that the life cycle forbids', async () => {
      const step = write(current(), (s) => s.recommendations.move('rec-1', 'rejected', 'approved'));
      await expect(step).rejects.toThrow(InvariantError);
    });

    test('are listed newest first, page by page, by portfolio, account and state', async () => {
      const store = current();
      await write(store, async ({ recommendations }) => {
        for (const number of [3, 1, 5, 2, 4]) {
          const even = number % 2 === 0;
          const change = { portfolio: even ? 'even' : 'odd', account: even ? 'a' : 'b' };
          const state = number > 3 ? 'proposed' : 'none';
          await recommendations.insert(sampleRecord(number, { ...change, state }));
        }
      });
      const ids = async (filter: Parameters<typeof store.recommendations.list>[0]) =>
        (await store.recommendations.list(filter)).map(({ recommendation }) => recommendation.id);
      expect(await ids({ limit: 3 })).toEqual(['rec-5', 'rec-4', 'rec-3']);
      expect(await ids({ limit: 3, before: 'rec-3' })).toEqual(['rec-2', 'rec-1']);
      expect(await ids({ limit: 9, portfolio: 'odd' })).toEqual(['rec-5', 'rec-3', 'rec-1']);
      expect(await ids({ limit: 9, account: 'a' })).toEqual(['rec-4', 'rec-2']);
      expect(await ids({ limit: 9, states: ['proposed'] })).toEqual(['rec-5', 'rec-4']);
      expect(await ids({ limit: 2, states: ['none', 'proposed'], portfolio: 'odd' })).toEqual([
        'rec-5',
        'rec-3',
      ]);
      expect(await ids({ limit: 9, before: 'unknown' })).toEqual([]);
      const [third] = await store.recommendations.list({ before: 'rec-4', limit: 1 });
      const until = third?.recommendation.asOf as number;
      expect(await ids({ limit: 2, until })).toEqual(['rec-3', 'rec-2']);
      expect(await ids({ limit: 9, until: until - 1, account: 'b' })).toEqual(['rec-1']);
    });

    test('of one time are listed in order of their ids, none twice and none left out', async () => {
      const store = current();
      const asOf = sampleRecord(0).recommendation.asOf;
      await write(store, async ({ recommendations }) => {
        for (const number of [2, 3, 1]) {
          const record = sampleRecord(number);
          const recommendation = { ...record.recommendation, asOf };
          await recommendations.insert({ ...record, recommendation });
        }
      });
      const [first] = await store.recommendations.list({ limit: 1 });
      const rest = await store.recommendations.list({ limit: 9, before: 'rec-3' });
      expect(first?.recommendation.id).toBe('rec-3');
      expect(rest.map(({ recommendation }) => recommendation.id)).toEqual(['rec-2', 'rec-1']);
    });
  });
}

function approvalExpectations(current: CurrentStore): void {
  describe('approvals', () => {
    const approval = {
      recommendationId: 'rec-1',
      planHash: samplePlanHash(1),
      actor: 'bob',
      at: 7,
    };

    test('count once for each person and plan', async () => {
      const store = current();
      await write(store, async ({ recommendations, approvals }) => {
        await recommendations.insert(sampleRecord(1));
        expect(await approvals.insert(approval)).toBe(true);
        expect(await approvals.insert({ ...approval, at: 8 })).toBe(false);
        expect(await approvals.insert({ ...approval, actor: 'alice', at: 9 })).toBe(true);
      });
      const kept = await store.approvals.list('rec-1');
      expect(kept).toEqual([approval, { ...approval, actor: 'alice', at: 9 }]);
      expect(await store.approvals.list('rec-2')).toEqual([]);
    });

    test('of a recommendation that does not exist are refused', async () => {
      const orphan = write(current(), (s) => s.approvals.insert(approval));
      await expect(orphan).rejects.toThrow(InvariantError);
    });
  });
}

function keyExpectations(current: CurrentStore): void {
  describe('keys', () => {
    test('are found by the hash of their secret and listed oldest first', async () => {
      const store = current();
      const keys = [sampleKey(1, { expiresAt: 5 }), sampleKey(2)];
      await write(store, async (s) => {
        for (const key of [...keys].reverse()) await s.keys.insert(key);
      });
      expect(await store.keys.list()).toEqual(keys);
      expect(await store.keys.findByHash(keys[1]?.secretHash ?? '')).toEqual(keys[1]);
      expect(await store.keys.findByHash('unknown')).toBeUndefined();
    });

    test('are revoked once', async () => {
      const store = current();
      await write(store, (s) => s.keys.insert(sampleKey(1)));
      expect(await write(store, (s) => s.keys.revoke('key-1', 9))).toBe(true);
      expect(await write(store, (s) => s.keys.revoke('key-1', 10))).toBe(false);
      expect((await store.keys.list())[0]?.revokedAt).toBe(9);
    });

    test('never share a secret', async () => {
      const same = sampleKey(2, { secretHash: sampleKey(1).secretHash });
      const twice = write(current(), async ({ keys }) => {
        await keys.insert(sampleKey(1));
        await keys.insert(same);
      });
      await expect(twice).rejects.toThrow(InvariantError);
    });
  });
}

function smallExpectations(current: CurrentStore): void {
  test('a schedule slot is claimed once, and the last one is remembered', async () => {
    const store = current();
    await store.transact(async ({ schedule }) => {
      expect(await schedule.claim('decide', 200)).toBe(true);
      expect(await schedule.claim('decide', 200)).toBe(false);
      expect(await schedule.claim('decide', 100)).toBe(true);
      expect(await schedule.claim('observe', 200)).toBe(true);
    });
    expect(await store.schedule.lastSlot('decide')).toBe(200);
    expect(await store.schedule.lastSlot('retrain')).toBeUndefined();
  });

  test('a fact is the last value set', async () => {
    const store = current();
    await store.transact(async ({ facts }) => {
      await facts.set('clock', { at: 1 });
      await facts.set('clock', { at: 2, by: ['timer', null] });
    });
    expect(await store.facts.get('clock')).toEqual({ at: 2, by: ['timer', null] });
    expect(await store.facts.get('other')).toBeUndefined();
  });
}
