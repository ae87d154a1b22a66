/** Rules go by the costs of now: when those of the markets change, thresholds follow at the next look. */
import { describe, expect, it } from 'vitest';
import type { FlowMarket } from '../../src/policy/flow-problem.ts';
import type { PolicyContext } from '../../src/policy/policy.ts';
import { objectives, type PolicyRule } from '../../src/policy/settings.ts';
import { thresholdSlices } from '../../src/policy/threshold-slice.ts';
import { regionRule } from '../support/backtest-worlds.ts';
import { flowsOf, forecastOf, lookOf, policyOf, threeAssets } from '../support/panels.ts';

const atTargets = lookOf([0.4, 0.25, 0.15]);

/** Three assets whose costs can be changed. */
function changeable(): PolicyContext & { markets: readonly FlowMarket[] } {
  return { ...threeAssets, markets: threeAssets.markets.map((market) => ({ ...market })) };
}

/** Widths of the thresholds at the targets with all costs a multiple of 15 bps, over those before. */
function wideningOf(rule: PolicyRule, options: { multiple: number; forecasts: boolean }): number[] {
  const context = changeable();
  const policy = policyOf(rule, context);
  if (options.forecasts) policy.observe(forecastOf([0.006, 0.008, 0.01], { correlation: 0.5 }));
  const widths = () =>
    thresholdSlices(policy, atTargets, 3).map(({ lower, upper }) => upper - lower);
  const before = widths();
  for (const market of context.markets) market.cost *= options.multiple;
  return widths().map((width, i) => width / (before[i] as number));
}

describe('when costs double', () => {
  it('the bands of the closed form widen by 2^(1/3)', () => {
    const rule = { kind: 'asset-band', riskAversion: 4, eventCostBps: 0 } as const;
    // Without a forecast, which would take the overshoot between looks off both.
    for (const widening of wideningOf(rule, { multiple: 2, forecasts: false })) {
      expect(widening).toBeCloseTo(2 ** (1 / 3), 4);
    }
  });

  it.each(objectives)(
    'the region widens under %s too: twice at the same tightness',
    (objective) => {
      const rule = { ...regionRule, objective, eventCostBps: 0 };
      for (const widening of wideningOf(rule, { multiple: 2, forecasts: true })) {
        expect(widening).toBeCloseTo(2, 3);
      }
    },
  );

  it('bands that are given stay, and what is sold to pay for a purchase covers the new cost', () => {
    const context = changeable();
    const rule = { kind: 'threshold', band: 0.04, destination: 'edge' } as const;
    const policy = policyOf(rule, context);
    // BTC is 5 pp below its target and there is no cash: 1 pp is bought with what the others are above theirs.
    const look = lookOf([0.35, 0.28, 0.17], { cash: 0 });
    for (const cost of [0.0015, 0.01]) {
      for (const market of context.markets) market.cost = cost;
      const [bought, ...sold] = flowsOf(policy, look) as [number, number, number];
      expect(bought).toBeCloseTo(0.01, 12);
      const proceeds = -(sold[0] + sold[1]) * (1 - cost);
      expect(proceeds).toBeCloseTo(0.01 * (1 + cost), 12);
    }
  });
});
