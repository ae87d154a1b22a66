/** Files of forecasts: which rows they have, and what is in them. */
import { describe, expect, it } from 'vitest';
import { walkForward } from '../../src/learning/variance/walk-forward.ts';
import { covariancesNdjson, forecastsCsv } from '../../src/report/forecasts-csv.ts';
import { firstDay, panelOfVariances, saying } from '../support/daily-panels.ts';
import { dayMs } from '../support/panels.ts';

// The second asset lacks day 2.
const panel = panelOfVariances([
  [1, 2, 3, 4],
  [5, 6, Number.NaN, 8],
]);
const rows = { from: 1, to: 4 };
const closeOf = (day: number): number => firstDay + (day + 1) * dayMs;

describe('forecasts as CSV', () => {
  it('are sums over the horizon, with what came of them once it is complete', () => {
    const recipes = [saying('one', 0), saying('silent', Number.NaN)];
    const { models } = walkForward(panel, { recipes, ...rows, refitEvery: 'month' });
    const text = [...forecastsCsv({ panel, horizon: 1, rows, tracks: models })].join('');
    expect(text.split('\n')).toEqual([
      'timestamp_ms,symbol,model,horizon_days,forecast_variance,realized_variance',
      `${closeOf(1)},A0,one,1,1,3`,
      `${closeOf(1)},A1,one,1,1,`,
      `${closeOf(2)},A0,one,1,1,4`,
      `${closeOf(3)},A0,one,1,1,`,
      `${closeOf(3)},A1,one,1,1,`,
      '',
    ]);
    const weekly = [...forecastsCsv({ panel, horizon: 7, rows, tracks: models })].join('');
    expect(weekly).toContain(`${closeOf(1)},A0,one,7,7,\n`);
  });
});

describe('covariances as lines of JSON', () => {
  it('are of the assets that have the day, in nested rows', () => {
    const covariances = Float64Array.of(
      ...new Array<number>(4).fill(Number.NaN),
      1,
      2,
      2,
      5,
      1,
      3,
      3,
      10,
    );
    const track = { name: 'moving', assets: 2, ...rows, covariances };
    const lines = [...covariancesNdjson(panel, [track])].join('').split('\n');
    expect(lines.map((line) => (line === '' ? null : JSON.parse(line)))).toEqual([
      { timestamp_ms: closeOf(2), model: 'moving', symbols: ['A0'], cov: [[1]] },
      {
        ...{ timestamp_ms: closeOf(3), model: 'moving', symbols: ['A0', 'A1'] },
        cov: [
          [1, 3],
          [3, 10],
        ],
      },
      null,
    ]);
  });
});
