/** Breakouts, what a delayed sale brings, and the gate that no delay passes without proof. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/base/random.ts';
import { breakoutDeviations, breakoutEvents } from '../../src/learning/regime/breakout.ts';
import { delayGainBps } from '../../src/learning/regime/sale-delay.ts';
import { type DelayEvent, saleGate } from '../../src/learning/regime/sale-gate.ts';
import { panelOfVariances } from '../support/daily-panels.ts';

describe('a breakout', () => {
  const days = 40;
  const variance = 1e-4;
  const forecasts = new Float64Array(days * 3).fill(Math.log(variance));
  const panelOf = (closes: (day: number) => number) => {
    const panel = panelOfVariances([new Array<number>(days).fill(variance)]);
    const close = Float64Array.from({ length: days }, (_, day) => closes(day));
    return { ...panel, close };
  };

  it('is a close σ above within five days, σ = √(5 · forecast)', () => {
    // √(5 · 1e-4) = 2.236 %: e^0.0223 − 1 = 2.255 %, e^0.0224 − 1 = 2.265 %.
    const panel = panelOf((day) => (day === 20 ? 100 * Math.exp(0.0224) : 100));
    expect(breakoutDeviations(panel, forecasts)[0]).toBeCloseTo(Math.sqrt(5e-4), 12);
    const { events, horizonDays } = breakoutEvents(panel, forecasts);
    expect(horizonDays).toBe(5);
    expect([...events.subarray(14, 22)]).toEqual([0, 1, 1, 1, 1, 1, 0, 0]);
    const lower = panelOf((day) => (day === 20 ? 100 * Math.exp(0.0223) : 100));
    expect(breakoutEvents(lower, forecasts).events[15]).toBe(0);
  });

  it('is unknown until five days have closed, and across a missing one', () => {
    const { events } = breakoutEvents(
      panelOf((day) => (day === 10 ? Number.NaN : 100)),
      forecasts,
    );
    expect([...events.subarray(3, 12)].map(Number.isNaN)).toEqual(
      [3, 4, 5, 6, 7, 8, 9, 10, 11].map((day) => day >= 5 && day <= 10),
    );
    expect([...events.subarray(33)].map(Number.isNaN)).toEqual(
      [33, 34, 35, 36, 37, 38, 39].map((day) => day > 34),
    );
  });
});

describe('a delayed sale', () => {
  const sale = { otherCloses: [1, 1, 1, 1], deviation: 0.1, secondOrderBps: 10 };

  it('is made on the third day, less the costs of its order', () => {
    expect(delayGainBps({ ...sale, closes: [100, 110, 104, 115] })).toBeCloseTo(1490, 9);
  });

  it('is made sooner at the first close ¾ σ below the highest', () => {
    // ln(102/110) = −7.55 % is beyond −7.5 %, ln(103/110) = −6.6 % is not.
    expect(delayGainBps({ ...sale, closes: [100, 110, 102, 200] })).toBeCloseTo(190, 9);
    expect(delayGainBps({ ...sale, closes: [100, 110, 103, 200] })).toBeCloseTo(9990, 9);
    expect(delayGainBps({ ...sale, closes: [100, 92] })).toBeCloseTo(-810, 9);
  });

  it('counts against what it would have bought', () => {
    const otherCloses = [50, 55, 55, 60];
    expect(delayGainBps({ ...sale, otherCloses, closes: [100, 110, 104, 115] })).toBeCloseTo(
      1500 - 2000 - 10,
      9,
    );
  });

  it('is unknown while a day is missing', () => {
    expect(delayGainBps({ ...sale, closes: [100, 101, 102] })).toBeNaN();
    expect(delayGainBps({ ...sale, closes: [100, Number.NaN, 102, 103] })).toBeNaN();
  });
});

/** A sale every fourth day: a quarter break out; the probability knows most of it, and delays gain 30 bps give or take 50. */
function goodEvents(count: number): DelayEvent[] {
  const random = createRandom(8);
  return Array.from({ length: count }, (_, k) => {
    const hasBrokenOut = k % 4 === 0;
    const probability = hasBrokenOut ? 0.5 : 0.15;
    return {
      ...{ day: 4 * k, probability, baseRate: 0.25, hasBrokenOut },
      gainBps: 30 + 50 * random.normal(),
    };
  });
}

describe('the gate of delayed sales', () => {
  const gateOf = (events: readonly DelayEvent[]) => saleGate(events, { day: 800, seed: 1 });
  const good = goodEvents(200);

  it('opens on a hundred sales whose skill and gain are both above zero at the lower end', () => {
    const gate = gateOf(good);
    expect(gate.isOpen).toBe(true);
    expect(gate.all.events).toBe(200);
    // Decided on day 621 or later: 624, 628, … 796.
    expect(gate.recent.events).toBe(44);
    // Skill 1 − (¼ 0.5² + ¾ 0.15²)/(¼ 0.75² + ¾ 0.25²) = 1 − 0.079375/0.1875 = 0.577; the gain's mean is near 30.
    expect(gate.all.lowestSkill).toBeGreaterThan(0.55);
    expect(gate.all.lowestSkill).toBeLessThan(0.577);
    expect(gate.all.lowestGainBps).toBeGreaterThan(15);
    expect(gate.all.lowestGainBps).toBeLessThan(30);
    expect(gateOf(good)).toEqual(gate);
  });

  it('stays shut on fewer, or on none', () => {
    expect(gateOf(good.slice(-99)).isOpen).toBe(false);
    expect(gateOf(good.slice(-100)).isOpen).toBe(true);
    expect(gateOf([])).toMatchObject({ isOpen: false, all: { events: 0, lowestSkill: 0 } });
  });

  it('stays shut where the probability knows no more than the past, or delays cost', () => {
    const unskilled = good.map((event, k) => ({ ...event, hasBrokenOut: k % 4 === 1 }));
    expect(gateOf(unskilled).all.lowestSkill).toBeLessThan(0);
    expect(gateOf(unskilled).isOpen).toBe(false);
    const costly = good.map((event) => ({ ...event, gainBps: event.gainBps - 30 }));
    expect(gateOf(costly).isOpen).toBe(false);
  });

  it('shuts again when the last 180 days fail, good as all of them are', () => {
    const turned = good.map((event) =>
      event.day > 620 ? { ...event, gainBps: event.gainBps - 30 } : event,
    );
    const gate = gateOf(turned);
    expect(gate.all.lowestGainBps).toBeGreaterThan(0);
    expect(gate.recent.lowestGainBps).toBeLessThan(0);
    expect(gate.isOpen).toBe(false);
    // No sale of late is no proof either.
    expect(gateOf(good.filter(({ day }) => day < 500)).isOpen).toBe(false);
  });
});
