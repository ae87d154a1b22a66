/** The training of networks as a piece of work: made rows, a way to train on them, and what it came to. */
import { createRandom } from '../src/base/random.ts';
import type { BackendName } from '../src/learning/network/backend.ts';
import type { TrainingRows } from '../src/learning/network/training-rows.ts';

export type Training = {
  /** `loop` is ours, `threads` ten networks of it on threads, `fit` what TensorFlow.js brings. */
  readonly way: 'loop' | 'threads' | 'fit';
  readonly backend: BackendName;
  readonly hidden: readonly number[];
  readonly rows: number;
  readonly epochs: number;
  readonly batchRows: number;
};

export type TrainingResult = {
  readonly backend: BackendName;
  /** From the first import to a backend that computes. */
  readonly openSeconds: number;
  readonly seconds: number;
  /** Rows that were learnt from, each in each epoch of each network. */
  readonly samples: number;
  /** Of the last epoch. */
  readonly loss: number;
  readonly peakMb: number;
};

const features = 25;
const outputs = 3;

/** Seeded, with a bend that a line does not see. */
export function benchRows(rows: number): TrainingRows {
  const random = createRandom(1);
  const values = Float32Array.from({ length: rows * features }, () => random.normal());
  const bend = (row: number): number => 0.3 * ((values[row * features] as number) ** 2 - 1);
  return {
    rows,
    features: values,
    offsets: new Float32Array(rows * outputs),
    targets: Float32Array.from(
      { length: rows * outputs },
      (_, cell) => bend(Math.floor(cell / outputs)) + 0.8 * random.normal(),
    ),
    weights: new Float32Array(rows).fill(1),
  };
}
