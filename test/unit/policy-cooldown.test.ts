/** The cooldown and the hard band: what waits, what may not. Targets 40, 25, 15 %; thresholds of 5 pp, hard ones of 10 pp. */
import { describe, expect, it } from 'vitest';
import { hardBands, withCooldown } from '../../src/policy/cooldown.ts';
import { flowsOf, forecastOf, hourMs, lookOf, policyOf, threeAssets } from '../support/panels.ts';

const rule = policyOf({ kind: 'threshold', band: 0.05, destination: 'target' });
const cooled = withCooldown(rule, threeAssets, { cooldownHours: 24, hardBand: 0.05 });
const traded = 1_000 * hourMs;

function hoursLater(hours: number, weights: readonly number[]) {
  return lookOf(weights, { time: traded + hours * hourMs, lastRebalanceTime: traded });
}

describe('a cooldown of 24 hours', () => {
  it('holds a trade back that is due 10 hours after the last, and says so first', () => {
    const look = hoursLater(10, [0.48, 0.22, 0.12]);
    expect(flowsOf(rule, look)).not.toBeNull();
    expect(flowsOf(cooled, look)).toBeNull();
    expect(cooled.explain(look)).toEqual([
      { code: 'COOLDOWN_ACTIVE', hours: 10, cooldownHours: 24 },
      { code: 'BAND_BREACHED', symbol: 'BTC', driftPp: 8, thresholdPp: 5 },
    ]);
  });

  it('ends after exactly 24 hours', () => {
    expect(flowsOf(cooled, hoursLater(23.99, [0.48, 0.22, 0.12]))).toBeNull();
    const look = hoursLater(24, [0.48, 0.22, 0.12]);
    expect(flowsOf(cooled, look)).toEqual(flowsOf(rule, look));
    expect(cooled.explain(look)).toEqual(rule.explain(look));
  });

  it('does not count beyond the hard band of 10 pp', () => {
    expect(flowsOf(cooled, hoursLater(10, [0.499, 0.2, 0.1]))).toBeNull();
    const look = hoursLater(10, [0.502, 0.2, 0.1]);
    expect(flowsOf(cooled, look)).toEqual(flowsOf(rule, look));
    expect(cooled.explain(look)[0]).toEqual({
      code: 'HARD_BAND_BREACHED',
      symbol: 'BTC',
      driftPp: 10.2,
      thresholdPp: 10,
    });
  });

  it('adds nothing where no trade is due', () => {
    const look = hoursLater(10, [0.41, 0.25, 0.15]);
    expect(flowsOf(cooled, look)).toBeNull();
    expect(cooled.explain(look)).toEqual(rule.explain(look));
  });

  it('of zero hours is none', () => {
    expect(withCooldown(rule, threeAssets, { cooldownHours: 0, hardBand: 0.05 })).toBe(rule);
  });
});

describe('the hard band', () => {
  const at = { time: traded, hardBand: 0.05 };

  it('is twice the threshold around the target', () => {
    hardBands(rule, threeAssets, at).forEach((band) => {
      expect(band).toBeCloseTo(0.1, 6);
    });
  });

  it('is never below the configured one', () => {
    expect(hardBands(rule, threeAssets, { ...at, hardBand: 0.15 })).toEqual([0.15, 0.15, 0.15]);
    const narrow = policyOf({ kind: 'threshold', band: 0.01, destination: 'target' });
    expect(hardBands(narrow, threeAssets, at)).toEqual([0.05, 0.05, 0.05]);
  });

  it.each([
    ['on a schedule is the configured one', 0, '0 0 * * 1', 0.05],
    ['by hours is the configured one', 0, 24, 0.05],
    ['with a gate is twice the gate where that is wider', 0.03, 24, 0.06],
  ])('of a calendar %s', (_, gate, every, expected) => {
    const calendar = policyOf({ kind: 'calendar', every, gate });
    for (const band of hardBands(calendar, threeAssets, at)) expect(band).toBeCloseTo(expected, 6);
  });

  it('breaks the cooldown of a calendar', () => {
    const calendar = policyOf({ kind: 'calendar', every: 24, gate: 0 });
    const slow = withCooldown(calendar, threeAssets, { cooldownHours: 48, hardBand: 0.05 });
    const [calm, wild] = [hoursLater(30, [0.44, 0.25, 0.15]), hoursLater(30, [0.46, 0.25, 0.15])];
    expect(flowsOf(slow, calm)).toBeNull();
    expect(slow.explain(calm)[0]).toMatchObject({ code: 'COOLDOWN_ACTIVE', hours: 30 });
    expect(flowsOf(slow, wild)).not.toBeNull();
    expect(slow.explain(wild)[0]).toEqual({
      code: 'HARD_BAND_BREACHED',
      symbol: 'BTC',
      driftPp: 6,
      thresholdPp: 5,
    });
    expect(flowsOf(slow, hoursLater(20, [0.46, 0.25, 0.15]))).toBeNull();
  });

  it('widens with the region when volatility rises', () => {
    const settings = {
      objective: 'adaptive',
      tightness: 0.05,
      eventCostBps: 0,
      rho: 0.8,
      multiplier: [0.5, 2],
      goal: null,
    } as const;
    const policy = policyOf({ kind: 'risk-aware', ...settings });
    const reference = [0.01, 0.01, 0.01];
    policy.observe(forecastOf(reference));
    const calm = hardBands(policy, threeAssets, { ...at, hardBand: 0 });
    policy.observe(forecastOf([0.02, 0.02, 0.02], { reference }));
    hardBands(policy, threeAssets, { ...at, hardBand: 0 }).forEach((band, i) => {
      expect(band / (calm[i] as number)).toBeCloseTo(2 ** (2 / 3), 3);
    });
  });
});
