/**
 * One network trained from its seed: rows in an order drawn anew for each epoch, and a learning rate that falls to 0 as a half
 * cosine. In large batches, because a small network spends its time in calls and not in sums. Synchronous, for a thread that
 * has nothing else to do.
 */
import { ModelError } from '../../base/errors.ts';
import { createRandom } from '../../base/random.ts';
import type { Backend, BackendName } from './backend.ts';
import { createBatches } from './batches.ts';
import { createLearner } from './learner.ts';
import { lossOf } from './loss.ts';
import { isFiniteNetwork, type Network, startingNetwork } from './network.ts';
import { featuresOfRow, type Residuals, residualsOf, type TrainingRows } from './training-rows.ts';
import type { NetworkJob, TrainingSpec } from './training-spec.ts';

export type TrainedNetwork = {
  readonly network: Network;
  readonly job: NetworkJob;
  readonly spec: TrainingSpec;
  readonly backend: { readonly name: BackendName; readonly version: string };
  /** Mean loss before training, which is that of the linear forecast, then over the steps of each epoch. */
  readonly losses: readonly number[];
};

export type TrainingOptions = {
  readonly job: NetworkJob;
  readonly spec: TrainingSpec;
  /** Called after each epoch, the first of which is 1. */
  readonly onEpoch?: (epoch: number, loss: number) => void;
  /** Asked before each step; once it holds, nothing comes of the training. */
  readonly shouldStop?: () => boolean;
};

/** Undefined when it was stopped. Errors: ModelError when a weight is no longer finite. */
export function trainNetwork(
  backend: Backend,
  training: TrainingRows,
  { job, spec, onEpoch, shouldStop }: TrainingOptions,
): TrainedNetwork | undefined {
  const residuals = residualsOf(training);
  const random = createRandom(job.seed);
  const widths = [featuresOfRow(training), ...job.hidden, residuals.outputs];
  const start = startingNetwork(widths, random);
  const learner = createLearner(backend, { start, weightDecay: spec.weightDecay });
  try {
    const batches = createBatches(training, { residuals, batchRows: spec.batchRows });
    const losses = [meanLoss(residuals)];
    const steps = spec.epochs * batches.count;
    for (let epoch = 1, step = 0; epoch <= spec.epochs; epoch++) {
      batches.shuffle(random);
      let sum = 0;
      for (let batch = 0; batch < batches.count; batch++, step++) {
        if (shouldStop?.()) return undefined;
        const rate = (spec.learningRate / 2) * (1 + Math.cos((Math.PI * step) / steps));
        sum += learner.learn(batches.read(batch), rate);
      }
      const loss = sum / batches.count;
      losses.push(loss);
      onEpoch?.(epoch, loss);
    }
    const network = learner.network();
    if (!isFiniteNetwork(network)) {
      throw new ModelError(
        `the weights of the network of seed ${job.seed} must be finite, one was not`,
      );
    }
    const { name, version } = backend;
    return { network, job, spec, backend: { name, version }, losses };
  } finally {
    learner.dispose();
  }
}

/** Of a network that says 0. */
function meanLoss({ values, weights }: Residuals): number {
  let sum = 0;
  for (let cell = 0; cell < values.length; cell++) {
    sum += (weights[cell] as number) * lossOf(values[cell] as number);
  }
  return sum / values.length;
}
