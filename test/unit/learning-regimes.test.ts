/**
 * Regimes and trends: a line that is known, what counts as turbulent, labels that do not flicker, and how they are judged.
 */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/base/random.ts';
import { probabilityScores } from '../../src/learning/evaluation/probability-scores.ts';
import { eventProbabilities } from '../../src/learning/regime/event-probabilities.ts';
import { fitLogistic, probabilityOf } from '../../src/learning/regime/logistic-regression.ts';
import { regimesOf } from '../../src/learning/regime/regimes.ts';
import { trendStrength, trendsOf } from '../../src/learning/regime/trends.ts';
import { turbulenceEvents } from '../../src/learning/regime/turbulence.ts';
import { panelOfVariances } from '../support/daily-panels.ts';

const allRows = (count: number): number[] => Array.from({ length: count }, (_, row) => row);

describe('a logistic regression', () => {
  it('finds the line that events were drawn from', () => {
    const random = createRandom(2);
    const count = 40_000;
    const features = Float64Array.from({ length: 2 * count }, () => 3 + 2 * random.normal());
    const events = Float64Array.from({ length: count }, (_, row) => {
      const line =
        -1 + 0.8 * (features[2 * row] as number) - 0.4 * (features[2 * row + 1] as number);
      return Number(random.uniform() < 1 / (1 + Math.exp(-line)));
    });
    const model = fitLogistic({ features, width: 2, events, rows: allRows(count) });
    const slope = (j: number): number =>
      (model?.slopes[j] as number) / (model?.standardizer.deviation[j] as number);
    expect(Math.abs(slope(0) - 0.8)).toBeLessThan(0.03);
    expect(Math.abs(slope(1) + 0.4)).toBeLessThan(0.03);
    // At (3, 3) the line is −1 + 0.4 · 3 = 0.2.
    const asked = Float64Array.of(3, 3);
    expect(model && probabilityOf(model, asked, 0)).toBeCloseTo(1 / (1 + Math.exp(-0.2)), 2);
  });

  it('gives the smoothed shares of two groups', () => {
    // 150 of 200 events at +1, 50 of 200 at −1: shares .75 and .25, drawn to ½ by Platt's 201/202 and 1/202 and by the ridge.
    const features = Float64Array.from({ length: 400 }, (_, row) => (row < 200 ? 1 : -1));
    const events = Float64Array.from({ length: 400 }, (_, row) =>
      Number(row % 200 < (row < 200 ? 150 : 50)),
    );
    const model = fitLogistic({ features, width: 1, events, rows: allRows(400) });
    const smoothed = 0.75 * (201 / 202) + 0.25 * (1 / 202);
    expect(model && probabilityOf(model, Float64Array.of(1), 0)).toBeCloseTo(smoothed, 4);
    expect(model?.baseRate).toBe(0.5);
  });

  it('stays finite where a line parts the rows', () => {
    const features = Float64Array.from({ length: 400 }, (_, row) => row - 200);
    const events = features.map((value) => Number(value >= 0));
    const model = fitLogistic({ features, width: 1, events, rows: allRows(400) });
    const high = model && probabilityOf(model, Float64Array.of(200), 0);
    expect(high).toBeGreaterThan(0.95);
    expect(high).toBeLessThan(1);
  });

  it('learns nothing from fewer than 100 rows for each number, or from rows that are all alike', () => {
    const features = Float64Array.from({ length: 200 }, (_, row) => row);
    const events = features.map((value) => value % 2);
    const sample = { features, width: 1, events };
    expect(fitLogistic({ ...sample, rows: allRows(199) })).toBeUndefined();
    expect(fitLogistic({ ...sample, rows: allRows(200) })).toBeDefined();
    expect(fitLogistic({ ...sample, events: events.fill(1), rows: allRows(200) })).toBeUndefined();
  });
});

describe('probabilities of events', () => {
  it('begin with the month after enough outcomes are known, and not where a feature is missing', () => {
    const panel = panelOfVariances(Array.from({ length: 8 }, () => new Array<number>(92).fill(1)));
    const random = createRandom(4);
    const features = Float64Array.from({ length: 92 * 8 }, () => random.normal());
    features[91 * 8] = Number.NaN;
    const events = features.map((value) => Number(value + random.normal() > 0));
    const series = { features, width: 1, events, horizonDays: 7 };
    const { probability, baseRate } = eventProbabilities(panel, series);
    const known = [...probability.keys()].filter((at) => !Number.isNaN(probability[at] as number));
    // At row 30, the first of February, 24 days are known: 192 rows. At row 58, the first of March, 52 days: 416 rows.
    expect(known[0]).toBe(58 * 8);
    expect(known.length).toBe(34 * 8 - 1);
    expect(baseRate[58 * 8]).toBe(
      [...events.subarray(0, 52 * 8)].reduce((sum, event) => sum + event, 0) / (52 * 8),
    );
  });
});

describe('turbulence', () => {
  it('is a mean variance above the mean of ln v with a half-life of a year', () => {
    // Twenty days at 1, then 4: from the first day at 4 on the level is above ln 1 and below ln 4.
    const column = [...new Array<number>(20).fill(1), ...new Array<number>(10).fill(4)];
    const panel = panelOfVariances([column]);
    const forecasts = new Float64Array(30 * 3).fill(Math.log(2));
    const { features, events, horizonDays } = turbulenceEvents(panel, forecasts, 1);
    expect(horizonDays).toBe(1);
    expect(events[18]).toBeNaN();
    expect(events[19]).toBe(1);
    expect(features[19]).toBeCloseTo(Math.log(2), 12);
    const decay = 2 ** (-1 / 365);
    let [sum, weight] = [0, 0];
    for (const value of column) [sum, weight] = [decay * sum + Math.log(value), decay * weight + 1];
    expect(features[29]).toBeCloseTo(Math.log(2) - sum / weight, 12);
    expect(events[29]).toBeNaN();
    expect(turbulenceEvents(panel, forecasts, 7).events[22]).toBe(1);
    expect(turbulenceEvents(panel, forecasts, 7).events[23]).toBeNaN();
  });

  it('ends in a calm again', () => {
    const column = [...new Array<number>(25).fill(4), ...new Array<number>(5).fill(1)];
    const { events } = turbulenceEvents(panelOfVariances([column]), new Float64Array(90), 1);
    expect([...events.subarray(23, 26)]).toEqual([0, 0, 0]);
  });
});

describe('labels', () => {
  it('turn turbulent from .6 on and calm from .4 down, and begin with the nearer', () => {
    const unknown = Number.NaN;
    expect(regimesOf(Float64Array.of(unknown, 0.49, 0.59, 0.6, 0.41, unknown, 0.4, 0.5))).toEqual([
      undefined,
      'calm',
      'calm',
      'turbulent',
      'turbulent',
      'turbulent',
      'calm',
      'calm',
    ]);
    expect(regimesOf(Float64Array.of(0.5, 0.45))).toEqual(['turbulent', 'turbulent']);
  });

  /** Returns of 1 each up to a day, then of −1, with variances of 4: z of n equal days is ± √n / 2. */
  const turning = (rising: number, days: number) => {
    const panel = panelOfVariances([new Array<number>(days).fill(4)]);
    return { ...panel, logReturn: panel.logReturn.map((_, day) => (day < rising ? 1 : -1)) };
  };

  it('measure a trend by the returns of 30 and 90 days over their deviation', () => {
    const strength = trendStrength(turning(90, 120), 0);
    expect(strength[89]).toBeCloseTo((Math.sqrt(30) / 2 + Math.sqrt(90) / 2) / 2, 12);
    // Ten days down: sums 10 and 70.
    expect(strength[99]).toBeCloseTo((10 / (2 * Math.sqrt(30)) + 70 / (2 * Math.sqrt(90))) / 2, 12);
    // Half of 90 days must be there.
    expect(strength[43]).toBeNaN();
    expect(strength[44]).not.toBeNaN();
  });

  it('call it up from +1 on until +.5, down likewise', () => {
    const panel = turning(90, 150);
    const strength = trendStrength(panel, 0);
    const trends = trendsOf(panel, 0);
    expect(trends[43]).toBeUndefined();
    expect(trends[44]).toBe('up');
    const turns = [...trends.keys()].filter((day) => day > 44 && trends[day] !== trends[day - 1]);
    expect(turns.map((day) => trends[day])).toEqual(['sideways', 'down']);
    const [sideways = 0, down = 0] = turns;
    expect(strength[sideways - 1]).toBeGreaterThan(0.5);
    expect(strength[sideways]).toBeLessThanOrEqual(0.5);
    expect(strength[down - 1]).toBeGreaterThan(-1);
    expect(strength[down]).toBeLessThanOrEqual(-1);
  });
});

describe('probabilities are judged', () => {
  const judge = (probability: number[], events: number[], base = 0.5) =>
    probabilityScores({
      probability: Float64Array.from(probability),
      baseRate: new Float64Array(probability.length).fill(base),
      events: Float64Array.from(events),
    });

  it('by hand: two of four pairs in order, squares .04 + .09 + .36 + .81 against four quarters', () => {
    const scores = judge([0.8, 0.3, 0.4, 0.2, 0.9], [1, 0, 1, Number.NaN, 0].map(Number));
    // Pairs (.8, .3) and (.4, .3) in order, (.8, .9) and (.4, .9) not.
    expect(scores.areaUnderCurve).toBe(0.5);
    expect(scores.outcomes).toBe(4);
    expect(scores.share).toBe(0.5);
    expect(scores.brierSkill).toBeCloseTo(1 - (0.04 + 0.09 + 0.36 + 0.81) / 1, 12);
  });

  it('with ties as half, and against a share that was known before or one that was not', () => {
    const scores = judge([0.2, 0.2, 0.6, 0.6], [0, 0, 0, 1], 0.5);
    // The event against two below and one equal: 2.5 of 3.
    expect(scores.areaUnderCurve).toBeCloseTo(2.5 / 3, 12);
    const own = 0.04 + 0.04 + 0.36 + 0.16;
    expect(scores.brierSkill).toBeCloseTo(1 - own / 1, 12);
    expect(scores.strictBrierSkill).toBeCloseTo(1 - own / 0.75, 12);
  });
});
