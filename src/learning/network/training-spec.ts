/** What networks are trained, and how: figures that were chosen once and are part of what a model is. */

/** One network to train: widths between features and horizons, and the seed of its first weights and of the order of rows. */
export type NetworkJob = {
  readonly hidden: readonly number[];
  readonly seed: number;
};

export type TrainingSpec = {
  readonly epochs: number;
  /** Rows of a step, or a few fewer, so that all steps of an epoch have alike many. */
  readonly batchRows: number;
  /** Of Adam at the first step; it falls to 0 as a half cosine. */
  readonly learningRate: number;
  /** Share of a kernel that goes with each step, for each unit of learning rate; biases keep all. */
  readonly weightDecay: number;
};

export const trainingSpec: TrainingSpec = {
  epochs: 6,
  batchRows: 2_048,
  learningRate: 2e-3,
  weightDecay: 0.05,
};

/** Two shapes, five seeds each. */
export const networkJobs: readonly NetworkJob[] = [[16], [32, 16]].flatMap((hidden) =>
  [1, 2, 3, 4, 5].map((seed) => ({ hidden, seed })),
);

/** Steps that a network needs to learn something. */
const fewestSteps = 500;
const smallBatchRows = 1_024;

/** Few rows go into smaller batches and take more epochs, so that the steps are as many. */
export function trainingSpecOf(rows: number): TrainingSpec {
  const steps = trainingSpec.epochs * Math.ceil(rows / trainingSpec.batchRows);
  if (steps >= fewestSteps) return trainingSpec;
  const stepsOfEpoch = Math.ceil(rows / smallBatchRows);
  const epochs = Math.max(trainingSpec.epochs, Math.ceil(fewestSteps / stepsOfEpoch));
  return { ...trainingSpec, batchRows: smallBatchRows, epochs };
}
