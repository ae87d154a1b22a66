/** What a search chooses from runs whose best is known. */
import { describe, expect, it } from 'vitest';
import { contendersOf } from '../../src/backtest/search-choice.ts';
import { sweepOf } from '../../src/backtest/sweep.ts';
import { hyperbola, trial } from '../support/search-trials.ts';

describe('the choice of a search', () => {
  const wide = hyperbola('threshold', { level: 30, slope: 0.01 });
  const cheap = hyperbola('risk-aware', { level: 15, slope: 0.2 });

  it('is the policy of least cost at the tracking error, where its curve meets it', () => {
    const [best, second] = contendersOf([wide, cheap], 1.5);
    expect(best).toMatchObject({ policy: 'risk-aware', parameter: 0.3, isFitted: true });
    expect(best?.costBpsPerYear).toBeCloseTo(10, 9);
    expect(second).toMatchObject({ policy: 'threshold', parameter: 0.015, trackingErrorPct: 1.5 });
    expect(second?.costBpsPerYear).toBeCloseTo(20, 9);
  });

  it('is not moved to a single run that was lucky', () => {
    const lucky = trial({ parameter: 0.0131, te: 1.31, cost: 6 });
    const points = [...wide.points, lucky].sort((a, b) => a.parameter - b.parameter);
    const [best, second] = contendersOf([{ ...wide, points }, cheap], 1.5);
    expect(best?.policy).toBe('risk-aware');
    expect(second?.costBpsPerYear).toBeGreaterThan(13);
  });

  it('is a single run where a curve does not reach the tracking error', () => {
    const tight = hyperbola('geometry', { level: 3, slope: 0.1 }, [0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);
    const [best] = contendersOf([wide, tight], 1.5);
    expect(best).toMatchObject({ policy: 'geometry', trackingErrorPct: 0.7, isFitted: false });
    expect(best?.costBpsPerYear).toBeCloseTo(3 / 0.7, 9);
  });

  it('prefers one that holds the tracking error to a cheaper one that does not', () => {
    const loose = hyperbola('percentage', { level: 1, slope: 0.1 }, [2.5, 3, 4, 5]);
    const [first, last] = contendersOf([loose, wide], 1.5);
    expect(first?.policy).toBe('threshold');
    expect(last).toMatchObject({ policy: 'percentage', trackingErrorPct: 2.5, isFitted: false });
  });

  it('is, where none holds it, the cheapest of those that come within a twentieth of the nearest', () => {
    // An asset collapses: no band helps, and ever narrower ones cost ever more.
    const points = [
      trial({ parameter: 0.001, te: 20, cost: 300 }),
      trial({ parameter: 0.01, te: 20.4, cost: 150 }),
      trial({ parameter: 0.02, te: 20.9, cost: 60 }),
      trial({ parameter: 0.05, te: 22, cost: 40 }),
    ];
    const far = hyperbola('percentage', { level: 1, slope: 0.1 }, [24, 25]);
    const [best, last] = contendersOf([far, { sweep: sweepOf('threshold'), points }], 1.5);
    expect(best).toMatchObject({ policy: 'threshold', parameter: 0.02, costBpsPerYear: 60 });
    expect(last).toMatchObject({ policy: 'percentage', trackingErrorPct: 24 });
  });

  it('has whole hours for a calendar, three digits for others', () => {
    const calendar = { ...hyperbola('calendar', { level: 30, slope: 33.1 }) };
    expect(contendersOf([calendar], 1.5)[0]?.parameter).toBe(50);
    const odd = hyperbola('threshold', { level: 30, slope: 0.0123456 });
    expect(contendersOf([odd], 1)[0]?.parameter).toBe(0.0123);
    expect(calendar.sweep).toEqual(sweepOf('calendar'));
  });
});
