/** Growth, volatility, ratios, tail and drawdowns of a report, on numbers that can be checked by hand. */
import { describe, expect, it } from 'vitest';
import { calmarRatio } from '../../src/report/statistics/calmar-ratio.ts';
import { conditionalValueAtRiskPct } from '../../src/report/statistics/conditional-value-at-risk.ts';
import { daySamples, samplesPerYear } from '../../src/report/statistics/day-samples.ts';
import { underwater, worstDrawdowns } from '../../src/report/statistics/drawdowns.ts';
import { figureOf } from '../../src/report/statistics/figure.ts';
import { growthRatePct } from '../../src/report/statistics/growth-rate.ts';
import { momentsOf } from '../../src/report/statistics/moments.ts';
import { simpleReturns } from '../../src/report/statistics/returns.ts';
import { sharpeRatio } from '../../src/report/statistics/sharpe-ratio.ts';
import { sortinoRatio } from '../../src/report/statistics/sortino-ratio.ts';
import { volatilityPct } from '../../src/report/statistics/volatility.ts';

const of = (...values: readonly number[]): Float64Array => Float64Array.from(values);
const plain = { periodsPerYear: 4, ratePctPerYear: 0 };

describe('a figure', () => {
  it('is a finite number, or none and why', () => {
    expect(figureOf(1.5)).toEqual({ value: 1.5 });
    expect(figureOf(Number.NaN)).toMatchObject({ value: null, why: expect.any(String) });
    expect(figureOf(Number.POSITIVE_INFINITY).value).toBeNull();
  });
});

describe('returns', () => {
  it('of 100, 110, 99 are +10 % and −10 %', () => {
    const [up, down] = simpleReturns(of(100, 110, 99));
    expect(up).toBeCloseTo(0.1, 12);
    expect(down).toBeCloseTo(-0.1, 12);
  });

  it('of what is worth nothing are 0 from then on', () => {
    expect([...simpleReturns(of(100, 0, 0))]).toEqual([-1, 0]);
  });

  it('have mean 2 and deviation 2 for 0, 2, 4, and no deviation from rounding', () => {
    expect(momentsOf(of(0, 2, 4))).toEqual({ mean: 2, deviation: 2 });
    expect(momentsOf(of(0.1 + 0.2, 0.3)).deviation).toBe(0);
  });
});

describe('day samples', () => {
  const hour = 3_600_000;

  it('are the first bar and the last of each day', () => {
    const times = Float64Array.from({ length: 50 }, (_, bar) => bar * hour);
    expect([...daySamples(times)]).toEqual([0, 23, 47, 49]);
  });

  it('are all bars when those are days, and none of none', () => {
    expect([...daySamples(of(0, 24 * hour, 72 * hour))]).toEqual([0, 1, 2]);
    expect([...daySamples(of())]).toEqual([]);
  });

  it('are 365 a year of hourly bars, 252 of daily bars with sessions, 52 of weekly ones', () => {
    expect(samplesPerYear({ periodsPerYear: 8_760, intervalMs: hour })).toBe(365);
    expect(samplesPerYear({ periodsPerYear: 252, intervalMs: 24 * hour })).toBe(252);
    expect(samplesPerYear({ periodsPerYear: 52, intervalMs: 7 * 24 * hour })).toBe(52);
  });
});

describe('the growth rate', () => {
  it('of a NAV that doubles over two years is √2 − 1', () => {
    const nav = of(100, 120, 90, 100, 130, 150, 170, 200);
    expect(growthRatePct(nav, 4).value).toBeCloseTo(41.421356, 6);
  });

  it('of a lost NAV is −100 %, and of one bar there is none', () => {
    expect(growthRatePct(of(100, 0), 2).value).toBe(-100);
    expect(growthRatePct(of(100), 365)).toEqual({ value: null, why: 'one bar is no period' });
  });

  it('that overflows is none', () => {
    expect(growthRatePct(of(1, 1e9), 8_760).value).toBeNull();
  });
});

describe('the volatility', () => {
  it('of ±1 % by turns, four periods a year, is 2 · 1.1547 %', () => {
    // sd (n − 1) of 1, −1, 1, −1 is √(4/3).
    expect(volatilityPct(of(0.01, -0.01, 0.01, -0.01), 4).value).toBeCloseTo(2.309401, 6);
  });

  it('of a constant NAV is 0, and of one return there is none', () => {
    expect(volatilityPct(of(0, 0, 0), 4)).toEqual({ value: 0 });
    expect(volatilityPct(of(0.1), 4).value).toBeNull();
  });
});

describe('the Sharpe ratio', () => {
  it('of returns 1 and 3 % a quarter is 2 % · 4 over √2 % · 2', () => {
    expect(sharpeRatio(of(0.01, 0.03), plain).value).toBeCloseTo(8 / (2 * Math.SQRT2), 10);
  });

  it('falls by the riskless rate', () => {
    const figure = sharpeRatio(of(0.01, 0.03), { ...plain, ratePctPerYear: 8 });
    expect(figure.value).toBeCloseTo(0, 10);
  });

  it('of returns that never varied is none', () => {
    expect(sharpeRatio(of(0.01, 0.01, 0.01), plain)).toEqual({
      value: null,
      why: 'the returns never varied',
    });
  });
});

describe('the Sortino ratio', () => {
  it('counts all returns below: −2, 4, 4, −2 % a quarter is 4 % over √2 % · 2', () => {
    // Downside deviation √((4 + 0 + 0 + 4) / 4) % = √2 % a quarter.
    const figure = sortinoRatio(of(-0.02, 0.04, 0.04, -0.02), plain);
    expect(figure.value).toBeCloseTo(4 / (2 * Math.SQRT2), 10);
  });

  it('is none when no return was below', () => {
    expect(sortinoRatio(of(0.01, 0.02), plain).value).toBeNull();
  });
});

describe('the Calmar ratio', () => {
  it('is growth over the deepest drawdown', () => {
    expect(calmarRatio({ value: 30 }, 60)).toEqual({ value: 0.5 });
  });

  it('is none without a drawdown, or without a growth rate, with its reason', () => {
    expect(calmarRatio({ value: 30 }, 0).value).toBeNull();
    expect(calmarRatio({ value: null, why: 'x' }, 10)).toEqual({ value: null, why: 'x' });
  });
});

describe('the conditional value at risk', () => {
  const returns = Float64Array.from({ length: 30 }, (_, k) => (k - 10) / 100);

  it('at 90 % of 30 returns is the mean loss of the worst three', () => {
    expect(conditionalValueAtRiskPct(returns, 0.9).value).toBeCloseTo(9, 10);
  });

  it('counts the return that fills the tail with its fraction', () => {
    // 5 % of 30 is 1.5 returns: (10 + 0.5 · 9) / 1.5.
    expect(conditionalValueAtRiskPct(returns, 0.95).value).toBeCloseTo(14.5 / 1.5, 10);
  });

  it('is none with fewer returns than one in the tail', () => {
    expect(conditionalValueAtRiskPct(returns.slice(0, 19), 0.95)).toEqual({
      value: null,
      why: 'fewer than 20 returns have no tail',
    });
    expect(conditionalValueAtRiskPct(returns.slice(0, 20), 0.95).value).toBeCloseTo(10, 10);
  });
});

describe('drawdowns', () => {
  const nav = of(100, 80, 90, 100, 120, 60, 70, 110);

  it('run from a peak to the trough and back, the deepest first', () => {
    expect(worstDrawdowns(nav, 5)).toEqual([
      { peak: 4, trough: 5, recovery: null, depth: 0.5 },
      { peak: 0, trough: 1, recovery: 3, depth: 1 - 80 / 100 },
    ]);
    expect(worstDrawdowns(nav, 1)).toHaveLength(1);
  });

  it('are none of a NAV that never falls, of one bar, of none', () => {
    expect(worstDrawdowns(of(1, 1, 2), 5)).toEqual([]);
    expect(worstDrawdowns(of(1), 5)).toEqual([]);
    expect(worstDrawdowns(of(), 5)).toEqual([]);
  });

  it('are what the underwater curve shows', () => {
    expect([...underwater(of(100, 80, 125, 100))]).toEqual([0, 80 / 100 - 1, 0, 100 / 125 - 1]);
  });
});
