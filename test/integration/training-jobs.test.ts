/** Trainings of the server: a queue in the store, one process at a time, and what becomes of them. */
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { listModels } from '../../src/app/learning/list-models.ts';
import {
  cancelTraining,
  findTraining,
  listTrainings,
  startTraining,
  type Training,
  type TrainingRequest,
} from '../../src/app/learning/trainings.ts';
import type { CommandRunner } from '../../src/ports/command-runner.ts';
import { createTestWorkspace } from '../support/execution-workspace.ts';
import { createTrainingDesk, hasEnded, type TrainingDesk } from '../support/training-room.ts';

const linear = { directory: 'candles', to: null, networks: false, promote: false };

async function started(
  { workspace }: Pick<TrainingDesk, 'workspace'>,
  change: Partial<TrainingRequest> = {},
): Promise<Training> {
  const result = await startTraining(workspace, { ...linear, ...change, actor: 'alice' });
  if (!result.ok) throw new Error(result.reason.code);
  return result.value;
}

/** Goes on until it is ended. */
const endless: CommandRunner = {
  run: (_words, { signal, onWords }) => {
    onWords('working');
    const ended = Promise.withResolvers<never>();
    signal.addEventListener('abort', () => ended.reject(signal.reason));
    return ended.promise;
  },
};

/** Ends at once, in a way that is given. */
const ending = (exitCode: number | null, words: readonly string[]): CommandRunner => ({
  run: async (_words, { onWords }) => {
    for (const line of words) onWords(line);
    return { exitCode, output: '', words };
  },
});

describe('a training in a process of its own', () => {
  let desk: TrainingDesk;
  let done: Training;

  beforeAll(async () => {
    desk = await createTrainingDesk();
    const { id } = await started(desk, { promote: true });
    done = await desk.whileServing(() => desk.until(id, hasEnded));
  }, 120_000);

  it('leaves a model, says how it went, and promotes nothing that did not pass the gate', async () => {
    expect(done).toMatchObject({ state: 'done', actor: 'alice', fault: null });
    expect(done.progress).toContain('har-log walked forward');
    const [model] = await listModels(desk.workspace.models);
    expect(model).toMatchObject({ name: done.result?.model, status: 'shadow' });
    expect(done.result).toMatchObject({
      gate: { passed: false },
      promoted: false,
      refusal: { code: 'MODEL_GATE_CLOSED' },
    });
    expect(done.result?.gate.reasons.length).toBeGreaterThan(0);
    expect(desk.faults).toEqual([]);
  });

  it('is in the audit trail with what came of it', async () => {
    const types = ['TrainingRequested', 'TrainingFinished'] as const;
    const events = await desk.workspace.store.events.list({ types, limit: 9 });
    expect(events.map(({ type, actor, subject }) => [type, actor, subject])).toEqual([
      ['TrainingRequested', 'alice', 'training-1'],
      ['TrainingFinished', 'system', 'training-1'],
    ]);
    expect(events[0]?.payload).toEqual({ ...linear, promote: true });
    expect(events[1]?.payload).toEqual({
      state: 'done',
      words: expect.stringMatching(
        /^trained\/\S+ is trained; it did not pass the gate for \d+ reasons$/,
      ),
    });
  });

  it('does not say where folders are', () => {
    expect(JSON.stringify(done)).not.toContain(desk.folder);
    expect(done.progress.at(-1)).toBe(`written to models/${done.result?.model}`);
  });

  it('fails in the words of the command, and leaves no model', async () => {
    const { id } = await started(desk, { to: Date.UTC(2021, 0, 1) });
    const failed = await desk.whileServing(() => desk.until(id, hasEnded));
    expect(failed).toMatchObject({ state: 'failed', result: null });
    expect(failed.fault).toBe('no day of the folder had closed by 2021-01-01T00:00:00.000Z');
    expect(await listModels(desk.workspace.models)).toHaveLength(1);
  });

  it('is ended when it is cancelled, and nothing of it is kept', async () => {
    const { id } = await started(desk);
    await desk.whileServing(async () => {
      await desk.until(id, ({ progress }) => progress.length > 0);
      const cancelled = await cancelTraining(desk.workspace, { id, actor: 'bob' });
      expect(cancelled).toMatchObject({ ok: true, value: { state: 'cancelled' } });
    });
    expect(await listModels(desk.workspace.models)).toHaveLength(1);
    expect(desk.faults).toEqual([]);
  });
});

describe('the queue', () => {
  it('works on one at a time, in order, and goes on after a failure', async () => {
    const desk = await createTrainingDesk();
    const [first, second] = [await started(desk), await started(desk)];
    const broken = ending(1, ['ballast: it broke']);
    await desk.whileServing(() => desk.until(second.id, hasEnded), broken);
    const ended = await listTrainings(desk.workspace, { limit: 9 });
    expect(ended.map(({ id, state, fault }) => [id, state, fault])).toEqual([
      [second.id, 'failed', 'it broke'],
      [first.id, 'failed', 'it broke'],
    ]);
  });

  it.each([
    [null, [], 'its process was ended from outside'],
    [1, ['half a word'], 'it ended with 1'],
  ])('names an end with %j in words', async (exitCode, words, fault) => {
    const desk = await createTrainingDesk();
    const { id } = await started(desk);
    const runner = ending(exitCode, words);
    const ended = await desk.whileServing(() => desk.until(id, hasEnded), runner);
    expect(ended).toMatchObject({ state: 'failed', fault });
  });

  it('goes on after a mistake of our own, and reports it', async () => {
    const desk = await createTrainingDesk();
    const { id } = await started(desk);
    // An answer that is no JSON.
    const ended = await desk.whileServing(() => desk.until(id, hasEnded), ending(0, []));
    expect(ended).toMatchObject({ state: 'failed', fault: 'a mistake in Ballast' });
    expect(desk.faults).toHaveLength(1);
  });

  it('fails what a stopped server left, and takes what waited', async () => {
    const desk = await createTrainingDesk();
    const [first, second] = [await started(desk), await started(desk)];
    const isWorking = ({ progress }: Training) => progress.length > 0;
    await desk.whileServing(() => desk.until(first.id, isWorking), endless);
    const [left, waits] = [
      await findTraining(desk.workspace, first.id),
      await findTraining(desk.workspace, second.id),
    ];
    expect([left?.state, left?.fault]).toEqual(['failed', 'interrupted by a restart']);
    expect(waits?.state).toBe('queued');
    await desk.whileServing(() => desk.until(second.id, isWorking), endless);
    expect(desk.faults).toEqual([]);
  });

  it('fails what a killed server left', async () => {
    const desk = await createTrainingDesk();
    const { id } = await started(desk);
    await desk.workspace.store.transact(({ jobs }) => jobs.take('training', 1));
    const left = await desk.whileServing(() => desk.until(id, hasEnded), endless);
    expect(left.fault).toBe('interrupted by a restart');
  });

  it('fails one whose folder has gone', async () => {
    const desk = await createTrainingDesk();
    const { id } = await started(desk);
    rmSync(join(desk.folder, 'data'), { recursive: true });
    const failed = await desk.whileServing(() => desk.until(id, hasEnded), endless);
    expect(failed.fault).toBe('its folder of candles is gone');
  });

  it('is cancelled before it runs, once', async () => {
    const desk = await createTrainingDesk();
    const { id } = await started(desk);
    const cancel = () => cancelTraining(desk.workspace, { id, actor: 'bob' });
    expect(await cancel()).toMatchObject({ ok: true, value: { state: 'cancelled' } });
    expect(await cancel()).toEqual({
      ok: false,
      reason: { code: 'JOB_ENDED', job: id, state: 'cancelled' },
    });
    const unknown = await cancelTraining(desk.workspace, { id: 'training-9', actor: 'bob' });
    expect(unknown).toMatchObject({ reason: { code: 'NOT_FOUND' } });
  });

  it('holds ten', async () => {
    const desk = await createTrainingDesk();
    for (let count = 0; count < 10; count++) await started(desk);
    const result = await startTraining(desk.workspace, { ...linear, actor: 'alice' });
    expect(result).toEqual({ ok: false, reason: { code: 'JOBS_WAITING', waiting: 10 } });
  });
});

describe('the folder of a training', () => {
  it('setting: learning.data is the only one that may be read', async () => {
    const closed = await createTestWorkspace();
    const result = await startTraining(closed, { ...linear, actor: 'alice' });
    expect(result).toEqual({ ok: false, reason: { code: 'LEARNING_DATA_UNSET' } });
    const desk = await createTrainingDesk();
    expect((await started(desk, { directory: null })).request.directory).toBeNull();
  });

  it('does not lead out of it, whatever is there', async () => {
    const desk = await createTrainingDesk();
    mkdirSync(join(desk.folder, 'data-of-others'));
    symlinkSync(desk.folder, join(desk.folder, 'data', 'link'));
    const ways = ['..', '../data-of-others', '/etc', 'link', 'candles/../..', 'nowhere', 'a\0b'];
    for (const directory of ways) {
      const wanted = { ...linear, directory, actor: 'alice' };
      expect(await startTraining(desk.workspace, wanted), directory).toEqual({
        ok: false,
        reason: { code: 'LEARNING_FOLDER_UNKNOWN', folder: directory },
      });
    }
  });
});
