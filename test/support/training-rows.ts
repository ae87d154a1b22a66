/** Rows for networks with a truth that is known: seeded normal features, and targets made from them. */
import { createRandom } from '../../src/base/random.ts';
import type { TrainingRows } from '../../src/learning/network/training-rows.ts';

export const madeFeatures = 5;
export const madeOutputs = 3;

/** Targets truth(f) + deviation · noise, the same truth for all three; B = 0 and weights 1 unless they are changed. */
export function madeRows(options: {
  readonly rows: number;
  readonly seed: number;
  readonly truth: (features: Float32Array) => number;
  readonly deviation: number;
  readonly offset?: (features: Float32Array) => number;
}): TrainingRows {
  const { rows, truth, deviation, offset = () => 0 } = options;
  const random = createRandom(options.seed);
  const features = Float32Array.from({ length: rows * madeFeatures }, () => random.normal());
  const rowOf = (cell: number): Float32Array => {
    const row = Math.floor(cell / madeOutputs);
    return features.subarray(row * madeFeatures, (row + 1) * madeFeatures);
  };
  const cells = { length: rows * madeOutputs };
  return {
    rows,
    features,
    offsets: Float32Array.from(cells, (_, cell) => offset(rowOf(cell))),
    targets: Float32Array.from(
      cells,
      (_, cell) => truth(rowOf(cell)) + deviation * random.normal(),
    ),
    weights: new Float32Array(rows).fill(1),
  };
}
