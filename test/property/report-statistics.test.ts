/** The figures of a report over any NAV: the unit of money does not matter, bounds hold, nothing is ever NaN. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thinOut } from '../../src/report/charts/downsample.ts';
import { spreadOut } from '../../src/report/charts/spread.ts';
import { conditionalValueAtRiskPct } from '../../src/report/statistics/conditional-value-at-risk.ts';
import { underwater, worstDrawdowns } from '../../src/report/statistics/drawdowns.ts';
import { growthRatePct } from '../../src/report/statistics/growth-rate.ts';
import { simpleReturns } from '../../src/report/statistics/returns.ts';
import { rollingVolatilityPct } from '../../src/report/statistics/rolling.ts';
import { sharpeRatio } from '../../src/report/statistics/sharpe-ratio.ts';
import { sortinoRatio } from '../../src/report/statistics/sortino-ratio.ts';
import { trackingErrorPct } from '../../src/report/statistics/tracking-error.ts';
import { volatilityPct } from '../../src/report/statistics/volatility.ts';

const navs = fc
  .array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 })
  .map((values) => Float64Array.from(values));
const options = { periodsPerYear: 52, ratePctPerYear: 0 };

function allFigures(nav: Float64Array) {
  const returns = simpleReturns(nav);
  return [
    growthRatePct(nav, 52),
    volatilityPct(returns, 52),
    sharpeRatio(returns, options),
    sortinoRatio(returns, options),
    conditionalValueAtRiskPct(returns, 0.9),
    trackingErrorPct({ nav, targetNav: nav.map(() => 1) }, 52),
  ];
}

describe('figures', () => {
  it('are finite or none with a reason, also when the NAV is lost', () => {
    fc.assert(
      fc.property(navs, fc.boolean(), (nav, isLost) => {
        for (const figure of allFigures(isLost ? Float64Array.of(...nav, 0, 0) : nav)) {
          if (figure.value === null) expect(figure.why).not.toBe('');
          else expect(Number.isFinite(figure.value)).toBe(true);
        }
      }),
    );
  });

  it('are the same in any currency', () => {
    // Powers of two, so that scaling rounds nothing.
    fc.assert(
      fc.property(navs, fc.integer({ min: -8, max: 8 }), (nav, power) => {
        expect(allFigures(nav.map((value) => value * 2 ** power))).toEqual(allFigures(nav));
      }),
    );
  });
});

describe('drawdowns', () => {
  it('do not overlap, and the deepest is the lowest point of the underwater curve', () => {
    fc.assert(
      fc.property(navs, (nav) => {
        const found = worstDrawdowns(nav, nav.length);
        const lowest = Math.max(0, ...underwater(nav).map((depth) => -depth));
        expect(found[0]?.depth ?? 0).toBeCloseTo(lowest, 12);
        const inTime = [...found].sort((a, b) => a.peak - b.peak);
        inTime.forEach(({ peak, trough, recovery }, k) => {
          expect(peak).toBeLessThan(trough);
          expect(recovery ?? Number.POSITIVE_INFINITY).toBeGreaterThan(trough);
          const next = inTime[k + 1];
          if (next !== undefined) expect(recovery).toBeLessThanOrEqual(next.peak);
        });
      }),
    );
  });
});

describe('a moving volatility', () => {
  it('of the whole is the volatility', () => {
    fc.assert(
      fc.property(navs, (nav) => {
        const returns = simpleReturns(nav);
        if (returns.length < 2) return;
        const options = { window: returns.length, periodsPerYear: 52 };
        const [rolled] = rollingVolatilityPct(returns, options);
        const whole = volatilityPct(returns, 52).value as number;
        expect(Math.abs((rolled as number) - whole)).toBeLessThanOrEqual(1e-4 + 1e-6 * whole);
      }),
    );
  });
});

describe('a series thinned out', () => {
  it('keeps the ends, the lowest and the highest of each column, in order', () => {
    fc.assert(
      fc.property(navs, fc.integer({ min: 1, max: 20 }), (nav, width) => {
        const columnOf = (at: number): number => Math.floor(at / width);
        const kept = [...thinOut(nav, columnOf)];
        expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
        expect(kept.at(0)).toBe(0);
        expect(kept.at(-1)).toBe(nav.length - 1);
        for (let column = 0; column * width < nav.length; column++) {
          const all = nav.subarray(column * width, (column + 1) * width);
          const shown = kept.filter((at) => columnOf(at) === column).map((at) => nav[at] as number);
          expect(shown.length).toBeLessThanOrEqual(4);
          expect(Math.min(...shown)).toBe(Math.min(...all));
          expect(Math.max(...shown)).toBe(Math.max(...all));
        }
      }),
    );
  });
});

describe('labels moved apart', () => {
  it('keep their order, their distance, and their frame where they fit', () => {
    const places = fc.array(fc.double({ min: 0, max: 300, noNaN: true }), { maxLength: 15 });
    fc.assert(
      fc.property(places, (wanted) => {
        const placed = spreadOut(wanted, { gap: 15, from: 0, to: 300 });
        const order = wanted.map((_, k) => k);
        order.sort((a, b) => (wanted[a] as number) - (wanted[b] as number));
        order.forEach((k, rank) => {
          const place = placed[k] as number;
          expect(place).toBeGreaterThanOrEqual(-1e-9);
          expect(place).toBeLessThanOrEqual(300 + 1e-9);
          const next = order[rank + 1];
          if (next !== undefined) {
            expect((placed[next] as number) - place).toBeGreaterThanOrEqual(15 - 1e-9);
          }
        });
      }),
    );
  });
});
