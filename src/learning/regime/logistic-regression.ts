/**
 * The probability of an event from a few features, p = 1 / (1 + e^−η), η = α + Σ_j β_j z_j, by maximum likelihood: least
 * squares weighted by p (1 − p), again and again, on features of deviation 1, cut at ± 5 (McCullagh and Nelder 1989, 2.5).
 * Where it came the event counts (N₊ + 1)/(N₊ + 2), else 1/(N₋ + 2), and a small ridge holds the slopes, so that none runs
 * away where a line parts the rows.
 * Platt 1999, "Probabilistic Outputs for Support Vector Machines".
 */

import { createMoments, type Standardizer, standardized } from '../inputs/standardizer.ts';
import { createLeastSquares, type LinearFit } from '../variance/least-squares.ts';

export type LogisticSample = {
  /** Row-major, `width` numbers a row. */
  readonly features: Float64Array;
  readonly width: number;
  /** 1 where the event came, 0 where it did not. */
  readonly events: Float64Array;
  /** The rows that count; none of their numbers is NaN. */
  readonly rows: readonly number[];
};

export type LogisticModel = LinearFit & {
  readonly standardizer: Standardizer;
  /** Share of the rows in which the event came: what is known without features. */
  readonly baseRate: number;
};

const rowsPerNumber = 100;
/** λ Σ β², against a mean over the rows. */
const ridge = 1e-4;
/** Of α and the slopes, in logits. */
const tolerance = 1e-8;
const maximumSteps = 100;

/** Undefined where the rows are too few or all alike. */
export function fitLogistic(sample: LogisticSample): LogisticModel | undefined {
  const { features, width, events, rows } = sample;
  const came = rows.reduce((sum, row) => sum + (events[row] as number), 0);
  if (rows.length < rowsPerNumber * (width + 1) || came === 0 || came === rows.length) return;
  const moments = createMoments(width);
  for (const row of rows) moments.observe(features.subarray(row * width, (row + 1) * width));
  const standardizer = moments.standardizer();
  const baseRate = came / rows.length;
  const targets = { came: (came + 1) / (came + 2), not: 1 / (rows.length - came + 2) };
  let fit: LinearFit = { intercept: logit(baseRate), slopes: new Float64Array(width) };
  for (let step = 0; step < maximumSteps; step++) {
    const next = stepFrom({ ...fit, standardizer, baseRate }, sample, targets);
    if (!next) return;
    const moved = Math.max(
      Math.abs(next.intercept - fit.intercept),
      ...next.slopes.map((slope, j) => Math.abs(slope - (fit.slopes[j] as number))),
    );
    fit = next;
    if (moved < tolerance) return { ...fit, standardizer, baseRate };
  }
  return;
}

/** One weighted least squares around a model. */
function stepFrom(
  model: LogisticModel,
  { features, width, events, rows }: LogisticSample,
  targets: { readonly came: number; readonly not: number },
): LinearFit | undefined {
  const squares = createLeastSquares(width);
  const scaled = new Float64Array(width);
  for (const row of rows) {
    const line = logitOf(model, features, row, scaled);
    const probability = 1 / (1 + Math.exp(-line));
    const weight = probability * (1 - probability);
    const target = events[row] === 1 ? targets.came : targets.not;
    squares.add(scaled, { target: line + (target - probability) / weight, weight });
  }
  const asIs = { mean: new Float64Array(width), deviation: new Float64Array(width).fill(1) };
  return squares.solve(asIs, ridge);
}

/** p for the features of a row. */
export function probabilityOf(model: LogisticModel, features: Float64Array, row: number): number {
  const scaled = new Float64Array(model.slopes.length);
  return 1 / (1 + Math.exp(-logitOf(model, features, row, scaled)));
}

/** η; leaves the standardised features in `scaled`. */
function logitOf(
  { intercept, slopes, standardizer }: LogisticModel,
  features: Float64Array,
  row: number,
  scaled: Float64Array,
): number {
  let value = intercept;
  for (let j = 0; j < slopes.length; j++) {
    const z = standardized(standardizer, features[row * slopes.length + j] as number, j);
    scaled[j] = z;
    value += z * (slopes[j] as number);
  }
  return value;
}

function logit(probability: number): number {
  return Math.log(probability / (1 - probability));
}
