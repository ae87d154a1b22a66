/** The sentences of a forecast, read off figures that are written by hand. */
import { describe, expect, it } from 'vitest';
import type { RegimeOutlook } from '../../src/learning/outlook/regime-outlook.ts';
import type { Ahead } from '../../src/learning/outlook/volatility-outlook.ts';
import type { MultiplierView } from '../../src/plan/multiplier-view.ts';
import {
  correlationSentence,
  correlationWords,
  listed,
  multiplierSentence,
  outlookSentence,
  percentWords,
  rangeWords,
  regimeSentence,
} from '../../src/report/forecast-words.ts';

describe('numbers', () => {
  it('have a decimal where they are small', () => {
    expect([0.42, 0.1, 0.0994, 0.05, 0, 1.234].map(percentWords)).toEqual([
      ...['42 %', '10 %', '9.9 %', '5.0 %', '0.0 %', '123 %'],
    ]);
    expect(rangeWords({ lower: -0.026, upper: 0.024 })).toBe('−2.6 to 2.4 %');
    expect(rangeWords({ lower: -0.02, upper: 0.3 })).toBe('−2 to 30 %');
    expect(rangeWords(null)).toBe('–');
  });

  it('of correlations have two digits and no zero before them', () => {
    expect([0.8, 0.055, -0.12, 1, 0, -0.001].map(correlationWords)).toEqual([
      ...['.80', '.06', '−.12', '1.00', '.00', '.00'],
    ]);
  });

  it('are listed as a person lists', () => {
    expect([[], ['A'], ['A', 'B'], ['A', 'B', 'C']].map(listed)).toEqual([
      ...['', 'A', 'A and B', 'A, B and C'],
    ]);
  });
});

describe('the outlook of an asset', () => {
  const past = { closeTime: [], volAnnual: new Array(30).fill(0.3), together: 0.3 };
  const week = (volAnnual: number): Ahead => ({
    ...{ days: 7, volAnnual, vol50: null, vol90: { lower: 0.2, upper: 0.9 } },
    ...{ return50: null, return90: null },
  });

  it.each([
    [0.45, 'more than the 30 % of the last 30'],
    [0.2, 'less than the 30 % of the last 30'],
    [0.31, 'much as over the last 30 (30 %)'],
  ])('of %d is compared with the past', (vol, compared) => {
    expect(outlookSentence(past, week(vol))).toBe(
      `${percentWords(vol)} a year is expected over the next 7 days, ${compared}; nine times out of ten it comes to 20 to 90 %.`,
    );
  });

  it('says no more than is known', () => {
    const bare = { ...week(0.4), vol90: null };
    expect(outlookSentence({ ...past, together: null }, bare)).toBe(
      '40 % a year is expected over the next 7 days.',
    );
  });
});

describe('correlations', () => {
  const figures = {
    ...{ symbols: ['A', 'B', 'C'], matrix: [], groups: [['A', 'B']] },
    ...{ mean: 0.5, meanYearAgo: 0.7, diversificationRatio: 1.25 },
    absorption: { movements: 1, share: 0.64 },
  };

  it('are told with their groups, their mean and what diversification takes away', () => {
    // 1 − 1/1.25 = 20 %.
    expect(correlationSentence(figures)).toBe(
      'A and B move together. The mean correlation is .50, lower than a year ago (.70). One common movement makes up 64 % of how they vary. At the targets, holding them together takes away 20 % of their volatility.',
    );
  });

  it('are compared with a year ago where that is known', () => {
    const mean = (meanYearAgo: number | null) =>
      /mean correlation is (.*?)\. One/.exec(correlationSentence({ ...figures, meanYearAgo }))?.[1];
    expect(mean(0.3)).toBe('.50, higher than a year ago (.30)');
    expect(mean(0.52)).toBe('.50, much as a year ago (.52)');
    expect(mean(null)).toBe('.50');
  });

  it('of many assets have more than one common movement', () => {
    const absorption = { movements: 2, share: 0.8 };
    expect(correlationSentence({ ...figures, absorption })).toContain(
      ' 2 common movements make up 80 % of how they vary. ',
    );
  });

  it('may have no group, or several', () => {
    const bare = { ...figures, mean: null, absorption: null, diversificationRatio: null };
    const groups = (found: readonly (readonly string[])[]) =>
      correlationSentence({ ...bare, groups: found });
    expect(groups([])).toBe('No two assets move together.');
    expect(
      groups([
        ['A', 'B'],
        ['C', 'D', 'E'],
      ]),
    ).toBe('A and B move together; C, D and E move together.');
  });
});

describe('regimes', () => {
  const asset = (symbol: string, ...regimes: readonly RegimeOutlook['regime'][]) => ({
    symbol,
    regime: {
      ...{ turbulence: 0.5, regime: regimes.at(-1) ?? null, trend: null },
      past: regimes.map((regime, day) => ({ closeTime: day, regime })),
    },
  });

  it.each([
    [[asset('A', 'calm', 'calm'), asset('B', 'turbulent', 'calm')], 'All is calm now.', '25 %'],
    [[asset('A', 'turbulent'), asset('B', 'turbulent')], 'All assets are turbulent now.', '100 %'],
    [
      [asset('A', 'calm'), asset('B', 'turbulent'), asset('C', 'calm'), asset('D', 'calm')],
      'B is turbulent now, the others calm.',
      '25 %',
    ],
    [
      [asset('A', 'turbulent'), asset('B', 'turbulent'), asset('C', 'calm'), asset('D', 'calm')],
      'A and B are turbulent now, the others calm.',
      '50 %',
    ],
  ])('say who is turbulent, and how much of the year was', (assets, now, share) => {
    expect(regimeSentence(assets)).toBe(
      `${now} Over the last year ${share} of the days of all assets were turbulent.`,
    );
  });

  it('are not told where nobody can know', () => {
    expect(regimeSentence([asset('A', null)])).toContain('Too few outcomes are known');
  });
});

describe('multipliers', () => {
  const view = (
    multipliers: readonly number[],
    change: Partial<MultiplierView> = {},
  ): MultiplierView => ({
    ...{ objective: 'adaptive', bounds: [0.5, 2] },
    assets: multipliers.map((multiplier, k) => ({
      ...{ symbol: `A${k}`, multiplier, volAnnual: 0.4, usualVolAnnual: 0.4 },
    })),
    ...change,
  });

  it.each([
    [[1, 1.04, 0.96], 'Every threshold is about as wide as usual.'],
    [[1.2, 1], 'Of 2 thresholds the forecast makes 1 wider than usual.'],
    [
      [1.2, 2, 0.5],
      'Of 3 thresholds the forecast makes 2 wider and 1 narrower than usual; 2 are at a bound.',
    ],
    [[0.5], 'Of 1 threshold the forecast makes 1 narrower than usual; 1 is at a bound.'],
  ])('of %j are told as wider and narrower', (multipliers, sentence) => {
    expect(multiplierSentence(view(multipliers))).toBe(sentence);
  });

  it('are told where there are none', () => {
    expect(multiplierSentence(view([1], { objective: 'balanced' }))).toContain(
      'without a multiplier',
    );
    const [asset] = view([1]).assets;
    const unknown = {
      ...view([1]),
      assets: [{ ...asset, symbol: 'A', multiplier: 1, volAnnual: null, usualVolAnnual: null }],
    };
    expect(multiplierSentence(unknown)).toContain('every threshold has its base width');
  });
});
