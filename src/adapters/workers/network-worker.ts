/** One worker thread: opens a backend of TensorFlow.js, then trains a network for each message. */
import { parentPort, workerData } from 'node:worker_threads';
import { invariant, ModelError } from '../../base/errors.ts';
import { type BackendName, openBackend } from '../../learning/network/backend.ts';
import { type TrainedNetwork, trainNetwork } from '../../learning/network/train.ts';
import type { TrainingRows } from '../../learning/network/training-rows.ts';
import type { NetworkJob, TrainingSpec } from '../../learning/network/training-spec.ts';

export type TrainingTask = {
  /** In memory that threads share. */
  readonly training: TrainingRows;
  readonly job: NetworkJob;
  readonly spec: TrainingSpec;
  /** Shared; the training ends once it is not 0. */
  readonly stop: Int32Array;
};

/** What a thread says: first which backend is open, then for each task its epochs and its end. */
export type Opened = { readonly backend: BackendName };
export type EpochDone = { readonly epoch: number; readonly loss: number };
export type Trained = { readonly trained: TrainedNetwork | undefined };
/** A ModelError in words: between threads an error forgets its class. */
export type Unfit = { readonly unfit: string };

const port = parentPort;
invariant(port !== null, 'this module runs in a worker thread');
// The library behind tfjs-node greets on standard error.
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
const backend = openBackend(workerData as readonly BackendName[]);

await reply(async () => ({ backend: (await backend).name }));
port.on('message', ({ training, job, spec, stop }: TrainingTask) =>
  reply(async () => ({
    trained: trainNetwork(await backend, training, {
      ...{ job, spec },
      onEpoch: (epoch, loss) => port.postMessage({ epoch, loss } satisfies EpochDone),
      shouldStop: () => Atomics.load(stop, 0) !== 0,
    }),
  })),
);

async function reply(work: () => Promise<Opened | Trained>): Promise<void> {
  try {
    port?.postMessage(await work());
  } catch (fault) {
    if (!(fault instanceof ModelError)) throw fault;
    port?.postMessage({ unfit: fault.message } satisfies Unfit);
  }
}
