/** The no-trade region by hand: one asset in closed form, two against a grid, cash that runs out, and its reasons. */
import { describe, expect, it } from 'vitest';
import type { PolicyContext } from '../../src/policy/policy.ts';
import { createRegionSolver } from '../../src/policy/region-solver.ts';
import { createRegionProblem } from '../../src/policy/region-state.ts';
import { invertPositiveDefinite } from '../../src/risk/matrix.ts';
import { flowsOf, forecastOf, lookOf, policyOf } from '../support/panels.ts';
import { isFeasible, objectiveOf } from '../support/region-certificate.ts';
import type { RegionCase } from '../support/region-problems.ts';

const settings = {
  objective: 'adaptive',
  tightness: 0.1,
  eventCostBps: 0,
  rho: 0.8,
  multiplier: [0.5, 2],
  goal: null,
} as const;

/** One asset at 40 %, 20 bps: G/ḡ is 1, so the curvature is κ. */
const oneAsset: PolicyContext = {
  symbols: ['BTC'],
  targets: Float64Array.of(0.4),
  cashTarget: 0.6,
  markets: [{ base: 0, quote: -1, cost: 0.002 }],
  spreadBps: () => 4,
};

describe('the region of one asset', () => {
  const policy = policyOf({ kind: 'geometry', ...settings }, oneAsset);
  const flow = (weight: number): number | null => flowsOf(policy, lookOf([weight]), 1)?.[0] ?? null;

  it('reaches c/κ = 2 pp to either side of the target', () => {
    expect(flow(0.4199)).toBeNull();
    expect(flow(0.3801)).toBeNull();
    expect(flow(0.4203)).not.toBeNull();
    expect(flow(0.3797)).not.toBeNull();
  });

  it('is traded back to its edge: 8 of 10 pp', () => {
    expect(flow(0.5)).toBeCloseTo(-0.08, 6);
    expect(flow(0.3)).toBeCloseTo(0.08, 6);
  });

  it('says what the trade costs and saves: (κ|d| − c)²/2κ = 3.2 bp beside 1.6 bp of cost', () => {
    const [reason] = policy.explain(lookOf([0.5]));
    expect(reason?.code).toBe('REGION_LEFT');
    expect(reason?.costBps).toBeCloseTo(1.6, 2);
    expect(reason?.savedBps).toBeCloseTo(4.8, 2);
  });

  it('says what the drift costs where nothing pays: κ/2 · 1 pp² = 0.05 bp', () => {
    expect(policy.explain(lookOf([0.41]))).toEqual([{ code: 'REGION_INSIDE', penaltyBps: 0.05 }]);
  });

  it('leaves alone what gains less than an event costs: (κ|d| − c)²/2κ ≤ F', () => {
    // F = 0.1 bp: |d| = (c + √(2κF))/κ = 3.414 pp.
    const dear = policyOf({ kind: 'geometry', ...settings, eventCostBps: 0.1 }, oneAsset);
    expect(flowsOf(dear, lookOf([0.4339]), 1)).toBeNull();
    expect(flowsOf(dear, lookOf([0.4345]), 1)).not.toBeNull();
    const [reason] = dear.explain(lookOf([0.43]));
    expect(reason?.code).toBe('COST_EXCEEDS_BENEFIT');
    expect(reason?.eventCostBps).toBe(0.1);
    // Of 1 pp beyond the edge: 0.2 bp of cost, gain 0.05 bp.
    expect(reason?.costBps).toBeCloseTo(0.2, 2);
    expect(reason?.savedBps).toBeCloseTo(0.25, 2);
  });

  it('narrows as κ grows and widens as costs do', () => {
    const tight = policyOf({ kind: 'geometry', ...settings, tightness: 0.2 }, oneAsset);
    expect(flowsOf(tight, lookOf([0.5]), 1)?.[0]).toBeCloseTo(-0.09, 6);
    const markets = [{ base: 0, quote: -1, cost: 0.004 }];
    const dear = policyOf({ kind: 'geometry', ...settings }, { ...oneAsset, markets });
    expect(flowsOf(dear, lookOf([0.5]), 1)?.[0]).toBeCloseTo(-0.06, 6);
  });

  it('buys no more than the cash pays, costs included', () => {
    const look = lookOf([0.1], { cash: 0.1002 });
    expect(flowsOf(policy, look, 1)?.[0]).toBeCloseTo(0.1, 6);
  });

  it('measures distance as the root of half the penalty', () => {
    expect(policy.distance(Float64Array.of(0.5))).toBeCloseTo(Math.sqrt(0.05 * 0.01), 12);
  });
});

describe('the region of two assets', () => {
  const curvature = Float64Array.of(0.12, 0.05, 0.05, 0.08);
  const inverse = new Float64Array(4);
  invertPositiveDefinite(curvature, 2, inverse);
  const markets = [
    { base: 0, quote: -1, cost: 0.001 },
    { base: 1, quote: -1, cost: 0.002 },
  ];
  const targets = Float64Array.of(0.5, 0.4);
  const problem = createRegionProblem({ markets, curvature, inverse });

  it.each([
    ['with ample cash', [0.55, 0.25], 0.2],
    ['with none', [0.62, 0.38], 0],
    ['that must sell to stay solvent', [0.605, 0.4], -0.005],
    ['of which one is missing', [0.9, 0], 0.1],
  ])('%s is as good as the best of a fine grid', (_, weights, cash) => {
    const driftAbs = Float64Array.from(weights, (weight, i) => weight - (targets[i] as number));
    const start = { driftAbs, sellable: Float64Array.from(weights), spendable: cash };
    const given: RegionCase = { problem, start, targets };
    const flows = new Float64Array(2);
    const options = { tolerance: 1e-10, threshold: Number.NEGATIVE_INFINITY };
    expect(createRegionSolver(2).solve(problem, start, flows, options).status).toBe('solved');
    const found = objectiveOf(given, flows);
    let best = Number.POSITIVE_INFINITY;
    for (let a = -0.5; a <= 0.5; a += 0.005) {
      for (let b = -0.5; b <= 0.5; b += 0.005) {
        if (isFeasible(given, [a, b])) best = Math.min(best, objectiveOf(given, [a, b]));
      }
    }
    expect(found).toBeLessThanOrEqual(best + 1e-10);
    // Half a step off in both costs at most the slopes and the curvature allow.
    expect(best - found).toBeLessThan(3e-5);
  });
});

describe('risk-aware', () => {
  const rule = { kind: 'risk-aware', ...settings } as const;

  it('without a usable forecast is the geometry, and says so', () => {
    const policy = policyOf(rule);
    policy.observe(forecastOf([Number.NaN, 0.01, 0.01]));
    const look = lookOf([0.5, 0.2, 0.1]);
    expect(flowsOf(policy, look)).toEqual(flowsOf(policyOf({ ...rule, kind: 'geometry' }), look));
    expect([...policy.multipliers]).toEqual([1, 1, 1]);
    const reasons = policy.explain(look).map(({ code }) => code);
    expect(reasons).toEqual(['REGION_LEFT', 'MULTIPLIER_NEUTRAL']);
  });

  it('falls back to the geometry when its metric cannot be solved with', () => {
    const policy = policyOf({ ...rule, rho: 0 });
    policy.observe(forecastOf([0.02, 0.02, 0.02], { correlation: 1 }));
    const look = lookOf([0.5, 0.2, 0.1]);
    expect(flowsOf(policy, look)).toEqual(flowsOf(policyOf({ ...rule, kind: 'geometry' }), look));
    expect(policy.explain(look).map(({ code }) => code)).toContain('MULTIPLIER_NEUTRAL');
  });

  it('forgets its doubt with the next good forecast', () => {
    const policy = policyOf(rule);
    policy.observe(forecastOf([Number.NaN, 0.01, 0.01]));
    policy.observe(forecastOf([0.01, 0.01, 0.01]));
    expect(policy.explain(lookOf([0.4, 0.25, 0.15]))).toEqual([
      { code: 'REGION_INSIDE', penaltyBps: 0 },
    ]);
  });

  it('lets opposite drifts of correlated assets pass that it would not let pass alone', () => {
    const policy = policyOf({ ...rule, objective: 'balanced', tightness: 0.06 });
    policy.observe(forecastOf([0.01, 0.01, 0.01], { correlation: 0.95 }));
    expect(flowsOf(policy, lookOf([0.435, 0.215, 0.15]))).toBeNull();
    expect(flowsOf(policy, lookOf([0.435, 0.285, 0.15]))).not.toBeNull();
  });

  it('decides on the looks alone: the same look twice, whatever came between', () => {
    const policy = policyOf(rule);
    policy.observe(forecastOf([0.01, 0.02, 0.03], { correlation: 0.5 }));
    const look = lookOf([0.5, 0.2, 0.1]);
    const first = flowsOf(policy, look);
    flowsOf(policy, lookOf([0.1, 0.4, 0.5]));
    expect(flowsOf(policy, look)).toEqual(first);
  });
});
