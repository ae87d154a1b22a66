/**
 * The convex problem behind the no-trade region:
 *
 *   minimise over flows f:  ½ (d + B f)ᵀ A (d + B f) + Σ_m c_m |f_m|,   A = κ M, d = w0 − p
 *   subject to  s + B f ≥ 0  and  cash − Σ_quote (f_m + c_m |f_m|) ≥ 0
 *
 * with s what may be sold of each asset (w0, and on margin more) and the cash that may be spent,
 * by cyclic coordinate descent with soft thresholds, helped on where there are markets between assets. Cash couples the
 * flows through its multiplier ν: the slope of a flow against cash is centred on −ν with half-width c (1 + ν), and ν ≥ 0
 * is bisected until the cash suffices. Every solution carries its duality gap.
 */
import { cashUsed, costOfFlows, type FlowMarket } from './flow-problem.ts';
import { dualBound, mostGainOnCash } from './region-dual.ts';
import { lineMinimum, type Pass } from './region-passes.ts';
import {
  createRegionPoint,
  heldOf,
  penaltyOf,
  placeAt,
  type RegionPoint,
  type RegionProblem,
  type RegionStart,
  shift,
} from './region-state.ts';
import { reroute } from './reroute.ts';

export type SolveStatus =
  /** No single trade is worth its cost. */
  | 'inside'
  /** Proven not to gain more than the threshold. */
  | 'not-worth'
  /** Solved to the tolerance. */
  | 'solved'
  /** The sweeps ran out; the gap says how far off it may be. */
  | 'inexact';

/** What a solve leaves behind; one object, reused from call to call. All in fractions of NAV. */
export type RegionSolution = {
  status: SolveStatus;
  /** Penalty before − penalty after − cost. */
  gain: number;
  /** What was proven at once of the gain: that it is not more. */
  mostGain: number;
  penaltyBefore: number;
  penaltyAfter: number;
  cost: number;
  /** Primal − dual objective: how much more could be gained at most. */
  gap: number;
  /** ν, the multiplier of cash. */
  cashMultiplier: number;
  sweeps: number;
};

export type SolveOptions = {
  /** Largest duality gap of a solved problem. */
  readonly tolerance: number;
  /** The solve stops as soon as the gain is proven not to exceed it; −∞ to solve in any case. */
  readonly threshold: number;
};

export type RegionSolver = {
  /** `flows` is the starting point and receives the result. */
  solve(
    problem: RegionProblem,
    start: RegionStart,
    flows: Float64Array,
    options: SolveOptions,
  ): RegionSolution;
  /**
   * By how much each slope exceeded its cost when the last solve was settled at once, where all markets are against cash; null
   * after any other solve.
   */
  excess(): Float64Array | null;
};

const maximumSweeps = 5_000;
const maximumBisections = 100;
/** The first ν above zero that is tried. */
const smallestMultiplier = 1e-4;

export function createRegionSolver(assets: number): RegionSolver {
  const point = createRegionPoint(assets);
  const solution: RegionSolution = {
    status: 'inside',
    gain: 0,
    mostGain: 0,
    penaltyBefore: 0,
    penaltyAfter: 0,
    cost: 0,
    gap: 0,
    cashMultiplier: 0,
    sweeps: 0,
  };
  let hasExcess = false;
  return {
    excess: () => (hasExcess ? point.reach : null),
    solve(problem, start, flows, options) {
      placeAt(point, problem, start.driftAbs, null);
      begin(solution, penaltyOf(point));
      hasExcess = start.spendable >= 0 && !problem.hasDirect;
      if (start.spendable >= 0 && isInside(point, problem)) {
        flows.fill(0);
        point.reach.fill(0);
      } else if (mostGain(solution, { point, problem, start }) <= options.threshold) {
        solution.status = 'not-worth';
      } else {
        hasExcess = false;
        solution.status = solveWithCash({ point, problem, start, flows, solution }, options);
      }
      return solution;
    },
  };
}

function begin(solution: RegionSolution, penalty: number): void {
  solution.status = 'inside';
  solution.gain = 0;
  solution.mostGain = 0;
  solution.penaltyBefore = penalty;
  solution.penaltyAfter = penalty;
  solution.cost = 0;
  solution.gap = 0;
  solution.cashMultiplier = 0;
  solution.sweeps = 0;
}

/** Is every slope within its cost? Then no trade pays for itself. */
function isInside({ gradient }: RegionPoint, { markets }: RegionProblem): boolean {
  for (let m = 0; m < markets.length; m++) {
    const { base, quote, cost } = markets[m] as FlowMarket;
    const slope = (gradient[base] as number) - (quote < 0 ? 0 : (gradient[quote] as number));
    if (slope > cost || slope < -cost) return false;
  }
  return true;
}

/** More than any flows can gain. */
function mostGain(
  solution: RegionSolution,
  { point, problem, start }: Pick<Solve, 'point' | 'problem' | 'start'>,
): number {
  solution.mostGain =
    problem.hasDirect || start.spendable < 0
      ? solution.penaltyBefore - dualBound(point, problem, start, 0)
      : mostGainOnCash(point, problem);
  return solution.mostGain;
}

type Solve = {
  readonly point: RegionPoint;
  readonly problem: RegionProblem;
  readonly start: RegionStart;
  readonly flows: Float64Array;
  readonly solution: RegionSolution;
};

/**
 * Bisects ν: none when the cash suffices without, else between a ν at which the flows use too much of it and one at which
 * they do not. On the way from the ones to the others lie flows that use all of it, and those are as good as the two when
 * these are near: so it matters neither that flows are only nearly the best at their ν, nor that the cash used may jump.
 */
function solveWithCash(solve: Solve, options: SolveOptions): SolveStatus {
  const { solution, start, problem, flows } = solve;
  const short = { multiplier: 0, flows: flows.slice() };
  const ample = { multiplier: Number.POSITIVE_INFINITY, flows: flows.slice() };
  let multiplier = 0;
  for (let step = 0; step < maximumBisections; step++) {
    const status = descend(solve, multiplier, options);
    if (status === 'not-worth') return status;
    const end = cashUsed(problem.markets, flows) > start.spendable ? short : ample;
    end.multiplier = multiplier;
    end.flows.set(flows);
    const isFunded = ample.multiplier < Number.POSITIVE_INFINITY;
    if (isFunded && multiplier > 0) meetCash(solve, short.flows, ample.flows);
    summarise(solve, multiplier);
    if (status === 'inexact') return status;
    if (isFunded && solution.gap <= options.tolerance) return 'solved';
    multiplier = isFunded
      ? (short.multiplier + ample.multiplier) / 2
      : Math.max(smallestMultiplier, 2 * multiplier);
  }
  return 'inexact';
}

/** Puts the flows where the cash is just used up between flows that use too much and flows that do not. */
function meetCash(
  { problem, start, flows }: Solve,
  short: Float64Array,
  ample: Float64Array,
): void {
  const missing = cashUsed(problem.markets, short) - start.spendable;
  const spare = start.spendable - cashUsed(problem.markets, ample);
  const share = missing / (missing + spare);
  for (let m = 0; m < flows.length; m++) {
    flows[m] = (short[m] as number) + share * ((ample[m] as number) - (short[m] as number));
  }
}

/** Sweeps at one ν until the gap, cash apart, is within a quarter of the tolerance. */
function descend(solve: Solve, multiplier: number, options: SolveOptions): SolveStatus {
  const { point, problem, start, flows, solution } = solve;
  placeAt(point, problem, start.driftAbs, flows);
  const { hasDirect } = problem;
  for (; solution.sweeps < maximumSweeps; solution.sweeps++) {
    for (let m = 0; m < problem.markets.length; m++) stepAlone(solve, m, multiplier);
    for (const pass of problem.passes) stepAlong(solve, pass, multiplier);
    if (hasDirect) reroute(problem.markets, flows, { assets: point.assets, multiplier });
    const bound = dualBound(point, problem, start, multiplier);
    if (solution.penaltyBefore - bound <= options.threshold) return 'not-worth';
    const cash = multiplier * (cashUsed(problem.markets, flows) - start.spendable);
    const objective = penaltyOf(point) + costOfFlows(problem.markets, flows) + cash;
    if (objective - bound <= options.tolerance / 4) return 'solved';
  }
  return 'inexact';
}

/** The best value of one flow, all others held: its unconstrained minimiser moved towards zero by its cost. */
function stepAlone(solve: Solve, m: number, multiplier: number): void {
  const { point, problem, start, flows } = solve;
  const { assets, gradient } = point;
  const { base, quote, cost } = problem.markets[m] as FlowMarket;
  const onCash = quote < 0;
  const slope = (gradient[base] as number) + (onCash ? multiplier : -(gradient[quote] as number));
  const width = onCash ? cost * (1 + multiplier) : cost;
  const flow = flows[m] as number;
  if (flow === 0 && slope <= width && slope >= -width) return;
  let bend = problem.curvature[base * assets + base] as number;
  if (!onCash) {
    bend += problem.curvature[quote * assets + quote] as number;
    bend -= 2 * (problem.curvature[base * assets + quote] as number);
  }
  const centre = flow - slope / bend;
  const reach = width / bend;
  let next = centre > reach ? centre - reach : centre < -reach ? centre + reach : 0;
  next = Math.max(next, flow - heldOf(point, start, base));
  if (!onCash) next = Math.min(next, flow + heldOf(point, start, quote));
  if (next === flow) return;
  flows[m] = next;
  shift(point, problem, base, next - flow);
  if (!onCash) shift(point, problem, quote, flow - next);
}

/** Goes to the best point along a pass through a sold-out asset, all other flows held. */
function stepAlong({ point, problem, start, flows }: Solve, pass: Pass, multiplier: number): void {
  const { assets, gradient } = point;
  const { markets, curvature } = problem;
  if (heldOf(point, start, pass.through) > 0) return;
  let slope = 0;
  let bend = 0;
  let least = Number.NEGATIVE_INFINITY;
  let most = Number.POSITIVE_INFINITY;
  for (const { asset, change } of pass.changes) {
    slope += change * (gradient[asset] as number);
    for (const other of pass.changes) {
      bend += change * other.change * (curvature[asset * assets + other.asset] as number);
    }
    const reach = heldOf(point, start, asset) / Math.abs(change);
    if (change > 0) least = Math.max(least, -reach);
    else most = Math.min(most, reach);
  }
  const kinks = [];
  for (const { market, sign } of pass.parts) {
    const { quote, cost } = markets[market] as FlowMarket;
    if (quote < 0) slope += sign * multiplier;
    const width = quote < 0 ? cost * (1 + multiplier) : cost;
    kinks.push({ at: -sign * (flows[market] as number), rise: 2 * width });
  }
  const distance = Math.min(most, Math.max(least, lineMinimum(slope, bend, kinks)));
  if (distance === 0) return;
  for (const { market, sign } of pass.parts) {
    flows[market] = (flows[market] as number) + sign * distance;
  }
  for (const { asset, change } of pass.changes) shift(point, problem, asset, change * distance);
}

/** Fills in the figures at the present flows; the gap counts unused cash at its multiplier. */
function summarise(solve: Solve, multiplier: number): void {
  const { point, problem, start, flows, solution } = solve;
  placeAt(point, problem, start.driftAbs, flows);
  const cost = costOfFlows(problem.markets, flows);
  const after = penaltyOf(point);
  solution.penaltyAfter = after;
  solution.cost = cost;
  solution.gain = solution.penaltyBefore - after - cost;
  solution.cashMultiplier = multiplier;
  solution.gap = after + cost - dualBound(point, problem, start, multiplier);
}
