/** Every setting of the policy and of the forecast changes what is recommended. */
import { describe, expect, it } from 'vitest';
import { hourMs } from '../support/panels.ts';
import {
  asOf,
  type Changes,
  codesOf,
  legsOf,
  marketOf,
  recommendWith,
  widthOf,
} from '../support/settings.ts';

const region = { 'policy.kind': 'risk-aware', 'policy.eventCostBps': 0 };
/** At the targets nothing is traded, so thresholds are seen from the same weights whatever the rule. */
const atTargets = { 'portfolio.holdings': { BTC: 2, ETH: 25, SOL: 750, USDT: 20_000 } };
const calendar = { 'policy.kind': 'calendar' };
const toTargets = ['sell BTC/USDT 0.5', 'buy ETH/USDT 4', 'buy SOL/USDT 150'];

/** Widths of the thresholds of BTC with two values of a setting. */
function widthsWith(key: string, values: readonly unknown[], rest: Changes = region): number[] {
  return values.map((value) =>
    widthOf(recommendWith({ ...rest, ...atTargets, [key]: value }), 'BTC'),
  );
}

describe('the rule', () => {
  it('setting: policy.kind decides when and where to', () => {
    expect(legsOf(recommendWith({ 'policy.kind': 'threshold' }))).toEqual(toTargets);
    expect(codesOf(recommendWith({ 'policy.kind': 'percentage' }))).toEqual(['TOLERANCE_EXCEEDED']);
    expect(codesOf(recommendWith({ 'policy.kind': 'calendar' }))).toEqual(['CALENDAR_DUE']);
    expect(codesOf(recommendWith({ 'policy.kind': 'geometry' }))).toEqual(['REGION_LEFT']);
    const [aware, blind] = [
      legsOf(recommendWith(region)),
      legsOf(recommendWith({ ...region, 'policy.kind': 'geometry' })),
    ];
    expect(aware).not.toEqual(blind);
    expect(aware).not.toEqual(toTargets);
  });

  it('setting: policy.band is the width of a threshold', () => {
    expect(recommendWith({ 'policy.band': '9%' }).outcome).toBe('proposed');
    expect(recommendWith({ 'policy.band': '11%' }).outcome).toBe('none');
    const relative = { 'policy.kind': 'threshold-relative' };
    expect(recommendWith({ ...relative, 'policy.band': '24%' }).outcome).toBe('proposed');
    expect(recommendWith({ ...relative, 'policy.band': '26%' }).outcome).toBe('none');
  });

  it('setting: policy.band may be an expression', () => {
    const outcome = (band: string) => recommendWith({ 'policy.band': band }).outcome;
    expect(outcome('max(2%, 0.24 * target)')).toBe('proposed');
    expect(outcome('max(2%, 0.26 * target)')).toBe('none');
    // Half the distance from bid to ask is 2 bps.
    expect([outcome('2.4% * spreadBps'), outcome('2.6% * spreadBps')]).toEqual([
      'proposed',
      'none',
    ]);
    const volOf = (symbol: string) =>
      recommendWith().assets.find((asset) => asset.symbol === symbol)?.volAnnual ?? Number.NaN;
    const perVol = 0.1 / volOf('BTC');
    expect(outcome(`${0.99 * perVol} * vol`)).toBe('proposed');
    expect(outcome(`${1.01 * perVol} * vol`)).toBe('none');
  });

  it('has bands at their standard width until volatility is forecast', () => {
    const days = (count: number) =>
      codesOf(recommendWith({ 'policy.band': '3% + 2% * vol' }, {}, marketOf({ days: count })));
    expect(days(5)).toEqual(['BAND_BREACHED', 'BAND_NEUTRAL']);
    expect(days(17)).toEqual(['BAND_BREACHED']);
  });

  it('setting: policy.destination is where breached assets stop', () => {
    const legs = (destination: string) =>
      legsOf(recommendWith({ 'policy.destination': destination }));
    expect(legs('target')).toEqual(toTargets);
    // 50 % to 42.5 % and to 45 %: 7,500 and 5,000 of 20,000 a unit.
    expect(legs('half')).toEqual(['sell BTC/USDT 0.375']);
    expect(legs('edge')).toEqual(['sell BTC/USDT 0.25']);
  });

  it('setting: policy.destination is that of a calendar with a gate too', () => {
    const legs = (destination: string, gate: string) =>
      legsOf(
        recommendWith({ ...calendar, 'policy.gate': gate, 'policy.destination': destination }),
      );
    // 50 % to 44.5 % and to 49 %.
    expect(legs('half', '9%')).toEqual(['sell BTC/USDT 0.275']);
    expect(legs('edge', '9%')).toEqual(['sell BTC/USDT 0.05']);
    expect(legs('target', '9%')).toEqual(toTargets);
    expect(legs('edge', '0%')).toEqual(toTargets);
  });

  it('setting: policy.tolerance is what the percentage rule lets pass', () => {
    const legs = (tolerance: string) =>
      legsOf(recommendWith({ 'policy.kind': 'percentage', 'policy.tolerance': tolerance }));
    expect(legs('1%')).toEqual(toTargets);
    expect(legs('3.5%')).toEqual(toTargets.slice(0, 2));
    expect(legs('5%')).toEqual(toTargets.slice(0, 1));
  });

  it('setting: policy.riskAversion narrows the bands of the closed form', () => {
    const [timid = 0, bold = 0] = widthsWith('policy.riskAversion', [8, 1], {
      'policy.kind': 'asset-band',
    });
    expect(timid).toBeLessThan(0.8 * bold);
  });
});

describe('the calendar', () => {
  it('setting: policy.every is hours since the last rebalance, or a schedule', () => {
    const twoDaysAgo = { lastRebalanceAt: asOf - 48 * hourMs };
    const outcome = (every: unknown, recorded = {}) =>
      recommendWith({ ...calendar, 'policy.every': every }, { ...twoDaysAgo, ...recorded }).outcome;
    expect(outcome(48)).toBe('proposed');
    expect(outcome(49)).toBe('none');
    // The decision is at 00:00, the look before it was at 23:00.
    const hourly = { lastLookAt: asOf - hourMs };
    expect(outcome('0 0 * * *', hourly)).toBe('proposed');
    expect(outcome('0 12 * * *', hourly)).toBe('none');
  });

  it('setting: policy.gate is the smallest drift that is traded', () => {
    expect(codesOf(recommendWith({ ...calendar, 'policy.gate': '11%' }))).toEqual(['GATE_INSIDE']);
    expect(recommendWith({ ...calendar, 'policy.gate': '9%' }).outcome).toBe('proposed');
  });
});

describe('the region', () => {
  it('setting: policy.tightness narrows it: half as wide at twice κ', () => {
    const [narrow = 0, wide = 0] = widthsWith('policy.tightness', [0.2, 0.1], {
      'policy.kind': 'geometry',
      'policy.eventCostBps': 0,
    });
    expect(narrow / wide).toBeCloseTo(0.5, 4);
  });

  it('setting: policy.eventCostBps widens it', () => {
    const [free = 0, dear = 0] = widthsWith('policy.eventCostBps', [0, 5]);
    expect(dear).toBeGreaterThan(1.2 * free);
  });

  it('setting: policy.rho weighs the geometry against the forecast', () => {
    const legs = (rho: number) => legsOf(recommendWith({ ...region, 'policy.rho': rho }));
    const geometry = legsOf(recommendWith({ ...region, 'policy.kind': 'geometry' }));
    expect(legs(0.8)).not.toEqual(geometry);
    const multiplierAtOne = { ...region, 'policy.multiplier': [1, 1], 'policy.rho': 100 };
    const almost = recommendWith({ ...multiplierAtOne, ...atTargets });
    expect(widthOf(almost, 'BTC')).toBeCloseTo(
      widthOf(recommendWith({ ...region, ...atTargets, 'policy.kind': 'geometry' }), 'BTC'),
      2,
    );
  });

  /** In the last 20 of 120 days volatility was three times as high as before. */
  const stormy = marketOf({ days: 120, stormyDays: 20, multiple: 3 });
  const widthIn = (changes: Changes): number =>
    widthOf(recommendWith({ ...region, ...atTargets, ...changes }, {}, stormy), 'SOL');

  it('setting: policy.objective says whether a storm widens it', () => {
    expect(widthIn({ 'policy.objective': 'adaptive' })).toBeGreaterThan(
      1.02 * widthIn({ 'policy.objective': 'balanced' }),
    );
  });

  it('setting: policy.multiplier bounds by how much', () => {
    expect(widthIn({ 'policy.multiplier': [0.5, 2] })).toBeGreaterThan(
      1.02 * widthIn({ 'policy.multiplier': [1, 1] }),
    );
    expect(widthIn({ 'policy.multiplier': [1, 1] })).toBeCloseTo(
      widthIn({ 'policy.multiplier': [0.5, 1] }),
      9,
    );
  });
});

describe('the cooldown', () => {
  const tenHoursAgo = { lastRebalanceAt: asOf - 10 * hourMs };

  it('setting: policy.cooldownHours holds back what is due too soon', () => {
    // BTC is 10 pp off its target, at the edge of its hard band of 2 · 5 pp.
    const codes = (hours: number) =>
      codesOf(
        recommendWith({ 'policy.cooldownHours': hours, 'policy.hardBand': '12%' }, tenHoursAgo),
      );
    expect(codes(24)).toEqual(['COOLDOWN_ACTIVE', 'BAND_BREACHED']);
    expect(codes(10)).toEqual(['BAND_BREACHED']);
  });

  it('setting: policy.hardBand is the smallest drift that need not wait', () => {
    const outcome = (hardBand: string) =>
      recommendWith(
        { 'policy.band': '4%', 'policy.cooldownHours': 24, 'policy.hardBand': hardBand },
        tenHoursAgo,
      );
    expect(codesOf(outcome('9%'))).toEqual(['HARD_BAND_BREACHED', 'BAND_BREACHED']);
    expect(outcome('11%').outcome).toBe('none');
  });
});

describe('the forecast', () => {
  it('setting: forecast.model is what volatility is taken from', () => {
    const views = (model: string) => {
      const { forecast, assets, reasons } = recommendWith({ ...region, 'forecast.model': model });
      return {
        model: forecast.model,
        vol: assets[0]?.volAnnual ?? null,
        first: reasons.at(-1)?.code,
      };
    };
    const [ewma, ranges, geometry, champion] = ['ewma60', 'range60', 'geometry', 'champion'].map(
      views,
    );
    expect(ewma?.model).toBe('ewma60');
    expect(ranges?.vol).not.toBeCloseTo(ewma?.vol ?? Number.NaN, 2);
    expect(geometry).toMatchObject({ model: 'geometry', vol: null, first: 'MULTIPLIER_NEUTRAL' });
    expect(champion).toEqual({ ...ewma, first: 'FORECAST_FALLBACK' });
  });

  it('setting: forecast.horizonDays is the horizon of the risk figures: twice as much in four times as long', () => {
    const risk = (days: number) => recommendWith({ 'forecast.horizonDays': days }).forecast;
    const [week, month] = [risk(7), risk(28)];
    expect(month.horizonDays).toBe(28);
    expect(month.portfolioVolBefore).toBeCloseTo(2 * (week.portfolioVolBefore ?? Number.NaN), 12);
  });

  it('setting: forecast.shrinkage draws correlations to their mean', () => {
    const risk = (shrinkage: number) =>
      recommendWith({ 'forecast.shrinkage': shrinkage }).forecast.trackingErrorBefore ?? Number.NaN;
    expect(Math.abs(risk(1) / risk(0) - 1)).toBeGreaterThan(0.001);
  });
});
