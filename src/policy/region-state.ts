/** The point at which a region solve stands: drift after the flows so far, and the gradient of the penalty there. */
import { multiply } from '../risk/matrix.ts';
import { applyFlows, type FlowMarket } from './flow-problem.ts';
import { type Pass, passesOf } from './region-passes.ts';

export type RegionProblem = {
  readonly markets: readonly FlowMarket[];
  /** Whether there are markets between assets. */
  readonly hasDirect: boolean;
  readonly passes: readonly Pass[];
  /** A = κ M, row-major n × n, positive definite. */
  readonly curvature: Float64Array;
  /** A⁻¹. */
  readonly inverse: Float64Array;
};

/** The arrays stay those of the caller, who may refill them. */
export function createRegionProblem(
  given: Pick<RegionProblem, 'markets' | 'curvature' | 'inverse'>,
): RegionProblem {
  const { markets } = given;
  return {
    ...given,
    hasDirect: markets.some(({ quote }) => quote >= 0),
    passes: passesOf(markets),
  };
}

/** Where the portfolio stands before any flow; all in fractions of NAV. */
export type RegionStart = {
  readonly driftAbs: Float64Array;
  /** Of each asset: what is held, and on margin how far below that it may go. */
  readonly sellable: Float64Array;
  /** The cash, and what may be borrowed. */
  readonly spendable: number;
};

/** position = d + B f, gradient = A position; the rest is scratch space of the dual bound. */
export type RegionPoint = {
  readonly assets: number;
  readonly position: Float64Array;
  readonly gradient: Float64Array;
  readonly reach: Float64Array;
  readonly dualPoint: Float64Array;
  readonly preimage: Float64Array;
};

export function createRegionPoint(assets: number): RegionPoint {
  return {
    assets,
    position: new Float64Array(assets),
    gradient: new Float64Array(assets),
    reach: new Float64Array(assets),
    dualPoint: new Float64Array(assets),
    preimage: new Float64Array(assets),
  };
}

/** Computes the point afresh from the flows, so that rounding does not pile up. */
export function placeAt(
  point: RegionPoint,
  problem: RegionProblem,
  driftAbs: Float64Array,
  flows: Float64Array | null,
): void {
  point.position.set(driftAbs);
  if (flows !== null) applyFlows(problem.markets, flows, point.position);
  multiply(problem.curvature, point.position, point.gradient);
}

/** Moves one coordinate of the position and the gradient with it. */
export function shift(
  point: RegionPoint,
  problem: RegionProblem,
  asset: number,
  change: number,
): void {
  const { assets, position, gradient } = point;
  position[asset] = (position[asset] as number) + change;
  const row = asset * assets;
  for (let i = 0; i < assets; i++) {
    gradient[i] = (gradient[i] as number) + change * (problem.curvature[row + i] as number);
  }
}

/** ½ (d + B f)ᵀ A (d + B f). */
export function penaltyOf(point: RegionPoint): number {
  let sum = 0;
  for (let i = 0; i < point.assets; i++) {
    sum += (point.position[i] as number) * (point.gradient[i] as number);
  }
  return sum / 2;
}

/** An asset of which less is left has been sold out: what is left comes from rounding. */
const roundingOfWeights = 1e-12;

/** What may still be sold of an asset after the flows so far. */
export function heldOf(point: RegionPoint, start: RegionStart, asset: number): number {
  const held =
    (start.sellable[asset] as number) +
    (point.position[asset] as number) -
    (start.driftAbs[asset] as number);
  return held > roundingOfWeights ? held : 0;
}
