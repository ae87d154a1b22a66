/** A worker thread that trains networks, seen from outside: it takes one task at a time. */
import { SHARE_ENV, Worker } from 'node:worker_threads';
import { InvariantError, ModelError } from '../../base/errors.ts';
import type { BackendName } from '../../learning/network/backend.ts';
import type { TrainedNetwork } from '../../learning/network/train.ts';
import type { EpochDone, Opened, Trained, TrainingTask, Unfit } from './network-worker.ts';

export type TrainingThread = {
  readonly backend: BackendName;
  /** Undefined when it was stopped. Errors: ModelError when the training does not converge. */
  train(
    task: TrainingTask,
    onEpoch: (done: EpochDone) => void,
  ): Promise<TrainedNetwork | undefined>;
  close(): Promise<void>;
};

/** On the first of the backends that loads. Errors: ModelError when none does. */
export async function startTrainingThread(names: readonly BackendName[]): Promise<TrainingThread> {
  const worker = new Worker(new URL('./network-worker.ts', import.meta.url), {
    workerData: names,
    // What a thread sets in a copy of the environment does not reach native code.
    env: SHARE_ENV,
  });
  let fault: Error | undefined;
  let hear = (_message: unknown): void => undefined;
  let refuse = (_fault: Error): void => undefined;
  const end = (cause: Error): void => {
    fault ??= cause;
    refuse(fault);
  };
  worker.on('error', end);
  worker.on('exit', () => end(new InvariantError('the thread that trains has ended')));
  worker.on('message', (message) => hear(message));

  const answer = <Answer extends object>(onEpoch?: (done: EpochDone) => void): Promise<Answer> =>
    new Promise((resolve, reject) => {
      refuse = reject;
      hear = (message) => {
        const said = message as EpochDone | Unfit | Answer;
        if ('epoch' in said) onEpoch?.(said);
        else if ('unfit' in said) reject(new ModelError(said.unfit));
        else resolve(said);
      };
      if (fault) reject(fault);
    });

  const { backend } = await answer<Opened>().catch(async (cause: Error) => {
    await worker.terminate();
    throw cause;
  });
  return {
    backend,
    async train(task, onEpoch) {
      worker.postMessage(task);
      const { trained } = await answer<Trained>(onEpoch);
      return trained;
    },
    async close() {
      await worker.terminate();
    },
  };
}
