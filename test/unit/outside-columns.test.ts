/** Features of inputs from outside, checked by hand: which value counts at a close, and what is made of it. */
import { describe, expect, it } from 'vitest';
import { latestKnown } from '../../src/learning/outside/as-of.ts';
import { inputSetsOf } from '../../src/learning/outside/input-sets.ts';
import { outsideColumns } from '../../src/learning/outside/outside-columns.ts';
import type { OutsideKind, OutsideSeries } from '../../src/learning/outside/outside-series.ts';
import { outsideHash } from '../../src/learning/outside/outside-spec.ts';
import { dayMs } from '../support/panels.ts';

/** Values of days 1, 2, …, each known at the end of its day, for a week. */
function daily(kind: OutsideKind, values: readonly number[]): OutsideSeries {
  const time = Float64Array.from(values, (_, k) => k * dayMs);
  return {
    ...{ name: 'X', kind, lagMs: dayMs, freshMs: 7 * dayMs },
    time,
    knownAt: time.map((at) => at + dayMs),
    values: Float64Array.from(values),
  };
}

const closes = (days: number): Float64Array =>
  Float64Array.from({ length: days }, (_, k) => (k + 1) * dayMs);

/** A column by its name, at the close of a day, the first being 1. */
function columnAt(series: OutsideSeries, name: string, days: number): (day: number) => number {
  const found = outsideColumns([series], closes(days)).find((column) => column.name === name);
  return (day) => found?.values[day - 1] ?? Number.NaN;
}

describe('the value at a close', () => {
  it('is the last one known by then, and none when that is too long ago', () => {
    const knownAt = Float64Array.of(10, 20, 20, 40);
    const closeTime = Float64Array.of(5, 10, 19, 20, 35, 39, 40, 55, 56);
    const places = latestKnown(knownAt, { closeTime, freshMs: 15 });
    expect([...places]).toEqual([-1, 0, 0, 2, 2, -1, 3, 3, -1]);
  });

  it('stays over a weekend, and is missing a week after the last', () => {
    const level = columnAt(daily('fear-greed', [75]), 'X level', 9);
    expect([0, 1, 4, 8, 9].map(level)).toEqual([Number.NaN, 0.5, 0.5, 0.5, Number.NaN]);
  });
});

describe('features', () => {
  it('of the VIX: ln x less its EWMA of half-life 60, and the change of ln x over 5 values', () => {
    const series = daily('vix', [10, 20, 20, 20, 20, 40]);
    const level = columnAt(series, 'X level', 6);
    const change = columnAt(series, 'X change', 6);
    const decay = 2 ** (-1 / 60);
    expect(level(1)).toBe(0);
    expect(level(2)).toBeCloseTo((decay * Math.LN2) / (1 + decay), 12);
    expect(change(5)).toBeNaN();
    expect(change(6)).toBeCloseTo(Math.log(4), 12);
  });

  it('of the fear and greed index: its distance from 50, and its change over 7 values', () => {
    const series = daily('fear-greed', [50, 60, 0, 100, 50, 50, 50, 25]);
    expect([1, 2, 3, 4].map(columnAt(series, 'X level', 8))).toEqual([0, 0.2, -1, 1]);
    expect(columnAt(series, 'X change', 8)(8)).toBe(-0.5);
  });

  it('of a macro series: its last change over the deviation of the last 60', () => {
    // Changes of +1 and −1 in turn: mean 0, deviation √(60/59) over 60 of them.
    const series = daily(
      'macro',
      Array.from({ length: 62 }, (_, k) => k % 2),
    );
    const change = columnAt(series, 'X change', 62);
    expect(change(29)).toBeNaN();
    expect(change(61)).toBeCloseTo(-Math.sqrt(59 / 60), 12);
    expect(change(62)).toBeCloseTo(Math.sqrt(59 / 60), 12);
  });

  it('of an own series: its level as well, over its deviation; none where it stands still', () => {
    const series = daily(
      'own',
      Array.from({ length: 60 }, (_, k) => k % 2),
    );
    const decay = 2 ** (-1 / 60);
    // Of x = 0, 1, 0, 1, …: EWMA Σ decay^k over even k, over that of all k, is 1/(1 + decay).
    const above = 1 - 1 / (1 + decay);
    expect(columnAt(series, 'X level', 60)(60)).toBeCloseTo(above / Math.sqrt(15 / 59), 12);
    const still = daily('own', new Array(60).fill(3));
    expect(columnAt(still, 'X level', 60)(60)).toBeNaN();
    expect(columnAt(still, 'X change', 60)(60)).toBeNaN();
  });

  it('of news: the mean sentiment of seven days, and how many came against how many come', () => {
    const hours = [1, 24, 30, 48, 240];
    const news: OutsideSeries = {
      ...{ name: 'X', kind: 'news', lagMs: 0, freshMs: 7 * dayMs },
      time: Float64Array.from(hours, (hour) => hour * (dayMs / 24)),
      knownAt: Float64Array.from(hours, (hour) => hour * (dayMs / 24)),
      values: Float64Array.of(0.5, -0.1, 1, -1, 0.3),
    };
    const sentiment = columnAt(news, 'X sentiment', 11);
    const count = columnAt(news, 'X count', 11);
    // Known by the first close: two, the second of them at that moment. By the second: two more.
    expect(sentiment(1)).toBeCloseTo(0.2, 12);
    expect(sentiment(2)).toBeCloseTo(0.1, 12);
    expect(sentiment(8)).toBeCloseTo(0, 12);
    expect(sentiment(9)).toBeNaN();
    expect(sentiment(10)).toBeCloseTo(0.3, 12);
    expect(count(2)).toBeCloseTo(0, 12);
    const decay = 2 ** (-1 / 30);
    expect(count(3)).toBeCloseTo(
      -Math.log(1 + (2 * decay + 2 * decay ** 2) / (1 + decay + decay ** 2)),
      12,
    );
    expect(count(10)).toBeGreaterThan(count(8));
  });
});

describe('sets of inputs', () => {
  const [vix, mood, other] = [
    daily('vix', [1, 2]),
    daily('fear-greed', [1, 2]),
    { ...daily('vix', [1, 2]), name: 'Y' },
  ];

  it('are all together, and each kind alone', () => {
    const sets = inputSetsOf([vix, mood, other]).map(({ name, series }) => [name, series.length]);
    expect(sets).toEqual([
      ['all', 3],
      ['vix', 2],
      ['fear-greed', 1],
    ]);
    expect(inputSetsOf([vix, other]).map(({ name }) => name)).toEqual(['vix']);
    expect(inputSetsOf([])).toEqual([]);
  });

  it('have a hash that tells which series they are, in which order, and not what is in them', () => {
    const hash = outsideHash([vix, mood]);
    expect(outsideHash([daily('vix', [3]), mood])).toBe(hash);
    expect(outsideHash([mood, vix])).not.toBe(hash);
    expect(outsideHash([other, mood])).not.toBe(hash);
    expect(outsideHash([{ ...vix, kind: 'own' }, mood])).not.toBe(hash);
  });
});
