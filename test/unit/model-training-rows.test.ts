/** What networks learn from at a refit: which rows, what they aim at and how they weigh; and how long they learn. */
import { describe, expect, it } from 'vitest';
import { centresOf } from '../../src/learning/inputs/centre.ts';
import { horizons } from '../../src/learning/inputs/daily-panel.ts';
import { featureNames } from '../../src/learning/inputs/feature-spec.ts';
import { residualRows } from '../../src/learning/network/residual-rows.ts';
import { trainingSpec, trainingSpecOf } from '../../src/learning/network/training-spec.ts';
import { linearForecastsOf } from '../../src/learning/variance/linear-model.ts';
import { panelOfVariances, wanderingVariances } from '../support/daily-panels.ts';
import { seededLesson } from '../support/models.ts';

const assets = 2;
const columns = [
  wanderingVariances(1, 300),
  // Listed after 200 days, with a gap on day 250.
  wanderingVariances(2, 300).map((value, day) => (day < 200 || day === 250 ? Number.NaN : value)),
];
const panel = panelOfVariances(columns);
const day = 290;
const { ridge } = seededLesson(panel, day);
const rows = residualRows(panel, { day, ridge });

/** Cells in the order of the rows: 20 days of history, the day there, and the day after it there by the refit. */
const cells = Array.from({ length: day * assets }, (_, cell) => cell).filter((cell) => {
  const [at, asset] = [Math.floor(cell / assets), cell % assets];
  const seen = centresOf(panel).historyDays[cell] as number;
  const has = (when: number): boolean => !Number.isNaN(columns[asset]?.[when] as number);
  return seen >= 20 && has(at) && has(at + 1);
});

describe('the rows of a refit', () => {
  it('are those of assets with 20 days whose next day was complete', () => {
    expect(rows.rows).toBe(cells.length);
    expect(cells[0]).toBe(19 * assets);
    expect(rows.features).toHaveLength(cells.length * featureNames.length);
    expect(rows.features.every(Number.isFinite)).toBe(true);
  });

  it('aim at ln of the mean of the next h variances, where these were complete by the refit', () => {
    cells.forEach((cell, row) => {
      const [at, asset] = [Math.floor(cell / assets), cell % assets];
      horizons.forEach((horizon, h) => {
        const next = columns[asset]?.slice(at + 1, at + 1 + horizon) as number[];
        const mean = next.reduce((sum, value) => sum + value, 0) / horizon;
        const expected = at + horizon <= day ? Math.log(mean) : Number.NaN;
        expect(rows.targets[row * 3 + h]).toBe(Math.fround(expected));
      });
    });
  });

  it('start from the forecast of the ridge', () => {
    const fitted = new Float64Array(assets * 3);
    const last = cells.at(-1) as number;
    linearForecastsOf(panel, featureNames)(ridge)(Math.floor(last / assets), fitted);
    const place = (last % assets) * 3;
    expect([...rows.offsets.slice(-3)]).toEqual(
      [...fitted.slice(place, place + 3)].map(Math.fround),
    );
  });

  it('weigh half after three years of days', () => {
    const first = cells[0] as number;
    const age = (day - Math.floor(first / assets)) / 365;
    expect(rows.weights[0]).toBe(Math.fround(2 ** (-age / 3)));
    const sessions = { ...panel, sessions: true };
    const [weight] = residualRows(sessions, { day, ridge }).weights;
    expect(weight).toBe(Math.fround(2 ** (-(day - 19) / 252 / 3)));
  });

  it('do not change with what comes after the refit', () => {
    const later = columns.map((column) =>
      column.map((value, at) => (at > day ? 2 * value : value)),
    );
    expect(residualRows(panelOfVariances(later), { day, ridge })).toEqual(rows);
  });
});

describe('a training', () => {
  it('of many rows is as long as it was chosen to be', () => {
    expect(trainingSpecOf(200_000)).toBe(trainingSpec);
  });

  it('of few rows takes smaller batches and more epochs, to make 500 steps, and 24 at most', () => {
    const spec = { ...trainingSpec, batchRows: 1_024 };
    // 50,000 rows are 49 batches of at most 1,024, and 11 epochs of them 539 steps; 100,000 are 98, and 588 in 6.
    expect(trainingSpecOf(50_000)).toEqual({ ...spec, epochs: 11 });
    expect(trainingSpecOf(100_000)).toEqual({ ...spec, epochs: 6 });
    expect(trainingSpecOf(20_000)).toEqual({ ...spec, epochs: 24 });
    expect(trainingSpecOf(100)).toEqual({ ...spec, epochs: 24 });
  });
});
