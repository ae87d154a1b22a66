/** What networks learn from: one row for each asset and day, in any order; and what is left for them to learn. */
import { invariant } from '../../base/errors.ts';

export type TrainingRows = {
  readonly rows: number;
  /** f, standardised, rows × features. */
  readonly features: Float32Array;
  /** B, rows × outputs. A row without it teaches nothing. */
  readonly offsets: Float32Array;
  /** y, rows × outputs; NaN where it is not complete. */
  readonly targets: Float32Array;
  /** Of rows, not negative. */
  readonly weights: Float32Array;
};

/** Targets of g(f) and their weights, rows × outputs. */
export type Residuals = {
  readonly outputs: number;
  /** y − B; 0 where there is none. */
  readonly values: Float32Array;
  /** On average 1; 0 where there is no value. */
  readonly weights: Float32Array;
};

export function featuresOfRow({ rows, features }: TrainingRows): number {
  return features.length / rows;
}

export function residualsOf({
  rows,
  features,
  offsets,
  targets,
  weights,
}: TrainingRows): Residuals {
  const outputs = targets.length / rows;
  invariant(rows > 0, 'a network needs rows to learn from');
  invariant(
    weights.length === rows,
    `weights must be one a row, were ${weights.length} for ${rows}`,
  );
  invariant(
    Number.isInteger(outputs) && offsets.length === targets.length,
    `offsets and targets must be as many for each of ${rows} rows, were ${offsets.length} and ${targets.length}`,
  );
  invariant(Number.isInteger(features.length / rows), 'all rows must have as many features');
  invariant(
    features.every(Number.isFinite),
    'features of a network must be numbers: 0 where one is missing',
  );
  const values = new Float32Array(targets.length);
  const shares = new Float32Array(targets.length);
  let total = 0;
  for (let cell = 0; cell < targets.length; cell++) {
    const value = (targets[cell] as number) - (offsets[cell] as number);
    if (!Number.isFinite(value)) continue;
    values[cell] = value;
    const weight = weights[Math.floor(cell / outputs)] as number;
    shares[cell] = weight;
    total += weight;
  }
  const scale = targets.length / total;
  return { outputs, values, weights: shares.map((weight) => (total > 0 ? weight * scale : 0)) };
}
