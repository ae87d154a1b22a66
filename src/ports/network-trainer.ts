/** Trains networks beside each other on the same rows. */
import type { TrainedNetwork } from '../learning/network/train.ts';
import type { TrainingRows } from '../learning/network/training-rows.ts';
import type { NetworkJob, TrainingSpec } from '../learning/network/training-spec.ts';

export type TrainingProgress = {
  /** Place of the job in the list. */
  readonly job: number;
  /** Epochs that are done. */
  readonly epoch: number;
  /** Mean loss of the last of them. */
  readonly loss: number;
};

export type NetworkTrainingOptions = {
  readonly spec: TrainingSpec;
  readonly onEpoch?: (progress: TrainingProgress) => void;
  readonly signal?: AbortSignal;
};

export interface NetworkTrainer {
  /**
   * One network for each job, in their order, all on one backend. Errors: ModelError when no backend loads or a training does not
   * converge; AbortError within a step of the signal.
   */
  train(
    training: TrainingRows,
    jobs: readonly NetworkJob[],
    options: NetworkTrainingOptions,
  ): Promise<readonly TrainedNetwork[]>;
  close(): Promise<void>;
}
