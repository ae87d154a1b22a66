/** What every store promises of target changes and their approvals. */
import { describe, expect, test } from 'vitest';
import { InvariantError } from '../../src/base/errors.ts';
import type { CurrentStore } from './store-contract.ts';
import { account, sampleTargetChange, write } from './store-samples.ts';

export function targetExpectations(current: CurrentStore): void {
  const insert = (number: number, proposer = 'alice') =>
    write(current(), (s) => s.targetChanges.insert(sampleTargetChange(number), proposer));
  const move = (number: number, from: 'proposed' | 'approved', to: 'approved' | 'superseded') =>
    write(current(), (s) => s.targetChanges.move(`chg-${number}`, { from, to, at: 7 }));

  describe('target changes', () => {
    test('come back as they were kept, once for each id', async () => {
      expect(await insert(1)).toBe(true);
      expect(await insert(1, 'bob')).toBe(false);
      expect(await current().targetChanges.get('chg-1')).toEqual({
        ...{ change: sampleTargetChange(1), state: 'proposed', proposer: 'alice' },
        approvedAt: null,
      });
      expect(await current().targetChanges.get('chg-2')).toBeUndefined();
    });

    test('move from the state they are in only, and keep when they were approved', async () => {
      await insert(1);
      expect(await move(1, 'proposed', 'approved')).toBe(true);
      expect(await move(1, 'proposed', 'approved')).toBe(false);
      expect(await move(1, 'approved', 'superseded')).toBe(true);
      expect(await current().targetChanges.get('chg-1')).toMatchObject({
        ...{ state: 'superseded', approvedAt: 7 },
      });
    });

    test('never take a step that the life cycle forbids', async () => {
      const step = { from: 'rejected', to: 'approved', at: 7 } as const;
      const forbidden = write(current(), (s) => s.targetChanges.move('chg-1', step));
      await expect(forbidden).rejects.toThrow(InvariantError);
    });

    test('wait one at a time, and are approved one at a time', async () => {
      await insert(1);
      await expect(insert(2)).rejects.toThrow(InvariantError);
      await move(1, 'proposed', 'approved');
      await insert(2);
      await expect(move(2, 'proposed', 'approved')).rejects.toThrow(InvariantError);
      expect((await current().targetChanges.get('chg-2'))?.state).toBe('proposed');
    });

    test('are listed newest first, page by page and by state, of one account', async () => {
      const store = current();
      for (const number of [3, 1, 2, 4]) {
        await insert(number);
        if (number !== 4) await move(number, 'proposed', 'superseded');
      }
      const other = sampleTargetChange(5, { account: 'paper:other' });
      await write(store, (s) => s.targetChanges.insert(other, 'bob'));
      const ids = async (filter: { states?: ['superseded']; before?: string; limit: number }) =>
        (await store.targetChanges.list({ account, ...filter })).map(({ change }) => change.id);
      expect(await ids({ limit: 9 })).toEqual(['chg-4', 'chg-3', 'chg-2', 'chg-1']);
      expect(await ids({ limit: 2, before: 'chg-4' })).toEqual(['chg-3', 'chg-2']);
      expect(await ids({ limit: 9, states: ['superseded'], before: 'chg-3' })).toEqual([
        'chg-2',
        'chg-1',
      ]);
      expect(await ids({ limit: 9, before: 'unknown' })).toEqual([]);
    });

    test('are approved once by each person', async () => {
      await insert(1);
      const { hash } = sampleTargetChange(1);
      const approval = { changeId: 'chg-1', hash, actor: 'bob', at: 7 };
      await write(current(), async ({ targetChanges }) => {
        expect(await targetChanges.insertApproval(approval)).toBe(true);
        expect(await targetChanges.insertApproval({ ...approval, at: 8 })).toBe(false);
        expect(await targetChanges.insertApproval({ ...approval, actor: 'cid', at: 9 })).toBe(true);
      });
      expect(await current().targetChanges.approvals('chg-1')).toEqual([
        approval,
        { ...approval, actor: 'cid', at: 9 },
      ]);
      const orphan = { ...approval, changeId: 'chg-9' };
      const refused = write(current(), (s) => s.targetChanges.insertApproval(orphan));
      await expect(refused).rejects.toThrow(InvariantError);
    });
  });
}
