/** The gate before promotion: each condition just met and just missed. */
import { describe, expect, it } from 'vitest';
import { sentenceOf } from '../../src/base/reasons.ts';
import type { CoverageOfDays, TrialComparison } from '../../src/learning/evaluation/model-trial.ts';
import { type Horizon, horizons } from '../../src/learning/inputs/daily-panel.ts';
import { gateReasons } from '../../src/learning/stored/promotion-gate.ts';

type Figures = {
  readonly change?: number;
  readonly p?: number;
  readonly won?: number;
  readonly days?: number;
};

function beside(opponent: string, horizonDays: Horizon, figures: Figures = {}): TrialComparison {
  const { change = -0.05, p = 0.01, won = 0.8, days = 365 } = figures;
  const test = { days, meanDifference: change, standardError: 0.02, t: change / 0.02, p };
  return {
    ...{ opponent, horizonDays },
    comparison: { cells: days, changeShare: change, errorShare: 0.02, test, wonShare: won },
  };
}

function covering(horizonDays: Horizon, inside = 0.9, days = 365): CoverageOfDays {
  const rest = { below: 0, above: 1 - inside, thirds: [], worstQuarter: null };
  return { horizonDays, outcomes: days, inside, days, ...rest };
}

const coverage = horizons.map((horizon) => covering(horizon));
const good = horizons.map((horizon) => beside('har-log', horizon));

/** Codes and sentences when one comparison is added to good ones. */
function reasonsWith(found: TrialComparison): readonly (readonly [string, string])[] {
  const reasons = gateReasons({ comparisons: [...good, found], coverage }, null);
  return reasons.map((reason) => [reason.code, sentenceOf(reason)]);
}

describe('the gate', () => {
  it('is open to a model that beats all opponents', () => {
    expect(gateReasons({ comparisons: good, coverage }, null)).toEqual([]);
    expect(reasonsWith(beside('garch', 1, { p: 0.049, won: 0.6, days: 90 }))).toEqual([]);
    expect(reasonsWith(beside('garch', 7, { days: 180 }))).toEqual([]);
  });

  it('is closed to one whose advantage may be luck', () => {
    expect(reasonsWith(beside('garch', 7, { p: 0.05 }))).toEqual([
      [
        'MODEL_NOT_BETTER',
        '7 d: the loss is -5 % off that of garch, p = 0.05, it must be lower with p below 0.05',
      ],
    ]);
  });

  it('is closed to one that does not beat a baseline at all', () => {
    const found = reasonsWith(beside('ewma-returns', 1, { change: 0.002, p: 0.6, won: 0.3 }));
    expect(found.map(([code]) => code)).toEqual(['MODEL_NOT_BETTER', 'MODEL_ASSETS_FEW']);
  });

  it('is closed to one that is better for few assets', () => {
    expect(reasonsWith(beside('garch', 1, { won: 0.59 }))).toEqual([
      [
        'MODEL_ASSETS_FEW',
        '1 d: 59 % of the assets are forecast better than by garch, at least 60 % are needed',
      ],
    ]);
  });

  it('asks at 30 days only that it is hardly worse', () => {
    expect(reasonsWith(beside('garch', 30, { change: 0.01, p: 0.9, won: 0.2 }))).toEqual([]);
    expect(reasonsWith(beside('garch', 30, { change: 0.011, p: 0.9, won: 0.2 }))).toEqual([
      ['MODEL_WORSE', '30 d: the loss is 1.1 % above that of garch, at most 1 % are allowed'],
    ]);
  });

  it('is closed while days are few', () => {
    expect(reasonsWith(beside('garch', 1, { days: 89 }))).toEqual([
      ['MODEL_DAYS_FEW', '1 d: 89 days have an outcome beside garch, at least 90 are needed'],
    ]);
    expect(reasonsWith(beside('garch', 7, { days: 179 })).map(([code]) => code)).toEqual([
      'MODEL_DAYS_FEW',
    ]);
  });

  it('is closed to one without enough days to test', () => {
    const untested = beside('garch', 1);
    const comparison = { ...untested.comparison, test: null };
    const codes = reasonsWith({ ...untested, comparison }).map(([code]) => code);
    expect(codes).toEqual(['MODEL_DAYS_FEW', 'MODEL_NOT_BETTER']);
  });

  it('is closed to one that was not tried beside the champion', () => {
    const champion = 'crypto/1';
    const few = { code: 'MODEL_DAYS_FEW', opponent: champion, days: 0 };
    const against = (comparisons: readonly TrialComparison[]) =>
      gateReasons({ comparisons: [...good, ...comparisons], coverage }, champion);
    expect(against([])).toMatchObject([
      { ...few, horizonDays: 1, neededDays: 90 },
      { ...few, horizonDays: 7, neededDays: 180 },
    ]);
    expect(against([beside(champion, 1), beside(champion, 7)])).toEqual([]);
  });

  it('does not ask it to beat its own members', () => {
    const worse = { change: 0.2, p: 0.9, won: 0 };
    expect(reasonsWith(beside('pooled-ridge', 1, worse))).toEqual([]);
    expect(reasonsWith(beside('pooled-har', 7, worse))).toEqual([]);
  });

  it.each([
    [1, 0.86, 0.94],
    [7, 0.86, 0.94],
    [30, 0.84, 0.95],
  ] as const)(
    'at %i d asks intervals to hold from %f to %f of the outcomes',
    (horizon, low, high) => {
      const reasons = (inside: number): readonly string[] => {
        const found = coverage.with(horizons.indexOf(horizon), covering(horizon, inside));
        return gateReasons({ comparisons: good, coverage: found }, null).map(sentenceOf);
      };
      expect([...reasons(low), ...reasons(high)]).toEqual([]);
      const bounds = `it must be from ${100 * low} % to ${100 * high} %`;
      expect(reasons(low - 0.01)).toEqual([
        `${horizon} d: the 90 % intervals held ${Math.round(100 * low) - 1} % of the outcomes, ${bounds}`,
      ]);
      expect(reasons(high + 0.01)).toHaveLength(1);
    },
  );

  it('asks for a year of intervals of 30 days', () => {
    const found = [covering(1), covering(7), covering(30, 0.9, 364)];
    const [reason] = gateReasons({ comparisons: good, coverage: found }, null);
    expect(reason).toMatchObject({ code: 'MODEL_DAYS_FEW', days: 364, neededDays: 365 });
    const off = [covering(1), covering(7), covering(30, 0.7)];
    expect(gateReasons({ comparisons: good, coverage: off }, null)).toMatchObject([
      { code: 'MODEL_COVERAGE_OFF', insidePct: 70 },
    ]);
  });
});
