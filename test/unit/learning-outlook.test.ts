/** What forecasts say from the last close on: volatilities with their ranges, returns, and regimes, by hand. */
import { describe, expect, it } from 'vitest';
import { regimeOutlook } from '../../src/learning/outlook/regime-outlook.ts';
import { volatilityOutlook } from '../../src/learning/outlook/volatility-outlook.ts';
import { panelOfVariances } from '../support/daily-panels.ts';

const days = 200;
/** Of a day where volatility is 60 % a year: .36/365. */
const usual = 0.36 / 365;

/** The same three forecasts on every day, of one asset. */
function saying(...logs: readonly [number, number, number]): Float64Array {
  return Float64Array.from({ length: days * 3 }, (_, at) => logs[at % 3] as number);
}

const steady = panelOfVariances([new Array(days).fill(usual)]);
const log = Math.log(usual);

describe('the volatility ahead', () => {
  it('is a year’s of the mean daily variance, 252 days with sessions', () => {
    const [ahead] = volatilityOutlook(steady, saying(log, log, log), null);
    expect(ahead).toHaveLength(30);
    for (const { volAnnual } of ahead ?? []) expect(volAnnual).toBeCloseTo(0.6, 12);
    const [session] = volatilityOutlook({ ...steady, sessions: true }, saying(log, log, log), null);
    expect(session?.[0]?.volAnnual).toBeCloseTo(0.6 * Math.sqrt(252 / 365), 12);
  });

  it('lies on a line in the log of the days between the horizons', () => {
    // Four times the variance in a week: at √7 days twice; at 3 days 4^(ln 3/ln 7) times.
    const [ahead] = volatilityOutlook(steady, saying(log, log + Math.log(4), log), null);
    const at = (day: number) => ahead?.[day - 1]?.volAnnual as number;
    expect(at(1)).toBeCloseTo(0.6, 12);
    expect(at(3)).toBeCloseTo(0.6 * 4 ** (Math.log(3) / Math.log(7) / 2), 12);
    expect(at(7)).toBeCloseTo(1.2, 12);
    expect(at(30)).toBeCloseTo(0.6, 12);
  });

  it('has ranges of what the errors were: all forecasts were half of what came', () => {
    const half = log - Math.log(2);
    const [ahead] = volatilityOutlook(steady, saying(half, half, half), null);
    for (const { volAnnual, vol50, vol90 } of ahead ?? []) {
      expect(volAnnual).toBeCloseTo(0.6 / Math.SQRT2, 12);
      expect(vol50?.lower).toBeCloseTo(0.6, 12);
      expect(vol90?.upper).toBeCloseTo(0.6, 12);
    }
  });

  it('has ranges of returns, in deviations that were forecast', () => {
    // Up and down by one deviation of a day in turn.
    const deviation = Math.sqrt(usual);
    const logReturn = steady.logReturn.map((_, day) => (day % 2 === 0 ? deviation : -deviation));
    const [ahead] = volatilityOutlook({ ...steady, logReturn }, saying(log, log, log), null);
    expect(ahead?.[0]?.return90?.lower).toBeCloseTo(Math.expm1(-deviation), 12);
    expect(ahead?.[0]?.return90?.upper).toBeCloseTo(Math.expm1(deviation), 12);
  });

  it('has no ranges where too few outcomes are known, but those of the model for 90 %', () => {
    const young = panelOfVariances([new Array(40).fill(usual)]);
    const forecasts = saying(log, log, log).subarray(0, 40 * 3);
    const bare = volatilityOutlook(young, forecasts, null)[0]?.[0];
    expect(bare).toMatchObject({ vol50: null, vol90: null, return50: null, return90: null });
    const bounds = { lower: -Math.log(4), upper: Math.log(4) };
    const stored = {
      coverage: 0.9,
      variance: [bounds, bounds, null],
      return: [{ lower: -2, upper: 2 }, null, null],
    };
    const [ahead] = volatilityOutlook(young, forecasts, stored);
    const [first, seventh, last] = [ahead?.[0], ahead?.[6], ahead?.[29]];
    expect(first?.vol50).toBeNull();
    expect(first?.vol90?.lower).toBeCloseTo(0.3, 12);
    expect(first?.vol90?.upper).toBeCloseTo(1.2, 12);
    expect(first?.return90?.upper).toBeCloseTo(Math.expm1(2 * Math.sqrt(usual)), 12);
    expect(seventh?.vol90?.upper).toBeCloseTo(1.2, 12);
    expect([seventh?.return90, last?.vol90]).toEqual([null, null]);
    const [fund] = volatilityOutlook({ ...young, closesOnly: [true] }, forecasts, stored);
    expect(fund?.every(({ vol90, return90 }) => vol90 === null && return90 === null)).toBe(true);
  });
});

describe('regimes', () => {
  /** A hundred calm days, then a hundred stormy ones, again and again; forecast as they come. */
  const stormy = Array.from({ length: 1_000 }, (_, day) =>
    Math.floor(day / 100) % 2 === 0 ? usual : 9 * usual,
  );
  const panel = panelOfVariances([stormy]);
  const forecasts = Float64Array.from({ length: 3_000 }, (_, at) =>
    Math.log(stormy[Math.floor(at / 3)] as number),
  );

  it('are turbulent where more than usual is forecast, by what followed in the past', () => {
    const [outlook] = regimeOutlook(panel, forecasts);
    expect(outlook?.past).toHaveLength(365);
    expect(outlook?.past.at(-1)?.closeTime).toBe(panel.closeTime.at(-1));
    expect(outlook?.past.at(-50)?.regime).toBe('turbulent');
    expect(outlook?.past.at(-150)?.regime).toBe('calm');
    expect(outlook?.regime).toBe('turbulent');
    expect(outlook?.turbulence).toBeGreaterThan(0.9);
    // Returns are zero throughout.
    expect(outlook?.trend).toBe('sideways');
  });

  it('are not told before enough is known', () => {
    const [outlook] = regimeOutlook(steady, saying(log, log, log));
    expect(outlook).toMatchObject({ turbulence: null, regime: null, trend: 'sideways' });
    expect(outlook?.past).toHaveLength(days);
    expect(new Set(outlook?.past.map(({ regime }) => regime))).toEqual(new Set([null]));
  });
});
