/** Networks on threads: the same as one by one, in order, with progress, stopped and failed; and which backend is opened. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { createNetworkTrainer } from '../../src/adapters/workers/network-trainer.ts';
import { ModelError } from '../../src/base/errors.ts';
import { openBackend } from '../../src/learning/network/backend.ts';
import { trainNetwork } from '../../src/learning/network/train.ts';
import { trainingSpec } from '../../src/learning/network/training-spec.ts';
import { weightsHash } from '../../src/learning/network/weights.ts';
import type { TrainingProgress } from '../../src/ports/network-trainer.ts';
import { madeRows } from '../support/training-rows.ts';

const rows = madeRows({ rows: 1_000, seed: 1, truth: ([first = 0]) => first ** 2, deviation: 0.3 });
const spec = { ...trainingSpec, batchRows: 250, epochs: 2 };
const jobs = [
  { hidden: [16], seed: 1 },
  { hidden: [32, 16], seed: 1 },
  { hidden: [16], seed: 2 },
];
const endless = { ...spec, epochs: 1_000_000 };

describe('a trainer', () => {
  const trainer = createNetworkTrainer(['wasm']);
  afterAll(() => trainer.close());

  it('gives the networks that each would be alone, in the order of the jobs, on one backend', async () => {
    const found = await trainer.train(rows, jobs, { spec });
    const backend = await openBackend(['wasm']);
    const alone = jobs.map((job) => trainNetwork(backend, rows, { job, spec }));
    expect(found).toEqual(alone);
    expect(found.map(({ job }) => job)).toEqual(jobs);
    expect(new Set(found.map(({ network }) => weightsHash(network))).size).toBe(3);
  });

  it('tells the epochs of each job', async () => {
    const told: TrainingProgress[] = [];
    const found = await trainer.train(rows, jobs, { spec, onEpoch: (done) => told.push(done) });
    const expected = found.flatMap(({ losses }, job) =>
      losses.slice(1).map((loss, at) => ({ job, epoch: at + 1, loss })),
    );
    expect(told.sort((a, b) => a.job - b.job || a.epoch - b.epoch)).toEqual(expected);
  });

  it('stops when it is told to, and trains again afterwards', async () => {
    const abort = new AbortController();
    const stopped = trainer.train(rows, jobs, {
      ...{ spec: endless, signal: abort.signal },
      onEpoch: () => abort.abort(),
    });
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    await expect(
      trainer.train(rows, jobs, { spec: endless, signal: abort.signal }),
    ).rejects.toMatchObject({ name: 'AbortError' });
    await expect(trainer.train(rows, jobs, { spec })).resolves.toHaveLength(3);
  });

  it('refuses a training that does not converge, and stops the others', async () => {
    const wild = trainer.train(rows, jobs, { spec: { ...spec, learningRate: 1e38 } });
    await expect(wild).rejects.toThrow(ModelError);
    await expect(trainer.train(rows, jobs, { spec })).resolves.toHaveLength(3);
  });

  it('takes one training after the other', async () => {
    const [first, second] = await Promise.all([
      trainer.train(rows, jobs, { spec }),
      trainer.train(rows, jobs, { spec }),
    ]);
    expect(first).toEqual(second);
  });

  it('ends what is under way when it is closed', async () => {
    const closing = createNetworkTrainer(['wasm']);
    const training = closing.train(rows, jobs, { spec: endless, onEpoch: () => closing.close() });
    await expect(training).rejects.toThrow('the thread that trains has ended');
  });
});

describe('the backend', () => {
  /** Of two networks trained in a process that finds tfjs-node missing, broken or working, and the jobs as epochs ended. */
  async function trainedWhere(native: string): Promise<unknown> {
    const hooks = new URL('../support/native-hooks.ts', import.meta.url);
    const child = new URL('../support/native-child.ts', import.meta.url);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', hooks.href, fileURLToPath(child)],
      { env: { ...process.env, BALLAST_TEST_NATIVE: native } },
    );
    return JSON.parse(stdout);
  }

  it('is tfjs-node where that loads, in one thread: the second network begins when the first has ended', async () => {
    expect(await trainedWhere('working')).toEqual({
      names: ['tfjs-node', 'tfjs-node'],
      order: [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1],
    });
  });

  it.each(['missing', 'broken'])('is WebAssembly where tfjs-node is %s', async (native) => {
    expect(await trainedWhere(native)).toMatchObject({ names: ['wasm', 'wasm'] });
  });

  it('is plain JavaScript where nothing else loads', async () => {
    const { name } = await openBackend(['cpu']);
    expect(name).toBe('cpu');
    await openBackend(['wasm']);
  });

  it('must be one that loads', async () => {
    const trainer = createNetworkTrainer([]);
    await expect(trainer.train(rows, jobs, { spec })).rejects.toThrow(ModelError);
  });
});
