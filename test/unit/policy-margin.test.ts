/** Every rule on margin: short targets are kept as long ones are, weights may pass zero and one, and thresholds are true there too. */
import { describe, expect, it } from 'vitest';
import { withLeverageCap } from '../../src/policy/leverage-cap.ts';
import type { PolicyContext } from '../../src/policy/policy.ts';
import type { PolicyRule } from '../../src/policy/settings.ts';
import { thresholdSlices } from '../../src/policy/threshold-slice.ts';
import { flowsOf, forecastOf, lookOf, policyOf } from '../support/panels.ts';
import { asOf, codesOf, market, recommendWith } from '../support/settings.ts';

const margin = { leverage: 2 };

/** 120 % long, 50 % short, 10 % long; 20 % in cash. */
const context: PolicyContext = {
  symbols: ['BTC', 'ETH', 'SOL'],
  targets: Float64Array.of(1.2, -0.5, 0.1),
  cashTarget: 0.2,
  markets: [0, 1, 2].map((base) => ({ base, quote: -1, cost: 0.001 })),
  spreadBps: () => 4,
  margin,
};

const region = {
  objective: 'adaptive',
  tightness: 0.1,
  eventCostBps: 0.1,
  rho: 0.8,
  multiplier: [0.5, 2],
  goal: null,
} as const;

const rules: readonly PolicyRule[] = [
  { kind: 'threshold', band: 0.05, destination: 'target' },
  { kind: 'threshold', band: 0.05, destination: 'edge' },
  { kind: 'threshold-relative', band: 0.25, destination: 'half' },
  { kind: 'five-twenty-five' },
  { kind: 'asset-band', riskAversion: 4, eventCostBps: 0.1 },
  { kind: 'percentage', tolerance: 0.01 },
  { kind: 'calendar', every: 24, gate: 0.03 },
  { kind: 'geometry', ...region },
  { kind: 'risk-aware', ...region },
];

function lookAt(weights: readonly number[]) {
  return lookOf(weights, { cash: 1 - weights.reduce((sum, weight) => sum + weight, 0) });
}

describe.each(rules.map((rule) => [rule.kind, rule] as const))('%s on margin', (_, rule) => {
  const policy = policyOf(rule, context);
  policy.observe(forecastOf([0.01, 0.015, 0.03], { correlation: 0.6 }));

  it('trades nothing at its targets', () => {
    expect(flowsOf(policy, lookAt([1.2, -0.5, 0.1]), 3)).toBeNull();
  });

  it.each([
    ['a short that grew', [1.2, -0.9, 0.1]],
    ['a short that became a long', [1.2, 0.3, 0.1]],
    ['a long beyond all that there is', [1.7, -0.5, 0.1]],
  ])('brings %s nearer, and past nothing', (__, weights) => {
    const flows = flowsOf(policy, lookAt(weights), 3) ?? [];
    const after = weights.map((weight, i) => weight + (flows[i] as number));
    expect(policy.distance(Float64Array.from(after))).toBeLessThan(
      policy.distance(Float64Array.from(weights)) / 2,
    );
    expect(after.reduce((sum, weight) => sum + weight, 0)).toBeLessThanOrEqual(margin.leverage);
  });

  it('shows thresholds just inside which nothing is traded, and just outside something', () => {
    const look = lookAt([1.205, -0.502, 0.101]);
    const slices = thresholdSlices(policy, look, 3, { margin });
    slices.forEach(({ lower, upper }, asset) => {
      const moved = (to: number): boolean => {
        const weights = Array.from(look.weights, (own, i) => (i === asset ? to : own));
        return flowsOf(policy, lookAt(weights), 3) !== null;
      };
      expect([moved(lower + 1e-5), moved(upper - 1e-5)]).toEqual([false, false]);
      expect([moved(lower - 1e-5), moved(upper + 1e-5)]).toEqual([true, true]);
    });
  });
});

describe('the cap on leverage', () => {
  const still: PolicyRule = { kind: 'threshold', band: 0.9, destination: 'edge' };
  const capped = withLeverageCap(policyOf(still, context), context);

  it('brings everything back to target where positions pass it by more than a tenth: 2.21 for 2', () => {
    const look = lookAt([1.5, -0.6, 0.11]);
    expect(flowsOf(policyOf(still, context), look, 3)).toBeNull();
    const flows = flowsOf(capped, look, 3) ?? [];
    expect(Array.from(flows, (flow) => Math.round(100 * flow))).toEqual([-30, 10, -1]);
    expect(capped.explain(look)[0]).toEqual({ code: 'LEVERAGE_PASSED', gross: 2.21, leverage: 2 });
  });

  it('leaves the rule alone below, and where nothing is borrowed', () => {
    const look = lookAt([1.5, -0.6, 0.1]);
    expect(flowsOf(capped, look, 3)).toBeNull();
    expect(capped.explain(look).map(({ code }) => code)).toEqual(['BAND_INSIDE']);
    const spot = { ...context, margin: undefined };
    const rule = policyOf(still, spot);
    expect(withLeverageCap(rule, spot)).toBe(rule);
  });

  it('does not wait for a cooldown, live as in a backtest', () => {
    const plan = recommendWith(
      {
        ...{ 'venue.id': 'binanceusdm', 'portfolio.targets': { BTC: '60%', ETH: '-40%' } },
        'portfolio.holdings': { BTC: 3.5, ETH: -50, USDT: 80_000 },
        policy: { kind: 'threshold', band: '50%', cooldownHours: 48 },
      },
      { lastRebalanceAt: asOf - 3_600_000 },
      market.slice(0, 2),
    );
    expect(codesOf(plan)[0]).toBe('LEVERAGE_PASSED');
    expect(plan.outcome).toBe('proposed');
  });
});

describe('a relative band of a short target', () => {
  it('is a share of its size: a quarter of 50 % is 12.5 pp', () => {
    const policy = policyOf(
      { kind: 'threshold-relative', band: 0.25, destination: 'target' },
      context,
    );
    expect(flowsOf(policy, lookAt([1.2, -0.62, 0.1]), 3)).toBeNull();
    expect(flowsOf(policy, lookAt([1.2, -0.63, 0.1]), 3)?.[1]).toBeCloseTo(0.13, 12);
  });
});
