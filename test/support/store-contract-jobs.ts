/** What every store promises of jobs. */
import { describe, expect, test } from 'vitest';
import { InvariantError } from '../../src/base/errors.ts';
import type { Job } from '../../src/ports/jobs.ts';
import type { CurrentStore } from './store-contract.ts';

export function jobExpectations(current: CurrentStore): void {
  const insert = (actor: string, createdAt = 1): Promise<Job> =>
    current().transact(({ jobs }) =>
      jobs.insert({ kind: 'training', actor, request: { promote: false }, createdAt }),
    );
  const take = (at = 2) => current().transact(({ jobs }) => jobs.take('training', at));
  const finish = (id: string, state: 'done' | 'failed' | 'cancelled') =>
    current().transact(({ jobs }) => jobs.finish(id, { state, result: 'why', at: 3 }));

  describe('jobs', () => {
    test('wait in the order in which they were asked for, and run one at a time', async () => {
      const first = await insert('alice');
      const second = await insert('bob');
      expect(first).toEqual({
        ...{ id: 'training-1', kind: 'training', actor: 'alice', request: { promote: false } },
        ...{ state: 'queued', progress: [], result: null },
        ...{ createdAt: 1, startedAt: null, finishedAt: null },
      });
      expect(await take()).toEqual({ ...first, state: 'running', startedAt: 2 });
      expect(await take()).toBeUndefined();
      await finish(first.id, 'done');
      expect(await take(9)).toEqual({ ...second, state: 'running', startedAt: 9 });
    });

    test('keep the last 200 lines of what they say while they run', async () => {
      const { id } = await insert('alice');
      const store = current();
      const tell = (line: string) => store.transact(({ jobs }) => jobs.tell(id, line));
      await tell('too early');
      await take();
      for (let line = 0; line < 202; line++) await tell(`line ${line}`);
      await finish(id, 'failed');
      await tell('too late');
      const { progress } = (await store.jobs.get(id)) as Job;
      expect([progress.length, progress[0], progress.at(-1)]).toEqual([200, 'line 2', 'line 201']);
    });

    test('end once, and only one that runs is done or fails', async () => {
      const { id } = await insert('alice');
      await expect(finish(id, 'done')).rejects.toThrow(InvariantError);
      const ended = await finish(id, 'cancelled');
      expect(ended).toMatchObject({ state: 'cancelled', result: 'why', finishedAt: 3 });
      expect(await finish(id, 'cancelled')).toBeUndefined();
      expect(await current().jobs.get(id)).toEqual(ended);
      expect(await take()).toBeUndefined();
    });

    test('are listed newest first, by state, a page at a time', async () => {
      const ids = [];
      for (let at = 1; at <= 4; at++) ids.push((await insert('alice', at)).id);
      await take();
      const { jobs } = current();
      const list = async (filter: Omit<Parameters<typeof jobs.list>[0], 'kind' | 'limit'>) =>
        (await jobs.list({ kind: 'training', limit: 2, ...filter })).map(({ id }) => id);
      expect(await list({})).toEqual([ids[3], ids[2]]);
      expect(await list({ before: ids[2] as string })).toEqual([ids[1], ids[0]]);
      expect(await list({ states: ['running', 'queued'], before: ids[2] as string })).toEqual([
        ids[1],
        ids[0],
      ]);
      expect(await list({ states: ['running'] })).toEqual([ids[0]]);
      expect(await list({ before: 'no id' })).toEqual([]);
    });

    test.each(['training-0', 'training-9', 'other-1', 'x', ''])('there is no %j', async (id) => {
      await insert('alice');
      expect(await current().jobs.get(id)).toBeUndefined();
      expect(await finish(id, 'cancelled')).toBeUndefined();
    });
  });
}
