/** The tables of an evaluation, with losses and likelihoods to check by hand. */
import { describe, expect, it } from 'vitest';
import type { CovarianceTrack } from '../../src/learning/covariance/covariance-track.ts';
import { evaluateCovariances } from '../../src/learning/evaluation/covariance-evaluation.ts';
import type { ComparedPart } from '../../src/learning/evaluation/loss-tables.ts';
import { evaluateVariances } from '../../src/learning/evaluation/variance-evaluation.ts';
import type { ForecasterRecipe } from '../../src/learning/variance/forecaster.ts';
import { walkForward } from '../../src/learning/variance/walk-forward.ts';
import { panelOfVariances, saying, wanderingVariances } from '../support/daily-panels.ts';
import { dayMs } from '../support/panels.ts';

const days = 90;
const steady = new Array<number>(days).fill(1);
/** QLIKE of 2 and of ½ where 1 is realised: ½ + ln 2 − 1 and 2 − ln 2 − 1. */
const [lossOfDouble, lossOfHalf] = [Math.LN2 - 0.5, 1 - Math.LN2];

function evaluated(
  recipes: readonly ForecasterRecipe[],
  { columns = [steady, steady], from = 0 }: { columns?: readonly number[][]; from?: number } = {},
) {
  // Row 30 closes as 2023 begins.
  const closeTime = Float64Array.from(steady, (_, day) => Date.UTC(2022, 11, 2) + day * dayMs);
  const panel = panelOfVariances(columns, { closeTime });
  const { models } = walkForward(panel, { recipes, from, to: days, refitEvery: 'month' });
  const names = models.map(({ name }) => name);
  const evaluation = evaluateVariances(panel, {
    ...{ tracks: models, horizon: 1 },
    ...{ champion: 'champion', reference: 'reference', simplest: names.at(-1) as string },
  });
  return { ...evaluation, of: (name: string) => evaluation.models[names.indexOf(name)] };
}

/** Says one thing of the first asset and another of the second. */
const split = (name: string, first: number, second: number): ForecasterRecipe =>
  saying(name, (asset) => (asset === 0 ? first : second));

describe('the evaluation of variances', () => {
  it('sets each model beside the reference, and the champion beside each model', () => {
    const found = evaluated([
      split('champion', 0, Math.LN2),
      saying('reference', Math.LN2),
      saying('half', -Math.LN2),
    ]);
    expect(found.of('reference')?.meanLoss).toBeCloseTo(lossOfDouble, 12);
    // The last day has no outcome yet.
    expect(found.of('champion')?.comparison).toMatchObject({ cells: 2 * 89, wonShare: 0.5 });
    expect(found.of('champion')?.comparison?.changeShare).toBeCloseTo(-0.5, 12);
    expect(found.of('half')?.comparison?.changeShare).toBeCloseTo(
      lossOfHalf / lossOfDouble - 1,
      12,
    );
    const beside = found.of('half')?.championComparison;
    expect(beside?.changeShare).toBeCloseTo(lossOfDouble / 2 / lossOfHalf - 1, 12);
    expect(beside?.wonShare).toBe(1);
  });

  it('shares out the comparison by asset', () => {
    const found = evaluated([split('champion', 0, -Math.LN2), saying('reference', Math.LN2)]);
    expect(
      found.of('champion')?.byAsset.map(({ name, comparison }) => [name, comparison.changeShare]),
    ).toEqual([
      ['A0', expect.closeTo(-1, 12)],
      ['A1', expect.closeTo(lossOfHalf / lossOfDouble - 1, 12)],
    ]);
  });

  it('by the year that a forecast looks into, and by history beside the simplest model', () => {
    const found = evaluated([
      saying('champion', Math.LN2),
      saying('reference', 0.5),
      saying('simplest', Math.LN2),
    ]);
    const cellsOf = ({ name, comparison }: ComparedPart) => [name, comparison.cells];
    expect(found.of('champion')?.byYear.map(cellsOf)).toEqual([
      ['2022', 2 * 30],
      ['2023', 2 * 59],
    ]);
    const parts = found.of('champion')?.byHistory ?? [];
    expect(parts.map(cellsOf)).toEqual([
      ['under 20 days', 2 * 19],
      ['20 to 59 days', 2 * 40],
      ['60 to 179 days', 2 * 30],
    ]);
    for (const { comparison } of parts) expect(comparison.changeShare).toBe(0);
  });

  it('compares over the cells that both have, and says nothing of a model without any', () => {
    const found = evaluated([
      split('champion', Number.NaN, 0),
      saying('reference', Math.LN2),
      saying('silent', Number.NaN),
    ]);
    expect(found.of('champion')).toMatchObject({ meanLoss: 0, comparison: { cells: 89 } });
    expect(found.of('silent')).toEqual({
      name: 'silent',
      ...{ meanLoss: null, comparison: null, championComparison: null },
      ...{ slope: null, confidence: null, byYear: [], byAsset: [], byHistory: [] },
    });
  });

  it('keeps among the best who cannot be told from them, and asks none that lacks a tenth of the cells', () => {
    const columns = [wanderingVariances(1, days, 1), wanderingVariances(2, days, 1)];
    const found = evaluated(
      [
        saying('champion', 0),
        saying('reference', 0.01),
        saying('far off', 4),
        split('half of them', 0, Number.NaN),
      ],
      { columns },
    );
    const confidence = (name: string) => found.of(name)?.confidence as number | null;
    expect(Math.max(confidence('champion') ?? 0, confidence('reference') ?? 0)).toBe(1);
    expect(confidence('far off')).toBeLessThan(0.01);
    expect(confidence('half of them')).toBeNull();
  });
});

describe('the evaluation of covariances', () => {
  /** Returns of ±1 in one asset, 365 days a year. */
  const panel = panelOfVariances([steady], {
    logReturn: Float64Array.from(steady, (_, day) => (day % 2 === 0 ? Math.LN2 : -1e3)),
  });
  const trackOf = (name: string, variance: number, missing = 0): CovarianceTrack => ({
    ...{ name, assets: 1, from: 10, to: 80 },
    covariances: new Float64Array(70).fill(Number.NaN, 0, missing).fill(variance, missing),
  });
  const compared = { reference: 'right', rival: 'right' };
  /** ½ (ln 2π + ln σ² + 1/σ²) nats. */
  const lossOf = (variance: number): number =>
    (Math.log(2 * Math.PI) + Math.log(variance) + 1 / variance) / 2;

  it('takes the mean loss and regret, and what the portfolio of least variance came to', () => {
    const found = evaluateCovariances(panel, {
      tracks: [trackOf('right', 1), trackOf('wide', 4)],
      ...{ reference: 'right', rival: 'wide' },
    });
    // Days 11 to 80; the first quarter ends with the close of day 89.
    expect(found).toMatchObject({ reference: 'right', rival: 'wide', days: 70 });
    const [right, wide] = found?.models ?? [];
    expect(right?.negativeLogLikelihood).toBeCloseTo(lossOf(1), 12);
    expect(wide?.negativeLogLikelihood).toBeCloseTo(lossOf(4), 12);
    expect(right?.regret).toBeCloseTo(0, 12);
    expect(wide?.regret).toBeCloseTo(lossOf(4) - lossOf(1), 12);
    expect(wide?.regrets).toEqual([{ quarter: '2022-Q1', nats: wide?.regret }]);
    expect(wide?.minimumVarianceVolatility).toBeCloseTo(Math.sqrt(365), 12);
    expect(right?.test).toBeNull();
  });

  it('tests the losses of days against the reference and against the rival', () => {
    // Two days of 1 and two of ½ in turn, so that losses differ from day to day.
    const uneven = panelOfVariances([steady], {
      logReturn: Float64Array.from(steady, (_, day) => Math.log1p(day % 4 < 2 ? 1 : 0.5)),
    });
    const tracks = [trackOf('right', 1), trackOf('wide', 4), trackOf('narrow', 0.25)];
    const found = evaluateCovariances(uneven, {
      ...{ tracks, reference: 'right', rival: 'narrow' },
    });
    const [right, wide, narrow] = found?.models ?? [];
    expect([right?.test, narrow?.rivalTest]).toEqual([null, null]);
    expect(right?.rivalTest?.t).toBeCloseTo(-(narrow?.test?.t as number), 12);
    const difference = (name: 'test' | 'rivalTest') => wide?.[name]?.meanDifference as number;
    expect(difference('test') - difference('rivalTest')).toBeCloseTo(
      narrow?.test?.meanDifference as number,
      12,
    );
  });

  it('begins where all models have a forecast', () => {
    const tracks = [trackOf('right', 1), trackOf('late', 4, 30)];
    const found = evaluateCovariances(panel, { tracks, ...compared });
    expect(found?.days).toBe(40);
    expect(found?.models[1]?.negativeLogLikelihood).toBeCloseTo(lossOf(4), 12);
  });

  it('is none where no quarter has more days than assets', () => {
    const tracks = [{ ...trackOf('right', 1), to: 11 }];
    expect(evaluateCovariances(panel, { tracks, ...compared })).toBeNull();
  });
});
