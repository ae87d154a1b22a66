/** Networks trained on worker threads that share the rows in memory. */
import { availableParallelism } from 'node:os';
import { type BackendName, backendNames } from '../../learning/network/backend.ts';
import type { TrainedNetwork } from '../../learning/network/train.ts';
import type { TrainingRows } from '../../learning/network/training-rows.ts';
import type { NetworkTrainer } from '../../ports/network-trainer.ts';
import { startTrainingThread, type TrainingThread } from './training-thread.ts';

/** Each holds a copy of TensorFlow.js, some 60 MB. */
const mostThreads = 8;

/** Threads start with the first training and stay for the next. The backends are tried in order; all threads use one. */
export function createNetworkTrainer(
  backends: readonly BackendName[] = backendNames,
): NetworkTrainer {
  const threads: TrainingThread[] = [];
  let turn: Promise<unknown> = Promise.resolve();

  async function threadsFor(jobs: number): Promise<readonly TrainingThread[]> {
    if (threads.length === 0) threads.push(await startTrainingThread(backends));
    const { backend } = threads[0] as TrainingThread;
    // TensorFlow's own library takes all cores, and does not load in a second thread (tensorflow/tfjs issue 8388).
    const most = backend === 'tfjs-node' ? 1 : Math.min(mostThreads, availableParallelism());
    const missing = Math.min(most, jobs) - threads.length;
    const started = Array.from({ length: missing }, () => startTrainingThread([backend]));
    threads.push(...(await Promise.all(started)));
    return threads;
  }

  const trainNow: NetworkTrainer['train'] = async (training, jobs, { spec, onEpoch, signal }) => {
    const shared = sharedRows(training);
    const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const halt = (): void => {
      Atomics.store(stop, 0, 1);
    };
    const trained: TrainedNetwork[] = [];
    const waiting = [...jobs.entries()];
    const work = async (thread: TrainingThread): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [at, job] = next;
        const task = { training: shared, job, spec, stop };
        const network = await thread.train(task, (done) => onEpoch?.({ job: at, ...done }));
        if (network) trained[at] = network;
      }
    };
    signal?.throwIfAborted();
    signal?.addEventListener('abort', halt);
    try {
      const works = (await threadsFor(jobs.length)).map(work);
      for (const each of works) each.catch(halt);
      // When one fails the others are waited for: no thread may be at work when the next training comes.
      await Promise.allSettled(works);
      await Promise.all(works);
    } finally {
      signal?.removeEventListener('abort', halt);
    }
    signal?.throwIfAborted();
    return trained;
  };

  return {
    train(...request) {
      const result = turn.then(() => trainNow(...request));
      turn = result.catch(() => undefined);
      return result;
    },
    async close() {
      await Promise.all(threads.splice(0).map((thread) => thread.close()));
    },
  };
}

/** The same rows in memory that threads share, so that they are not copied for each. */
function sharedRows({ rows, features, offsets, targets, weights }: TrainingRows): TrainingRows {
  const share = (values: Float32Array): Float32Array => {
    const copy = new Float32Array(new SharedArrayBuffer(values.byteLength));
    copy.set(values);
    return copy;
  };
  return {
    rows,
    features: share(features),
    offsets: share(offsets),
    targets: share(targets),
    weights: share(weights),
  };
}
