/** Who is watched, when a challenger is tested, what the gate asks then, and when a champion has fallen behind: by hand. */
import { describe, expect, it } from 'vitest';
import { alarmReasons, behindReason } from '../../src/learning/alarms/champion-alarms.ts';
import type { CoverageOfDays, TrialComparison } from '../../src/learning/evaluation/model-trial.ts';
import { horizons } from '../../src/learning/inputs/daily-panel.ts';
import {
  challengersOf,
  isTestDue,
  promotedAt,
  storedAt,
} from '../../src/learning/stored/challengers.ts';
import { liveGateReasons } from '../../src/learning/stored/live-gate.ts';
import {
  championBefore,
  type ModelEvent,
  type ModelId,
  modelName,
} from '../../src/learning/stored/model-registry.ts';
import { hasFallenBehind, lastBlockOf } from '../../src/learning/stored/rollback.ts';
import type { ForecastTrack } from '../../src/learning/variance/walk-forward.ts';
import { panelOfVariances } from '../support/daily-panels.ts';

const id = (version: string): ModelId => ({ name: 'crypto', version });

/** In the order of the list; `tested` on the last day of a month of 2022, by its number. */
function history(
  ...told: readonly (readonly [ModelEvent['action'], string, number?])[]
): readonly ModelEvent[] {
  return told.map(([action, version, month], at) => ({
    ...{ ...id(version), action, at, sessions: false },
    ...(month === undefined
      ? {}
      : { test: { champion: null, passed: false, to: Date.UTC(2022, month, 1) } }),
  }));
}

function versions(models: readonly ModelId[]): readonly string[] {
  return models.map(({ version }) => version);
}

describe('challengers', () => {
  it('are the models that were stored after the champion and never promoted', () => {
    const stored = history(['trained', 'a'], ['trained', 'b'], ['trained', 'c'], ['trained', 'd']);
    expect(versions(challengersOf(stored, false))).toEqual(['a', 'b', 'c', 'd']);
    expect(challengersOf(stored, true)).toEqual([]);
    const events = [
      ...stored,
      ...history(['promoted', 'c'], ['rolled-back', 'c'], ['promoted', 'b']),
    ];
    expect(versions(challengersOf(events, false))).toEqual(['d']);
  });

  it('are no more after four tests, and the last eight of many', () => {
    const tests = [3, 6, 9, 12].map((month) => ['tested', 'a', month] as const);
    expect(challengersOf(history(['trained', 'a'], ...tests), false)).toEqual([]);
    expect(challengersOf(history(['trained', 'a'], ...tests.slice(1)), false)).toHaveLength(1);
    const many = [...'abcdefghij'].map((version) => ['trained', version] as const);
    expect(versions(challengersOf(history(...many), false)).join('')).toBe('cdefghij');
  });

  it('are tested once in a quarter, which ends with the close of its last day', () => {
    const events = history(['trained', 'a'], ['tested', 'a', 6]);
    const due = (month: number, day: number): boolean =>
      isTestDue(events, id('a'), Date.UTC(2022, month, day));
    // The test was on 30 June, whose close is the first moment of July.
    expect([due(3, 2), due(6, 1), due(6, 2), due(9, 1)]).toEqual([false, false, true, true]);
  });

  it('count their days from when they were first stored, champions from their last promotion', () => {
    const events = history(
      ['trained', 'a'],
      ['promoted', 'a'],
      ['trained', 'a'],
      ['promoted', 'a'],
    );
    expect([storedAt(events, id('a')), promotedAt(events, id('a'))]).toEqual([0, 3]);
    expect(storedAt(events, id('b'))).toBeUndefined();
  });

  it('leave the model before the champion to a rollback', () => {
    const events = history(['promoted', 'a'], ['promoted', 'b'], ['promoted', 'c']);
    expect(championBefore(events, false)).toMatchObject(id('b'));
    expect(championBefore(history(['promoted', 'a']), false)).toBeUndefined();
  });
});

/** A track that says the same each day, at all horizons, for one asset. */
function saying(name: string, logs: readonly number[]): ForecastTrack {
  return { name, forecasts: Float64Array.from(logs.flatMap((log) => horizons.map(() => log))) };
}

/** Variances of 1: a forecast of ln F loses 1/F + ln F − 1. */
function panelOfOnes(days: number) {
  return panelOfVariances([new Array<number>(days).fill(1)]);
}

describe('a champion', () => {
  /** Twice too high on three days of four, else right; the last row has no outcome yet. */
  const logsOf = (days: number): readonly number[] =>
    Array.from({ length: days + 1 }, (_, day) => (day % 4 === 0 ? 0 : Math.LN2));
  /** A loss of .1: 1/F + ln F = 1.1 at ln F = .4832. */
  const other = (days: number): ForecastTrack =>
    saying('other', new Array<number>(days + 1).fill(0.4832));

  it('is judged on whole blocks of 60 days', () => {
    const blockOn = (days: number, since = 0) =>
      lastBlockOf(panelOfOnes(days + 1), {
        champion: saying('champion', logsOf(days)),
        ...{ other: other(days), since },
      });
    expect(blockOn(59)).toBeNull();
    expect(blockOn(60, 1)).toBeNull();
    const found = blockOn(60);
    // Its mean loss is three quarters of .5 + .6931 − 1 = .1931.
    expect(found?.changeShare).toBeCloseTo((0.75 * 0.1931) / 0.1 - 1, 2);
    expect(found?.test?.days).toBe(60);
    expect(blockOn(119)).toEqual(found);
    expect(blockOn(120)?.test?.days).toBe(60);
  });

  it('has fallen behind by more than two standard errors and one percent', () => {
    const comparison = (t: number, changeShare: number) => {
      const test = { days: 60, meanDifference: 1, standardError: 1, t, p: 0.5 };
      return hasFallenBehind({ cells: 60, changeShare, errorShare: 0.01, test, wonShare: 0 });
    };
    expect([comparison(2.01, 0.011), comparison(2, 0.5), comparison(9, 0.01)]).toEqual([
      ...[true, false, false],
    ]);
  });

  it('is measured by what would stand in for it and by the simplest', () => {
    const days = 60;
    const track = saying('champion', logsOf(days));
    const right = saying('before', new Array<number>(days + 1).fill(0));
    const opponentOf = (before: ForecastTrack, simple: ForecastTrack) =>
      behindReason(panelOfOnes(days + 1), { track, before, simple, since: 0 })?.opponent;
    expect(opponentOf(right, track)).toBe('before');
    expect(opponentOf(track, right)).toBe('before');
    expect(opponentOf(track, track)).toBeUndefined();
  });

  it('raises no alarm by its forecasts of 30 days alone', () => {
    const days = 400;
    const panel = panelOfOnes(days);
    const simple = saying('pooled-har', new Array<number>(days).fill(0.4832));
    const worseAt = (horizonAt: number): ForecastTrack => ({
      name: 'champion',
      forecasts: simple.forecasts.map((log, at) => (at >= 600 && at % 3 === horizonAt ? 2 : log)),
    });
    const alarmsOf = (horizonAt: number, after = 0) =>
      alarmReasons(panel, { track: worseAt(horizonAt), simple, before: simple, since: 100 }, after);
    expect(alarmsOf(2)).toEqual([]);
    expect(alarmsOf(0).map(({ horizonDays, detector }) => [horizonDays, detector])).toEqual([
      [1, 'Page–Hinkley'],
      [1, 'ADWIN'],
    ]);
    expect(alarmsOf(0, panel.closeTime[300])).toEqual([]);
  });
});

describe('the gate on days after a model was stored', () => {
  const comparison = (horizonDays: 1 | 7, days: number, p = 0.01): TrialComparison => ({
    ...{ opponent: 'har-log', horizonDays },
    comparison: {
      ...{ cells: days, changeShare: -0.05, errorShare: 0.02, wonShare: 0.8 },
      test: { days, meanDifference: -1, standardError: 0.4, t: -2.5, p },
    },
  });
  const covering = (horizonDays: number, days: number, inside = 0.9): CoverageOfDays => ({
    ...{ horizonDays, days, inside, outcomes: days, below: 0, above: 0 },
    ...{ thirds: [], worstQuarter: null },
  });
  const enough = [comparison(1, 186), comparison(7, 180)];
  const short = [covering(1, 186), covering(7, 180), covering(30, 150)];
  const walked = [{ horizonDays: 30, days: 600, inside: 0.9 }];

  it('takes the intervals of 30 days from the training until a year of them is there', () => {
    const trial = { comparisons: enough, coverage: short };
    expect(liveGateReasons(trial, { champion: null, walked })).toEqual([]);
    expect(liveGateReasons(trial, { champion: null, walked: [] })).toBeNull();
    const off = [{ horizonDays: 30, days: 600, inside: 0.5 }];
    expect(liveGateReasons(trial, { champion: null, walked: off })).toMatchObject([
      { code: 'MODEL_COVERAGE_OFF', insidePct: 50 },
    ]);
    const year = [...short.slice(0, 2), covering(30, 365)];
    expect(liveGateReasons({ ...trial, coverage: year }, { champion: null, walked: off })).toEqual(
      [],
    );
  });

  it('says nothing while days are few, beside the champion too', () => {
    const few = { comparisons: [comparison(1, 89), comparison(7, 83)], coverage: short };
    expect(liveGateReasons(few, { champion: null, walked })).toBeNull();
    const trial = { comparisons: enough, coverage: short };
    expect(liveGateReasons(trial, { champion: modelName(id('a')), walked })).toBeNull();
    const doubtful = { ...trial, comparisons: [comparison(1, 186, 0.2), comparison(7, 180)] };
    expect(liveGateReasons(doubtful, { champion: null, walked })).toMatchObject([
      { code: 'MODEL_NOT_BETTER' },
    ]);
  });
});
