/** The thresholds that a person sees: true of every rule, right by hand, and moved by forecasts as each objective says. */
import { describe, expect, it } from 'vitest';
import type { Look, Policy } from '../../src/policy/policy.ts';
import type { Objective, PolicyRule } from '../../src/policy/settings.ts';
import { type ThresholdSlice, thresholdSlices } from '../../src/policy/threshold-slice.ts';
import type { RiskForecast } from '../../src/risk/risk-forecast.ts';
import { flowsOf, forecastOf, lookOf, policyOf } from '../support/panels.ts';

const region = {
  objective: 'adaptive',
  tightness: 0.05,
  eventCostBps: 0.1,
  rho: 0.8,
  multiplier: [0.5, 2],
  goal: null,
} as const;

const rules: readonly PolicyRule[] = [
  { kind: 'threshold', band: 0.05, destination: 'target' },
  { kind: 'threshold-relative', band: 0.25, destination: 'half' },
  { kind: 'five-twenty-five' },
  { kind: 'asset-band', riskAversion: 4, eventCostBps: 0.1 },
  { kind: 'percentage', tolerance: 0.01 },
  { kind: 'calendar', every: 24, gate: 0.03 },
  { kind: 'threshold', band: '2% + 0.1 * weight + 1% * vol', destination: 'half' },
  { kind: 'geometry', ...region },
  { kind: 'risk-aware', ...region },
];

/** The look with one asset at a weight, the others and cash pro rata. */
function at(look: Look, asset: number, weight: number): Look {
  const share = (1 - weight) / (1 - (look.weights[asset] as number));
  const weights = Array.from(look.weights, (own, i) => (i === asset ? weight : own * share));
  return lookOf(weights, { cash: look.cash * share });
}

function slicesOf(policy: Policy, look: Look): ThresholdSlice[] {
  return thresholdSlices(policy, look, 3);
}

describe('the slices of every rule', () => {
  it.each(rules.map((rule) => [rule.kind, rule] as const))(
    '%s: just inside nothing is traded, just outside something is',
    (_, rule) => {
      const policy = policyOf(rule);
      policy.observe(forecastOf([0.01, 0.015, 0.03], { correlation: 0.6 }));
      const look = lookOf([0.405, 0.245, 0.148]);
      slicesOf(policy, look).forEach(({ lower, upper }, asset) => {
        const own = look.weights[asset] as number;
        expect(lower).toBeLessThan(own);
        expect(upper).toBeGreaterThan(own);
        const nudge = 3e-7;
        for (const inside of [lower + nudge, own, upper - nudge]) {
          expect(flowsOf(policy, at(look, asset, inside))).toBeNull();
        }
        for (const outside of [lower - nudge, upper + nudge]) {
          if (outside < 0) continue;
          expect(flowsOf(policy, at(look, asset, outside))).not.toBeNull();
        }
      });
    },
  );
});

describe('slices looked for near others', () => {
  it.each(rules.map((rule) => [rule.kind, rule] as const))(
    '%s: are the same, from above, from below and from a bound',
    (_, rule) => {
      const policy = policyOf(rule);
      policy.observe(forecastOf([0.01, 0.015, 0.03], { correlation: 0.6 }));
      const look = lookOf([0.405, 0.245, 0.148]);
      const slices = slicesOf(policy, look);
      for (const moved of [-0.02, -1e-5, 0, 1e-5, 0.02, 1]) {
        const near = slices.map(({ lower, upper }, asset) => ({
          lower: Math.max(0, Math.min(look.weights[asset] as number, lower + moved)),
          upper: Math.min(1, Math.max(look.weights[asset] as number, upper + moved)),
        }));
        thresholdSlices(policy, look, 3, { near }).forEach(({ lower, upper }, asset) => {
          expect(Math.abs(lower - (slices[asset]?.lower ?? Number.NaN))).toBeLessThan(2e-7);
          expect(Math.abs(upper - (slices[asset]?.upper ?? Number.NaN))).toBeLessThan(2e-7);
        });
      }
    },
  );
});

describe('a slice by hand', () => {
  it('of a threshold of 5 pp at the targets ends 5 pp to either side', () => {
    const policy = policyOf({ kind: 'threshold', band: 0.05, destination: 'target' });
    const [btc, eth, sol] = slicesOf(policy, lookOf([0.4, 0.25, 0.15]));
    expect(btc?.lower).toBeCloseTo(0.35, 6);
    expect(btc?.upper).toBeCloseTo(0.45, 6);
    expect(eth?.upper).toBeCloseTo(0.3, 6);
    expect(sol?.lower).toBeCloseTo(0.1, 6);
  });

  it('ends sooner where moving one asset pushes another over its edge', () => {
    // ETH at 29 % leaves its band at 30 %: with BTC at 40 − x it has 29 · (60 + x)/60 %, so x = 2.069.
    const policy = policyOf({ kind: 'threshold', band: 0.05, destination: 'target' });
    const [btc] = slicesOf(policy, lookOf([0.4, 0.29, 0.15]));
    expect(btc?.lower).toBeCloseTo(0.4 - 0.6 / 29, 6);
  });

  it('reaches 0 or 1 where the rule never trades', () => {
    const policy = policyOf({ kind: 'threshold', band: 1, destination: 'target' });
    expect(slicesOf(policy, lookOf([0.4, 0.25, 0.15]))[0]).toEqual({ lower: 0, upper: 1 });
  });

  it('is empty where the rule trades already', () => {
    const policy = policyOf({ kind: 'threshold', band: 0.05, destination: 'target' });
    expect(slicesOf(policy, lookOf([0.5, 0.25, 0.15]))[0]).toEqual({ lower: 0.5, upper: 0.5 });
  });
});

describe('the slices of a forecast', () => {
  const look = lookOf([0.4, 0.25, 0.15]);

  /** Widths at the targets, without a cost of events: there they are exactly proportional to 1/κ. */
  function widths(
    forecast: RiskForecast,
    objective: Objective,
    multiplier: readonly [number, number] = [0.5, 2],
  ): number[] {
    const rule = { kind: 'risk-aware', ...region, eventCostBps: 0, objective, multiplier } as const;
    const policy = policyOf(rule);
    policy.observe(forecast);
    return slicesOf(policy, look).map(({ lower, upper }) => upper - lower);
  }

  const reference = [0.01, 0.015, 0.02];
  const usual = forecastOf(reference, { correlation: 0.5 });
  const doubled = forecastOf([0.02, 0.03, 0.04], { reference, correlation: 0.5 });
  const halved = forecastOf([0.005, 0.0075, 0.01], { reference, correlation: 0.5 });

  it('are 2^(2/3) as wide under `adaptive` when volatility doubles, and as much narrower when it halves', () => {
    const base = widths(usual, 'adaptive');
    widths(doubled, 'adaptive').forEach((width, i) => {
      expect(width / (base[i] as number)).toBeCloseTo(2 ** (2 / 3), 4);
    });
    widths(halved, 'adaptive').forEach((width, i) => {
      expect(width / (base[i] as number)).toBeCloseTo(2 ** (-2 / 3), 4);
    });
  });

  it('keep to the bounds of the multiplier', () => {
    const base = widths(usual, 'adaptive');
    widths(doubled, 'adaptive', [1, 1.2]).forEach((width, i) => {
      expect(width / (base[i] as number)).toBeCloseTo(1.2, 4);
    });
    widths(halved, 'adaptive', [1, 1.2]).forEach((width, i) => {
      expect(width / (base[i] as number)).toBeCloseTo(1, 4);
    });
  });

  it('stay under `balanced` when all volatilities double', () => {
    const base = widths(usual, 'balanced');
    widths(doubled, 'balanced').forEach((width, i) => {
      expect(width).toBeCloseTo(base[i] as number, 6);
    });
  });

  it('are narrower under `balanced` for the one asset whose volatility doubles', () => {
    const base = widths(usual, 'balanced');
    const wild = widths(
      forecastOf([0.01, 0.03, 0.02], { reference, correlation: 0.5 }),
      'balanced',
    );
    expect(wild[1]).toBeLessThan(0.8 * (base[1] as number));
    const adaptive = widths(
      forecastOf([0.01, 0.03, 0.02], { reference, correlation: 0.5 }),
      'adaptive',
    );
    expect(adaptive[1]).toBeGreaterThan(1.2 * (widths(usual, 'adaptive')[1] as number));
  });
});
