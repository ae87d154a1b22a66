/** Bands that are expressions: how wide they are by hand, what they follow, and what stands in where they have no value. */
import { describe, expect, it } from 'vitest';
import { parameterOf, sweepOf } from '../../src/backtest/sweep.ts';
import { createBandWidths } from '../../src/policy/band-widths.ts';
import { createPolicy, needsForecast, withoutForecast } from '../../src/policy/create-policy.ts';
import type { PolicyRule } from '../../src/policy/settings.ts';
import { flowsOf, forecastOf, lookOf, policyOf, threeAssets } from '../support/panels.ts';

function threshold(band: string): PolicyRule {
  return { kind: 'threshold', band, destination: 'target' };
}

/** Half-widths at weights, before any forecast. */
function widthsOf(
  band: string,
  weights: readonly number[] = [0.4, 0.25, 0.15],
  kind: 'threshold' | 'threshold-relative' | 'percentage' = 'threshold',
): number[] {
  const widths = createBandWidths(threeAssets, { kind, band });
  widths.follow(Float64Array.from(weights));
  return [...widths.values];
}

function expectClose(values: readonly number[], wanted: readonly number[]): void {
  expect(values).toHaveLength(wanted.length);
  values.forEach((value, i) => {
    expect(value).toBeCloseTo(wanted[i] as number, 12);
  });
}

describe('a band that is an expression', () => {
  it.each([
    ['max(2%, 0.25 * target)', [0.1, 0.0625, 0.0375]],
    ['min(5%, 25% * target)', [0.05, 0.05, 0.0375]],
    ['target >= 25% ? 6% : 3%', [0.06, 0.06, 0.03]],
    ['0.5% * spreadBps', [0.02, 0.02, 0.02]],
    ['sqrt(target) * 10%', [0.1 * Math.sqrt(0.4), 0.05, 0.1 * Math.sqrt(0.15)]],
    ['5 %', [0.05, 0.05, 0.05]],
  ])('%s is measured for each asset', (band, expected) => {
    expectClose(widthsOf(band), expected);
  });

  it('of a relative threshold is a share of the target', () => {
    expectClose(widthsOf('10% + target', undefined, 'threshold-relative'), [0.2, 0.0875, 0.0375]);
  });

  it('is what the rule trades by and names: 10, 6.25 and 3.75 pp', () => {
    const policy = policyOf(threshold('max(2%, 0.25 * target)'));
    expect(flowsOf(policy, lookOf([0.49, 0.2, 0.13]))).toBeNull();
    const look = lookOf([0.4, 0.25, 0.19]);
    expect(flowsOf(policy, look)?.[2]).toBeCloseTo(-0.04, 12);
    expect(policy.explain(look)).toEqual([
      { code: 'BAND_BREACHED', symbol: 'SOL', driftPp: 4, thresholdPp: 3.75 },
    ]);
  });

  it('is half-way and at the edge where the destination is', () => {
    const flow = (destination: 'half' | 'edge') =>
      flowsOf(
        policyOf({ ...threshold('0.2 * target'), destination } as PolicyRule),
        lookOf([0.5, 0.25, 0.15]),
      )?.[0];
    expect(flow('half')).toBeCloseTo(0.44 - 0.5, 12);
    expect(flow('edge')).toBeCloseTo(0.48 - 0.5, 12);
  });

  it('is a tolerance of each asset as well', () => {
    const policy = policyOf({ kind: 'percentage', tolerance: '0.1 * target' });
    const look = lookOf([0.43, 0.22, 0.14]);
    expect(flowsOf(policy, look)?.map((flow) => Math.round(1e6 * flow))).toEqual([0, 30_000, 0]);
    expect(policy.explain(look)).toEqual([
      {
        ...{ code: 'TOLERANCE_EXCEEDED', count: 1, assets: 3 },
        ...{ symbol: 'ETH', driftPp: -3, thresholdPp: 2.5 },
      },
    ]);
  });

  it('follows the weight from look to look', () => {
    // 10 % of the weight: 4.4 pp at 44 %, 4.5 pp at 45 %.
    const policy = policyOf(threshold('10% * weight'));
    expect(flowsOf(policy, lookOf([0.44, 0.25, 0.15]))).toBeNull();
    expect(flowsOf(policy, lookOf([0.45, 0.25, 0.15]))).not.toBeNull();
    expect(flowsOf(policy, lookOf([0.44, 0.25, 0.15]))).toBeNull();
  });

  it('follows the spread of a market as it is at the look', () => {
    let spread = 4;
    const context = { ...threeAssets, spreadBps: (asset: number) => (asset === 0 ? spread : 4) };
    const policy = createPolicy(context, threshold('1% * spreadBps'));
    const look = lookOf([0.45, 0.25, 0.15]);
    expect(flowsOf(policy, look)).not.toBeNull();
    spread = 6;
    expect(flowsOf(policy, look)).toBeNull();
  });
});

describe('a band that speaks of vol', () => {
  // 1 % an hour is 0.01 · √8,760 = 93.6 % a year.
  const policy = policyOf(threshold('3% + 2% * vol'));
  const breached = (drift: number) => flowsOf(policy, lookOf([0.4 + drift, 0.25, 0.15])) !== null;

  it('is at its standard width of 5 pp until there is a forecast, and says so', () => {
    expect([breached(0.049), breached(0.051)]).toEqual([false, true]);
    expect(policy.explain(lookOf([0.4, 0.25, 0.15]))).toEqual([
      { code: 'BAND_INSIDE', symbol: 'BTC', driftPp: 0, thresholdPp: 5 },
      {
        code: 'BAND_NEUTRAL',
        symbols: 'BTC, ETH, SOL',
        width: '5 %',
        cause: 'there is no forecast of volatility',
      },
    ]);
  });

  it('widens with the volatility of its asset: 4.87 pp at 93.6 %, 6.74 pp at 187 %', () => {
    policy.observe(forecastOf([0.01, 0.01, 0.01]));
    expect([breached(0.0487), breached(0.0488)]).toEqual([false, true]);
    expect(policy.explain(lookOf([0.4, 0.25, 0.15]))).toHaveLength(1);
    policy.observe(forecastOf([0.02, 0.01, 0.01]));
    expect([breached(0.0674), breached(0.0675)]).toEqual([false, true]);
  });

  it('goes back to its standard width when the forecast is none', () => {
    for (const none of [
      forecastOf([0.01, 0.01, 0.01], { version: 0 }),
      forecastOf([Number.NaN, 0.01, 0.01]),
    ]) {
      policy.observe(forecastOf([0.02, 0.02, 0.02]));
      policy.observe(none);
      expect([breached(0.0499), breached(0.0501)]).toEqual([false, true]);
    }
  });

  it.each([
    ['threshold-relative', '20 % of the target', [0.08, 0.05, 0.03]],
    ['percentage', '0.5 %', [0.005, 0.005, 0.005]],
  ] as const)('of %s has the standard width of %s', (kind, width, expected) => {
    const widths = createBandWidths(threeAssets, { kind, band: '50% * vol' });
    widths.follow(Float64Array.of(0.4, 0.25, 0.15));
    expectClose([...widths.values], expected);
    expect(widths.reasons()[0]).toMatchObject({ code: 'BAND_NEUTRAL', width });
  });

  it('needs a forecast, and no other does', () => {
    expect(needsForecast(threshold('3% + 2% * vol'))).toBe(true);
    expect(needsForecast({ kind: 'percentage', tolerance: 'vol' })).toBe(true);
    expect(needsForecast(threshold('max(2%, 0.25 * target)'))).toBe(false);
    expect(needsForecast({ kind: 'threshold', band: 0.05, destination: 'half' })).toBe(false);
  });
});

describe('a rule without its forecast', () => {
  it('has bands of standard width where they spoke of vol', () => {
    expect(withoutForecast(threshold('3% + 2% * vol'))).toEqual({
      kind: 'threshold',
      band: 0.05,
      destination: 'target',
    });
    expect(withoutForecast({ kind: 'percentage', tolerance: '1% * vol' })).toEqual({
      kind: 'percentage',
      tolerance: 0.005,
    });
    const plain = threshold('0.2 * target');
    expect(withoutForecast(plain)).toBe(plain);
  });
});

describe('a value that is no width', () => {
  it.each([
    ['weight - 10%', [0.4, 0.25, 0.05], 'SOL', 'its expression gives -0.05 for SOL'],
    ['10 * weight', [0.4, 0.05, 0.05], 'BTC', 'its expression gives 4 for BTC'],
    ['1% / weight', [0.4, 0.25, 0], 'SOL', 'its expression gives Infinity for SOL'],
    ['sqrt(weight - 30%)', [0.4, 0.25, 0.5], 'ETH', 'its expression gives NaN for ETH'],
    ['weight * 0', [0.4, 0.25, 0.15], 'BTC, ETH, SOL', 'its expression gives 0 for BTC'],
  ])('of %s is not used', (band, weights, symbols, cause) => {
    const widths = createBandWidths(threeAssets, { kind: 'threshold', band });
    widths.follow(Float64Array.from(weights));
    expect(widths.reasons()).toEqual([
      {
        code: 'BAND_NEUTRAL',
        symbols,
        width: '5 %',
        cause: `${cause}, must be more than 0 and at most 1`,
      },
    ]);
    const [first = ''] = symbols.split(',');
    expect(widths.values[threeAssets.symbols.indexOf(first)]).toBe(0.05);
  });
});

describe('a sweep', () => {
  it('puts numbers in the place of an expression, which is no parameter', () => {
    expect(parameterOf(threshold('3% + 2% * vol'))).toBeNull();
    const { ruleAt } = sweepOf('threshold');
    expect(ruleAt(0.03, threshold('3% + 2% * vol'))).toMatchObject({ band: 0.03 });
  });
});

describe('an expression without a parser', () => {
  it('is a mistake of the program', () => {
    const { parse: _, ...context } = threeAssets;
    expect(() => createPolicy(context, threshold('2 * 3%'))).toThrow('a parser must be given');
  });
});
