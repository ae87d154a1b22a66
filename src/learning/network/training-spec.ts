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

/** Few rows go into smaller batches and more epochs, for about as many steps; very few would be learnt by heart. */
const wantedSteps = 500;
const smallBatchRows = 1_024;
const mostEpochs = 24;

export function trainingSpecOf(rows: number): TrainingSpec {
  const steps = trainingSpec.epochs * Math.ceil(rows / trainingSpec.batchRows);
  if (steps >= wantedSteps) return trainingSpec;
  const stepsOfEpoch = Math.ceil(rows / smallBatchRows);
  const epochs = Math.max(trainingSpec.epochs, Math.ceil(wantedSteps / stepsOfEpoch));
  return { ...trainingSpec, batchRows: smallBatchRows, epochs: Math.min(mostEpochs, epochs) };
}
