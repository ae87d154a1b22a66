/** What flows in or out is used first. Targets 40, 25, 15 and 20 % cash. */
import { describe, expect, it } from 'vitest';
import { fillLevel, withCashFlow } from '../../src/policy/cash-flow.ts';
import { flowsOf, lookOf, policyOf, threeAssets } from '../support/panels.ts';

const rule = policyOf({ kind: 'threshold', band: 0.05, destination: 'target' });
const using = withCashFlow(rule, threeAssets, 'first');

/** A tenth of NAV flowed in or out. */
const deposit = { nav: 100_000, cashFlow: 10_000 };
const withdrawal = { nav: 100_000, cashFlow: -10_000 };

function rounded(flows: readonly number[] | null): readonly number[] | undefined {
  return flows?.map((flow) => Math.round(1e9 * flow) / 1e9 + 0);
}

describe('the level of a flow', () => {
  it('raises the lowest first, until all of the flow is used', () => {
    // −4 is raised to −2 by 2, then −4 and −2 together by 1 each.
    expect(fillLevel(Float64Array.of(-4, -2, 3), 4)).toBeCloseTo(-1, 12);
    expect(fillLevel(Float64Array.of(-4, -2, 3), 1)).toBeCloseTo(-3, 12);
  });

  it('lowers the highest first for a flow out', () => {
    expect(fillLevel(Float64Array.of(4, 2, -3), -4)).toBeCloseTo(1, 12);
  });

  it('ends at the same level for all when the flow is large', () => {
    expect(fillLevel(Float64Array.of(-1, 0, 1), 9)).toBeCloseTo(3, 12);
  });
});

describe('a deposit', () => {
  it('buys what is below target, and nothing else, inside the threshold', () => {
    // Before it: 36, 22, 14 and 18 % of the NAV after it; 4, 3, 1 and 2 pp are missing, 10 in all.
    const look = lookOf([0.36, 0.22, 0.14], deposit);
    expect(flowsOf(rule, look)).toBeNull();
    expect(rounded(flowsOf(using, look))).toEqual([0.04, 0.03, 0.01]);
    expect(using.explain(look)[0]).toEqual({ code: 'CASH_FLOW_USED', flowPp: 10, tradedPp: 8 });
  });

  it('leaves to the rule what it cannot mend', () => {
    // SOL is 6 pp above target whatever is bought: all assets go to target.
    const look = lookOf([0.36, 0.22, 0.21], deposit);
    expect(rounded(flowsOf(using, look))).toEqual([0.04, 0.03, -0.06]);
    expect(using.explain(look).map(({ code }) => code)).toEqual([
      'CASH_FLOW_USED',
      'BAND_BREACHED',
    ]);
  });

  it('setting: policy.cashFlow ignore counts it as drift of the cash', () => {
    expect(withCashFlow(rule, threeAssets, 'ignore')).toBe(rule);
  });
});

describe('a withdrawal', () => {
  it('is raised from what is above target', () => {
    // Cash was 22 % before it; 4, 3, 1 and 2 pp are above, 10 in all.
    const look = lookOf([0.44, 0.28, 0.16], { ...withdrawal, cash: 0.12 });
    expect(rounded(flowsOf(using, look))).toEqual([-0.04, -0.03, -0.01]);
  });

  it('sells when it took more than the cash', () => {
    const look = lookOf([0.45, 0.35, 0.25], { ...withdrawal, cash: -0.05 });
    // 5, 10 and 10 pp are above; the two highest meet the lowest.
    expect(rounded(flowsOf(using, look))).toEqual([0, -0.05, -0.05]);
  });
});

describe('without a flow', () => {
  it('nothing changes', () => {
    for (const weights of [
      [0.4, 0.25, 0.15],
      [0.5, 0.2, 0.1],
    ]) {
      const look = lookOf(weights);
      expect(flowsOf(using, look)).toEqual(flowsOf(rule, look));
      expect(using.explain(look)).toEqual(rule.explain(look));
    }
  });
});
