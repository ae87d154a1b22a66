/** Training rows in a random order, cut into batches of alike many rows. */
import type { Random } from '../../base/random.ts';
import { featuresOfRow, type Residuals, type TrainingRows } from './training-rows.ts';

/** Row-major, in arrays that the next batch overwrites. */
export type BatchValues = {
  readonly rows: number;
  readonly features: Float32Array;
  readonly residuals: Float32Array;
  readonly weights: Float32Array;
};

export type Batches = {
  readonly count: number;
  /** Draws a new order of all rows (Fisher and Yates). */
  shuffle(random: Random): void;
  read(batch: number): BatchValues;
};

export function createBatches(
  training: TrainingRows,
  options: { readonly residuals: Residuals; readonly batchRows: number },
): Batches {
  const { rows } = training;
  const width = featuresOfRow(training);
  const { outputs, values, weights: shares } = options.residuals;
  const count = Math.ceil(rows / options.batchRows);
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  const largest = Math.ceil(rows / count);
  const features = new Float32Array(largest * width);
  const residuals = new Float32Array(largest * outputs);
  const weights = new Float32Array(largest * outputs);

  return {
    count,
    shuffle(random) {
      for (let last = rows - 1; last > 0; last--) {
        const chosen = Math.floor(random.uniform() * (last + 1));
        const row = order[last] as number;
        order[last] = order[chosen] as number;
        order[chosen] = row;
      }
    },
    read(batch) {
      const from = Math.floor((batch * rows) / count);
      const length = Math.floor(((batch + 1) * rows) / count) - from;
      for (let at = 0; at < length; at++) {
        const row = order[from + at] as number;
        for (let j = 0; j < width; j++) {
          features[at * width + j] = training.features[row * width + j] as number;
        }
        for (let j = 0; j < outputs; j++) {
          residuals[at * outputs + j] = values[row * outputs + j] as number;
          weights[at * outputs + j] = shares[row * outputs + j] as number;
        }
      }
      return {
        rows: length,
        features: features.subarray(0, length * width),
        residuals: residuals.subarray(0, length * outputs),
        weights: weights.subarray(0, length * outputs),
      };
    },
  };
}
