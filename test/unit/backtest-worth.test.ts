/** What a forecast is worth: sums over quarters, figures at equal tracking error, and the share of foresight captured. */
import { describe, expect, it } from 'vitest';
import type { Trade } from '../../src/backtest/book.ts';
import { comparedFigures, type QuarterCurve } from '../../src/backtest/quarter-curve.ts';
import { createQuarterSums, type QuarterSums } from '../../src/backtest/quarter-sums.ts';
import { type WorthCurves, worthOf } from '../../src/backtest/worth.ts';
import type { Look } from '../../src/policy/policy.ts';

const at = (date: string): number => Date.parse(`${date}T00:00:00Z`);
const starts = ['2021-01-01', '2021-04-01', '2021-07-01', '2021-10-01', '2022-01-01', '2022-04-01'];
const ends = starts.slice(1).map(at);
const levelsPct = [1, 2];
/** A year of four bars: a quarter is one. */
const periodsPerYear = 4;

/** Tracking errors of quarters in % a year at each point, and its cost in bp a year, spread evenly. */
function curveOf(points: readonly { tePct: readonly number[]; costBps: number }[]): QuarterCurve {
  return {
    periodsPerYear,
    points: points.map(({ tePct, costBps }) =>
      tePct.map(
        (te, quarter): QuarterSums => ({
          end: ends[quarter] as number,
          cost: costBps / 1e4 / periodsPerYear,
          squares: (te / 100) ** 2 / periodsPerYear,
          bars: 1,
        }),
      ),
    ),
  };
}

const ladder = [0.5, 0.6, 0.75, 0.9, 1, 1.2, 1.5, 2, 2.5, 3, 4];

/** Cost falls with tracking error as bps / TE, the same in all quarters. */
function steady(bps: number): QuarterCurve {
  return curveOf(ladder.map((te) => ({ tePct: ends.map(() => te), costBps: bps / te })));
}

function portfolio(name: string, bps: readonly [number, number, number]): WorthCurves {
  const [base, model, foresight] = bps.map(steady) as [QuarterCurve, QuarterCurve, QuarterCurve];
  return { name, base, model, foresight };
}

describe('sums over quarters', () => {
  it('puts costs and tracking errors into the calendar quarter of their bar', () => {
    const { record, quarters } = createQuarterSums();
    const look = { nav: 200 } as Look;
    record.close(0, look, { quantities: new Float64Array(), cash: 0 }, 0);
    record.trade({ time: at('2021-03-31'), cost: 1 } as Trade);
    record.tracked(0.01, at('2021-03-31'));
    record.tracked(0.02, at('2021-04-01'));
    record.trade({ time: at('2021-04-02'), cost: 2 } as Trade);
    record.tracked(0.03, at('2021-04-02'));
    expect(quarters).toEqual([
      { end: at('2021-04-01'), cost: 0.005, squares: 0.0001, bars: 1 },
      { end: at('2021-07-01'), cost: 0.01, squares: expect.closeTo(0.0013, 12), bars: 2 },
    ]);
  });
});

describe('figures at equal tracking error', () => {
  it('reads the cost off the curve: 30 bp / TE is 30 and 15 at 1 and 2 %, √450 on the whole', () => {
    const found = comparedFigures([steady(30)], { figure: 'cost', levelsPct, ends });
    expect(found?.[0]).toBeCloseTo(Math.sqrt(450), 8);
  });

  it('takes the spread over the quarters between the first and the last', () => {
    // ln TE of the three between: ln te + (−1, 0, 1) · .2, standard deviation .2; what is outside may be anything.
    const points = ladder.map((te) => ({
      tePct: [9, te * Math.exp(-0.2), te, te * Math.exp(0.2), 9],
      costBps: 1,
    }));
    const inner = ends.slice(1, 4);
    const wanted = { figure: 'spread', levelsPct, ends: inner } as const;
    expect(comparedFigures([curveOf(points)], wanted)?.[0]).toBeCloseTo(0.2, 8);
  });

  it('compares only where all curves have points, and says so when there is no such place', () => {
    const low = curveOf([0.3, 0.4, 0.5, 0.6, 0.7].map((te) => pointAt(te)));
    expect(comparedFigures([steady(30), low], { figure: 'cost', levelsPct, ends })).toBeNull();
    const middle = curveOf([0.5, 0.7, 1, 1.3, 1.6].map((te) => pointAt(te)));
    const found = comparedFigures([steady(30), middle], { figure: 'cost', levelsPct, ends });
    // At 1 % alone: 2 % is beyond the second.
    expect(found?.[0]).toBeCloseTo(30, 6);
    expect(found?.[1]).toBeCloseTo(12, 6);
  });

  const pointAt = (te: number) => ({ tePct: ends.map(() => te), costBps: 12 / te });
});

describe('the worth of a forecast', () => {
  it('is the share of what foresight gains, summed over portfolios', () => {
    const { captured, gain, possible } = worthOf(
      [portfolio('a', [20, 18, 16]), portfolio('b', [40, 39, 36])],
      { figure: 'cost', levelsPct },
    );
    // (2 + 1) of (4 + 4); 3 and 8 of 60.
    expect(captured?.value).toBeCloseTo(3 / 8, 8);
    expect(gain?.value).toBeCloseTo(3 / 60, 8);
    expect(possible?.value).toBeCloseTo(8 / 60, 8);
    // All quarters are alike, so every draw of them says the same.
    expect(captured?.low).toBeCloseTo(3 / 8, 8);
    expect(captured?.high).toBeCloseTo(3 / 8, 8);
  });

  it('does not count a portfolio where foresight gains less than 2 %', () => {
    const { captured, gain, portfolios } = worthOf(
      [portfolio('a', [20, 18, 16]), portfolio('b', [40, 20, 39.5])],
      { figure: 'cost', levelsPct },
    );
    expect(portfolios.map(({ isCounted }) => isCounted)).toEqual([true, false]);
    expect(captured?.value).toBeCloseTo(2 / 4, 8);
    expect(gain?.value).toBeCloseTo(22 / 60, 8);
  });

  it('is null where there is nothing to gain, and a loss is a loss', () => {
    const wanted = { figure: 'cost', levelsPct } as const;
    const found = worthOf([portfolio('a', [20, 22, 20])], wanted);
    expect(found.captured).toBeNull();
    expect(found.gain?.value).toBeCloseTo(-0.1, 8);
    expect(worthOf([portfolio('a', [20, 22, 18])], wanted).captured?.value).toBeCloseTo(-1, 8);
  });

  it('has an interval as wide as quarters are unlike', () => {
    const uneven = (bps: readonly number[]): QuarterCurve => ({
      periodsPerYear,
      points: ladder.map((te) =>
        bps.map((cost, quarter) => ({
          end: ends[quarter] as number,
          cost: cost / te / 1e4 / periodsPerYear,
          squares: (te / 100) ** 2 / periodsPerYear,
          bars: 1,
        })),
      ),
    });
    const curves = {
      name: 'a',
      base: steady(20),
      model: uneven([10, 20, 20, 20, 25]),
      foresight: steady(16),
    };
    const { captured } = worthOf([curves], { figure: 'cost', levelsPct });
    // Gains of 10, 0, 0, 0 and −5 of 4 each: 5 / 20 on the whole.
    expect(captured?.value).toBeCloseTo(0.25, 8);
    expect(captured?.low).toBeLessThan(0);
    expect(captured?.high).toBeGreaterThan(0.75);
    expect(captured?.high).toBeLessThan(2.5);
  });
});
