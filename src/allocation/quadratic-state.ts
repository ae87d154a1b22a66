/**
 * Where a quadratic program stands: weights, which of them are free, which sums are held, and the slopes of the objective there.
 * Sums of weights (the budget, and those of groups) that are outside their limits are charged a slope so steep that they get inside
 * first, if anything can; so every start will do.
 */
import type { Covariance, WeightBounds } from './allocation.ts';
import { distinctLimits } from './distinct-limits.ts';
import { createFreeFactor, type FreeFactor } from './free-factor.ts';
import { independentSums } from './independent-sums.ts';
import { createPieces, isAtKnot, knotAbove, type Pieces, placeOf, setPieces } from './pieces.ts';

/** Of the largest slope there is otherwise: what a sum outside its limits is charged. */
const steepness = 1e4;

export type QuadraticProblem = {
  /** H, symmetric and positive semi-definite; the largest diagonal is above zero. */
  readonly hessian: Covariance;
  readonly bounds: WeightBounds;
  /** Σ c_i |w_i − w0_i| is part of the objective. */
  readonly trading: { readonly current: Float64Array; readonly costs: Float64Array } | null;
  /** Added to the diagonal of H. */
  readonly ridge: number;
};

/** Sums of weights with limits: the budget first, then the groups. */
export type Rows = {
  readonly count: number;
  /** Rows × assets: 1 for a member. */
  readonly isMember: Uint8Array;
  readonly pieces: Pieces;
  readonly places: Int8Array;
  readonly sums: Float64Array;
  /** What each adds to the slopes of its members: the multiplier of one that is held, else the slope of its segment. */
  readonly levels: Float64Array;
};

export type QuadraticState = {
  readonly assets: number;
  readonly problem: QuadraticProblem;
  readonly weights: Float64Array;
  /** H w − q. */
  readonly gradient: Float64Array;
  readonly pieces: Pieces;
  readonly places: Int8Array;
  readonly factor: FreeFactor;
  readonly rows: Rows;
};

export function createQuadraticState(asked: QuadraticProblem): QuadraticState {
  const problem = { ...asked, bounds: distinctLimits(asked.bounds) };
  const { hessian, bounds, trading, ridge } = problem;
  const { assets } = hessian;
  const pieces = createPieces(assets);
  for (let i = 0; i < assets; i++) {
    const [lower, upper] = [bounds.lower[i] as number, bounds.upper[i] as number];
    const current = Math.min(upper, Math.max(lower, trading?.current[i] ?? lower));
    const cost = trading?.costs[i] ?? 0;
    const slopes = [Number.NEGATIVE_INFINITY, -cost, cost, Number.POSITIVE_INFINITY];
    setPieces(pieces, i, { knots: [lower, current, upper], slopes });
  }
  return {
    ...{ assets, problem, pieces },
    weights: new Float64Array(assets),
    gradient: new Float64Array(assets),
    places: new Int8Array(assets),
    factor: createFreeFactor(hessian, ridge),
    rows: rowsOf(problem),
  };
}

function rowsOf({ hessian: { assets, values }, bounds, trading }: QuadraticProblem): Rows {
  const all = Array.from({ length: assets }, (_, i) => i);
  const sums = independentSums([{ members: all, lower: 1, upper: 1 }, ...bounds.groups], bounds);
  const largest = (numbers: Float64Array): number =>
    numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const charge = steepness * (largest(values) + largest(trading?.costs ?? new Float64Array(0)));
  const isMember = new Uint8Array(sums.length * assets);
  const pieces = createPieces(sums.length);
  sums.forEach(({ members, lower, upper }, row) => {
    for (const member of members) isMember[row * assets + member] = 1;
    setPieces(pieces, row, { knots: [lower, upper], slopes: [-charge, 0, charge] });
  });
  const places = new Int8Array(sums.length);
  const emptyRow = (): Float64Array => new Float64Array(sums.length);
  return { count: sums.length, isMember, pieces, places, sums: emptyRow(), levels: emptyRow() };
}

/** Puts the weights as near to a start as their own limits allow; those that end between knots are free. */
export function placeAt(state: QuadraticState, start: Float64Array): void {
  const { assets, weights, pieces, places, factor, problem } = state;
  const { lower, upper } = problem.bounds;
  factor.clear();
  for (let i = 0; i < assets; i++) {
    const wanted = Math.max(lower[i] as number, start[i] as number);
    weights[i] = Math.min(upper[i] as number, wanted);
    places[i] = placeOf(pieces, i, weights[i] as number);
    if (!isAtKnot(places[i] as number) && !factor.join(i)) {
      weights[i] = knotAbove(pieces, i, places[i] as number);
      places[i] = (places[i] as number) + 1;
    }
  }
  sumUp(state);
  letSumsGo(state);
}

/** A sum is held only once something pushes against it, so that those that are held are independent of each other. */
export function letSumsGo({ rows }: QuadraticState): void {
  for (let row = 0; row < rows.count; row++) {
    const place = placeOf(rows.pieces, row, rows.sums[row] as number);
    rows.places[row] = isAtKnot(place) ? 2 : place;
  }
}

export function sumUp({ assets, weights, rows }: QuadraticState): void {
  for (let row = 0; row < rows.count; row++) {
    let sum = 0;
    const at = row * assets;
    for (let i = 0; i < assets; i++) {
      if (rows.isMember[at + i] === 1) sum += weights[i] as number;
    }
    rows.sums[row] = sum;
  }
}

/** H w − q from scratch. */
export function refreshGradient(state: QuadraticState, linear: Float64Array): void {
  const { assets, weights, gradient, problem } = state;
  for (let i = 0; i < assets; i++) {
    gradient[i] = problem.ridge * (weights[i] as number) - (linear[i] as number);
  }
  for (let i = 0; i < assets; i++) addColumn(state, i, weights[i] as number);
}

/** Adds a column of H, its ridge left out. */
export function addColumn(
  { assets, gradient, problem }: QuadraticState,
  asset: number,
  factor: number,
): void {
  if (factor === 0) return;
  const { values } = problem.hessian;
  const from = asset * assets;
  for (let j = 0; j < assets; j++)
    gradient[j] = (gradient[j] as number) + factor * (values[from + j] as number);
}

/** What moving each weight changes, by H, q and the sums it belongs to; gives the largest of their parts. */
export function slopesOf({ assets, gradient, rows }: QuadraticState, out: Float64Array): number {
  let largest = 0;
  out.set(gradient);
  for (let i = 0; i < assets; i++) largest = Math.max(largest, Math.abs(gradient[i] as number));
  for (let row = 0; row < rows.count; row++) {
    const level = rows.levels[row] as number;
    if (level === 0) continue;
    largest = Math.max(largest, Math.abs(level));
    const at = row * assets;
    for (let i = 0; i < assets; i++)
      if (rows.isMember[at + i] === 1) out[i] = (out[i] as number) + level;
  }
  return largest;
}
