/** The closed form of one asset against the values of the literature and against its own definition. */
import { describe, expect, it } from 'vitest';
import {
  type Band,
  bandStatistics,
  bestBand,
  lessOvershoot,
} from '../../src/policy/closed-form.ts';

/** p = .6, σ_r = .15, λ = 4, c = .001, q = σ_r². */
const base = {
  driftVolAnnual: 0.6 * 0.4 * 0.15,
  penalty: 4 * 0.15 ** 2,
  cost: 0.001,
  eventCost: 0,
};

describe('the best band of one asset', () => {
  it.each([
    [0, 0.02785, 0.02785],
    [1e-6, 0.035715, 0.021238],
    [1e-5, 0.045838, 0.015392],
    [1e-4, 0.068898, 0.008139],
  ])(
    'with an event cost of %d has its trigger at %d and its destination at %d',
    (eventCost, b, x) => {
      const band = bestBand({ ...base, eventCost });
      expect(band.trigger).toBeCloseTo(b, 6);
      expect(band.destination).toBeCloseTo(x, 6);
    },
  );

  it('without proportional cost goes back to the target', () => {
    const band = bestBand({ ...base, cost: 0, eventCost: 1e-5 });
    expect(band.trigger).toBeCloseTo(0.036257, 6);
    expect(band.destination).toBe(0);
  });

  it('is the no-trade half-width of Gerhold et al. 2013 for p = .625, γ = 5, full spread .01', () => {
    // Their width does not depend on σ: with q = σ_r² and λ = γ, half the full spread is the cost of a side.
    const band = bestBand({ driftVolAnnual: 0.625 * 0.375, penalty: 5, cost: 0.005, eventCost: 0 });
    expect(band.trigger).toBeCloseTo(0.0435149, 7);
  });

  it('satisfies both conditions of the optimum', () => {
    const eventCost = 3e-5;
    const { trigger: b, destination: x } = bestBand({ ...base, eventCost });
    const { driftVolAnnual: s, penalty, cost } = base;
    expect((b * x * (b + x)) / ((3 * cost * s ** 2) / penalty)).toBeCloseTo(1, 10);
    expect((cost * (b - x) ** 3) / (4 * b * x * eventCost)).toBeCloseTo(1, 10);
  });

  it('costs less than any band beside it', () => {
    const problem = { ...base, eventCost: 1e-5 };
    const best = bestBand(problem);
    const costAt = (band: Band): number => bandStatistics(problem, band).cost;
    for (const [db, dx] of [
      [1.05, 1],
      [0.95, 1],
      [1, 1.05],
      [1, 0.95],
    ] as const) {
      const other = { trigger: best.trigger * db, destination: best.destination * dx };
      expect(costAt(other)).toBeGreaterThan(costAt(best));
    }
  });

  it('counts events, turnover and drift of a band by hand', () => {
    const problem = { driftVolAnnual: 0.1, penalty: 6, cost: 0.01, eventCost: 0.001 };
    const figures = bandStatistics(problem, { trigger: 0.05, destination: 0.03 });
    expect(figures.events).toBeCloseTo(0.01 / 0.0016, 12);
    expect(figures.turnover).toBeCloseTo(0.01 / 0.08, 12);
    expect(figures.meanSquareDrift).toBeCloseTo(0.0034 / 6, 12);
    expect(figures.cost).toBeCloseTo(0.5 * 0.0034 + 6.25 * (0.001 + 0.01 * 0.02), 12);
  });

  it('takes the overshoot of discrete looks off the trigger and never passes the destination beyond it', () => {
    const band = { trigger: 0.05, destination: 0.045 };
    const narrower = lessOvershoot(band, 0.2, 1 / 365);
    expect(narrower.trigger).toBeCloseTo(0.05 - (0.5826 * 0.2) / Math.sqrt(365), 12);
    expect(narrower.destination).toBe(narrower.trigger);
    expect(lessOvershoot(band, 10, 1).trigger).toBe(0);
  });
});
