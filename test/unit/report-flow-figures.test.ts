/** Growth with deposits and withdrawals, by hand. */
import { describe, expect, it } from 'vitest';
import { moneyWeightedRatePct } from '../../src/report/statistics/money-weighted-rate.ts';
import { timeWeightedNav } from '../../src/report/statistics/time-weighted.ts';
import { tearSheet } from '../../src/report/tear-sheet.ts';
import { tearSheetFigures } from '../../src/report/tear-sheet-figures.ts';
import { walkView } from '../support/tear-sheet-views.ts';

/** 100, doubled to 200, then 50 paid in, then halved. */
const nav = Float64Array.of(100, 250, 125);
const flows = Float64Array.of(0, 50, 0);

describe('time-weighted NAV', () => {
  it('leaves out what was paid in', () => {
    expect([...timeWeightedNav(nav, flows)]).toEqual([100, 200, 100]);
  });

  it('is the NAV itself without flows', () => {
    expect(timeWeightedNav(nav, new Float64Array(3))).toBe(nav);
  });
});

describe('money-weighted growth', () => {
  it('is the rate at which first NAV and flows become the last NAV', () => {
    // 100 (1 + g)² + 50 (1 + g) = 125 at g = (√(50² + 4 · 100 · 125) − 50) / 200 − 1.
    const rate = (Math.sqrt(50 ** 2 + 4 * 100 * 125) - 50) / 200 - 1;
    expect(moneyWeightedRatePct({ nav, flows }, 1).value).toBeCloseTo(100 * rate, 8);
  });

  it('is the growth rate without flows', () => {
    const still = Float64Array.of(100, 110, 121);
    expect(moneyWeightedRatePct({ nav: still, flows: new Float64Array(3) }, 1).value).toBeCloseTo(
      10,
      8,
    );
  });

  it('is none where no rate explains it', () => {
    const lost = Float64Array.of(100, 0);
    expect(moneyWeightedRatePct({ nav: lost, flows: new Float64Array(2) }, 1)).toEqual({
      value: null,
      why: 'no rate explains it',
    });
    expect(moneyWeightedRatePct({ nav: Float64Array.of(1), flows: Float64Array.of(0) }, 1)).toEqual(
      {
        value: null,
        why: 'one bar is no period',
      },
    );
  });
});

describe('a tear sheet with deposits', () => {
  const view = walkView({ bars: 24 * 100 });
  const contributed = new Float64Array(24 * 100);
  // As much as there was: everything after it is twice what it was.
  contributed[1_000] = view.equity.nav[1_000] as number;
  const paidIn = (values: Float64Array): Float64Array =>
    values.map((value, bar) => (bar < 1_000 ? value : value * 2));
  const withDeposit = {
    ...view,
    equity: { ...view.equity, nav: paidIn(view.equity.nav), contributed },
  };

  it('counts them as no growth, in figures and curves', () => {
    const [own] = tearSheetFigures(withDeposit).runs;
    const [plain] = tearSheetFigures(view).runs;
    expect(own.growth.at(-1)).toBeCloseTo(plain.growth.at(-1) as number, 6);
    expect(own.nav.at(-1)).toBeCloseTo(2 * (plain.nav.at(-1) as number), 6);
    expect(own.figures.volatilityPct.value).toBeCloseTo(
      plain.figures.volatilityPct.value as number,
      9,
    );
  });

  it('says what was paid in, and only then', () => {
    expect(tearSheet(withDeposit)).toContain('Money-weighted growth a year');
    expect(tearSheet(view)).not.toContain('Money-weighted growth a year');
  });
});
