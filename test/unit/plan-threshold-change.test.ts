/** What moved the thresholds since the day before: right by hand where one input changed, adding up where all did, else silent. */
import { describe, expect, it } from 'vitest';
import type { Candles } from '../../src/market/candles.ts';
import { type ThresholdChange, thresholdChanges } from '../../src/plan/threshold-change.ts';
import type { ThresholdInputs } from '../../src/plan/threshold-inputs.ts';
import type { PolicyRule } from '../../src/policy/settings.ts';
import { thresholdSlices } from '../../src/policy/threshold-slice.ts';
import { regionRule } from '../support/backtest-worlds.ts';
import {
  candlesOf,
  forecastOf,
  hourMs,
  lookOf,
  policyOf,
  randomCloses,
  threeAssets,
} from '../support/panels.ts';
import { asOf, type Changes, recommendWith } from '../support/settings.ts';

const look = lookOf([0.41, 0.24, 0.15]);
const reference = [0.01, 0.015, 0.02];
const usual: ThresholdInputs = {
  forecast: forecastOf(reference, { correlation: 0.5 }),
  costs: Float64Array.of(0.0015, 0.0015, 0.0015),
  spreadsBps: Float64Array.of(4, 4, 4),
};
/** Without a cost of events a slice at the targets is exactly proportional to costs. */
const exact: PolicyRule = { ...regionRule, eventCostBps: 0 };

function widthsAt(rule: PolicyRule, { forecast, costs }: ThresholdInputs, at = look): number[] {
  const markets = threeAssets.markets.map((market, m) => ({ ...market, cost: costs[m] as number }));
  const policy = policyOf(rule, { ...threeAssets, markets });
  policy.observe(forecast);
  return thresholdSlices(policy, at, 3).map(({ lower, upper }) => upper - lower);
}

function changesOf(
  rule: PolicyRule,
  days: { today?: Partial<ThresholdInputs>; yesterday?: Partial<ThresholdInputs> },
  at = look,
): readonly ThresholdChange[] | null {
  const policy = policyOf(rule);
  policy.observe(usual.forecast);
  const view = { context: threeAssets, rule, look: at, slices: thresholdSlices(policy, at, 3) };
  return thresholdChanges(view, {
    today: { ...usual, ...days.today },
    yesterday: { ...usual, ...days.yesterday },
    since: 5,
  });
}

const targets = lookOf([0.4, 0.25, 0.15]);
const wild: ThresholdInputs = {
  ...usual,
  forecast: forecastOf([0.012, 0.013, 0.035], { reference, correlation: 0.8 }),
  costs: Float64Array.of(0.0012, 0.0021, 0.0015),
};

describe('of one input', () => {
  it('a cost that doubled widens a threshold by as much again, and nothing else moved it', () => {
    const yesterday = { costs: usual.costs.map((cost) => cost / 2) };
    const before = widthsAt(exact, { ...usual, ...yesterday }, targets);
    changesOf(exact, { yesterday }, targets)?.forEach((change, asset) => {
      expect(change.costPp).toBeCloseTo(100 * (before[asset] as number), 4);
      expect(change).toMatchObject({ volatilityPp: 0, correlationPp: 0, widthPp: change.costPp });
    });
  });

  it('costs also move the thresholds of `geometry`, which has no forecast', () => {
    const rule: PolicyRule = { ...exact, kind: 'geometry' };
    const yesterday = { ...wild, costs: usual.costs.map((cost) => cost / 2) };
    const before = widthsAt(rule, yesterday, targets);
    changesOf(rule, { yesterday }, targets)?.forEach((change, asset) => {
      expect(change.costPp).toBeCloseTo(100 * (before[asset] as number), 4);
      expect([change.volatilityPp, change.correlationPp]).toEqual([0, 0]);
    });
    expect(changesOf(rule, { yesterday: { ...wild, costs: usual.costs } })).toBeNull();
  });

  it('spreads move a band that speaks of them', () => {
    const rule: PolicyRule = { kind: 'percentage', tolerance: '1% * spreadBps' };
    const [btc] =
      changesOf(rule, { today: { spreadsBps: Float64Array.of(6, 4, 4) } }, targets) ?? [];
    // From 40 ± 4 % to 40 ± 6 %.
    expect(btc?.costPp).toBeCloseTo(4, 3);
    expect(btc).toMatchObject({ volatilityPp: 0, correlationPp: 0 });
    expect(changesOf(rule, { yesterday: { forecast: wild.forecast } })).toBeNull();
  });

  it('volatilities that doubled widen the thresholds of `adaptive` by 2^(2/3)', () => {
    const today = { forecast: forecastOf([0.02, 0.03, 0.04], { reference, correlation: 0.5 }) };
    const before = widthsAt(exact, usual, targets);
    changesOf(exact, { today }, targets)?.forEach((change, asset) => {
      const expected = 100 * (2 ** (2 / 3) - 1) * (before[asset] as number);
      expect(change.volatilityPp).toBeCloseTo(expected, 3);
      expect(change.correlationPp).toBeCloseTo(0, 4);
      expect(change.costPp).toBe(0);
    });
  });

  it('volatilities that doubled widen a band of 3% + 2% * vol by four times 2 % of what they were', () => {
    const rule: PolicyRule = { kind: 'threshold', band: '3% + 2% * vol', destination: 'target' };
    const today = { forecast: forecastOf([0.02, 0.03, 0.04]) };
    // 1 % an hour is 93.595 % a year: from 2 · 4.872 to 2 · 6.744 pp.
    const [btc] = changesOf(rule, { today }, targets) ?? [];
    expect(btc?.volatilityPp).toBeCloseTo(3.744, 3);
    expect(btc).toMatchObject({ correlationPp: 0, costPp: 0 });
    expect(
      changesOf(rule, { today: { forecast: forecastOf([Number.NaN, 0.01, 0.01]) } }),
    ).toBeNull();
  });

  it('correlations are what is left where volatilities stayed', () => {
    const today = { forecast: forecastOf(reference, { correlation: 0.9 }) };
    const changes = changesOf(exact, { today });
    expect(changes).toHaveLength(3);
    for (const { volatilityPp, correlationPp, costPp, widthPp } of changes ?? []) {
      expect([volatilityPp, costPp]).toEqual([0, 0]);
      expect(Math.abs(correlationPp)).toBeGreaterThan(0.05);
      expect(widthPp).toBe(correlationPp);
    }
  });

  it('the long run that volatilities are measured against is one of them', () => {
    const calm = reference.map((value) => value / 2);
    const today = { forecast: forecastOf(reference, { reference: calm, correlation: 0.5 }) };
    for (const change of changesOf(exact, { today }) ?? []) {
      expect(change.volatilityPp).toBeGreaterThan(0.1);
      expect([change.correlationPp, change.costPp]).toEqual([0, 0]);
    }
  });

  it('that is the same on both days the part is exactly 0, and all are where nothing changed', () => {
    expect(changesOf(exact, {})).toEqual(
      [0, 1, 2].map(() => ({ since: 5, widthPp: 0, volatilityPp: 0, correlationPp: 0, costPp: 0 })),
    );
    const today = { forecast: forecastOf([0.011, 0.014, 0.03], { reference, correlation: 0.3 }) };
    for (const { costPp } of changesOf(exact, { today }) ?? []) expect(costPp).toBe(0);
  });
});

describe('of all inputs', () => {
  const objectives = ['adaptive', 'balanced', 'cost-budget', 'tracking-target'] as const;
  const rules: readonly PolicyRule[] = [
    ...objectives.map((objective): PolicyRule => ({ ...regionRule, objective })),
    { kind: 'asset-band', riskAversion: 1, eventCostBps: 0.1 },
  ];

  it.each(rules.map((rule) => ['objective' in rule ? rule.objective : rule.kind, rule] as const))(
    '%s: the parts add up to the change of the width',
    (_, rule) => {
      const before = widthsAt(rule, usual);
      const after = widthsAt(rule, wild);
      const changes = changesOf(rule, { today: wild });
      expect(changes).toHaveLength(3);
      changes?.forEach(({ widthPp, volatilityPp, correlationPp, costPp }, i) => {
        expect(volatilityPp + correlationPp + costPp).toBe(widthPp);
        const moved = 100 * ((after[i] as number) - (before[i] as number));
        expect(Math.abs(widthPp - moved)).toBeLessThan(5e-5);
      });
    },
  );

  it('the way back is the way there, part by part', () => {
    const there = changesOf(exact, { today: wild }) ?? [];
    const back = changesOf(exact, { yesterday: wild }) ?? [];
    there.forEach((change, i) => {
      for (const part of ['volatilityPp', 'correlationPp', 'costPp'] as const) {
        expect(back[i]?.[part]).toBeCloseTo(-change[part], 4);
      }
    });
  });
});

describe('nothing is said', () => {
  it.each<PolicyRule>([
    { kind: 'threshold', band: 0.05, destination: 'target' },
    { kind: 'five-twenty-five' },
    { kind: 'percentage', tolerance: 0.1 },
    { kind: 'calendar', every: 24, gate: 0.03 },
  ])('of a rule that follows neither forecast nor costs: $kind', (rule) => {
    expect(changesOf(rule, { today: wild })).toBeNull();
  });

  it('where there was no forecast on one of the days', () => {
    const none = { forecast: forecastOf(reference, { version: 0 }) };
    expect(changesOf(exact, { today: none })).toBeNull();
    expect(changesOf(exact, { yesterday: none })).toBeNull();
  });

  it('where the forecast could not be used and the multiplier was neutral', () => {
    const constant = { forecast: forecastOf([0.01, 0, 0.02]) };
    expect(changesOf(exact, { today: constant })).toBeNull();
    expect(changesOf(exact, { yesterday: constant })).toBeNull();
  });

  it('where a trade would be due at these weights, on one of the days or on both', () => {
    const tight = { costs: usual.costs.map((cost) => cost / 100) };
    expect(changesOf(exact, { today: tight })).toBeNull();
    expect(changesOf(exact, { yesterday: tight })).toBeNull();
    expect(changesOf(exact, {}, lookOf([0.9, 0.05, 0.04]))).toBeNull();
  });
});

/** Hourly bars; the volatility of SOL over the last day is a multiple of what it was. */
function marketOf(days: number, multiple: number): Candles[] {
  const bars = 24 * days;
  return ['BTC', 'ETH', 'SOL'].map((symbol, i) => {
    const path = Array.from({ length: bars }, (_, bar) =>
      symbol === 'SOL' && bar >= bars - 24 ? 0.006 * multiple : 0.006,
    );
    return candlesOf(symbol, randomCloses(i + 1, path), { start: asOf - bars * hourMs });
  });
}

const riskAware = {
  'policy.kind': 'risk-aware',
  'portfolio.holdings': { BTC: 400, ETH: 250, SOL: 150, USDT: 20_000 },
};

function changeIn(
  series: readonly Candles[],
  symbol: string,
  changes: Changes = {},
): ThresholdChange | null | undefined {
  const { assets } = recommendWith({ ...riskAware, ...changes }, {}, series);
  return assets.find((asset) => asset.symbol === symbol)?.thresholdChange;
}

describe('a recommendation', () => {
  it('says that a wild day widened the threshold of its asset, since the same hour of the day before', () => {
    const wildDay = changeIn(marketOf(365, 8), 'SOL');
    const usualDay = changeIn(marketOf(365, 1), 'SOL');
    expect(wildDay?.since).toBe(asOf - 24 * hourMs);
    expect(wildDay?.volatilityPp).toBeGreaterThan(0.05);
    expect(Math.abs(usualDay?.volatilityPp ?? Number.NaN)).toBeLessThan(0.02);
    expect([wildDay?.costPp, usualDay?.costPp]).toEqual([0, 0]);
  });

  it('says that costs rose with volatility where they do', () => {
    const dearer = changeIn(marketOf(365, 8), 'SOL', { 'costs.volatilityExponent': 1 });
    expect(dearer?.costPp).toBeGreaterThan(0.05);
    const alone = { 'costs.volatilityExponent': 1, 'policy.kind': 'geometry' };
    const change = changeIn(marketOf(365, 8), 'SOL', alone);
    expect(change?.costPp).toBeGreaterThan(0.05);
    expect(change?.costPp).toBe(change?.widthPp);
    expect(changeIn(marketOf(365, 8), 'SOL', { 'policy.kind': 'geometry' })).toBeNull();
  });

  it('says that nothing moved it where every bar is as the one before', () => {
    const bars = 24 * 30;
    const series = ['BTC', 'ETH', 'SOL'].map((symbol, i) => {
      // Up or down by 1 %, BTC every bar, ETH every second, SOL every fourth: all uncorrelated.
      const closes = Array.from({ length: bars + 1 }, () => 100);
      for (let bar = 1; bar <= bars; bar++) {
        const isUp = Math.floor(bar / 2 ** i) % 2 === 0;
        closes[bar] = (closes[bar - 1] as number) * (isUp ? 1.01 : 0.99);
      }
      return candlesOf(symbol, closes.slice(1), { start: asOf - bars * hourMs });
    });
    const change = changeIn(series, 'ETH');
    expect(Math.abs(change?.volatilityPp ?? Number.NaN)).toBeLessThan(0.01);
    expect(Math.abs(change?.correlationPp ?? Number.NaN)).toBeLessThan(0.01);
  });

  it('says nothing with too few bars for a forecast of the day before', () => {
    // The first forecast is made at midnight after 168 bars.
    expect(changeIn(marketOf(7, 1), 'SOL')).toBeNull();
    expect(changeIn(marketOf(8, 1), 'SOL')).not.toBeNull();
  });
});
