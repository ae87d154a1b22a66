/** The evaluate command: its files recomputed from the candles, what it answers, that nothing leaks, and what it refuses. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatCandles } from '../../src/market/candle-csv.ts';
import type { Candles } from '../../src/market/candles.ts';
import { dailyCandlesOf } from '../../src/market/daily-candles.ts';
import { changedFrom, withoutWeekends } from '../support/changed-candles.ts';
import { candleStart, simulatedCandles, writeCandles } from '../support/cli-candles.ts';
import { createDesk } from '../support/cli-run.ts';
import {
  type CovarianceLine,
  covarianceLines,
  type ForecastRow,
  forecastRows,
  pricesIn,
} from '../support/forecast-files.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const days = 330;
const [fromDay, toDay] = [250, 300];
const time = (day: number): string => String(candleStart + day * dayMs);
const span = ['--from', time(fromDay), '--to', time(toDay)];
const symbols = ['BTC', 'ETH', 'PAXG'];
const series = simulatedCandles(symbols, { bars: days * 24 });

const desk = createDesk();
const inDesk = (file: string): string => readFileSync(join(desk.folder, file), 'utf8');

const forecastsOf = (file: string): readonly ForecastRow[] => forecastRows(inDesk(file));
const covariancesOf = (file: string): readonly CovarianceLine[] => covarianceLines(inDesk(file));
const pricesOf = (symbol: string): readonly number[] => pricesIn(inDesk(`candles/${symbol}.csv`));

/** Log return of each day but the first. */
function dailyReturnsOf(symbol: string): readonly number[] {
  const prices = pricesOf(symbol);
  const closes = Array.from({ length: days }, (_, day) => prices[(day + 1) * 24] as number);
  return closes.slice(1).map((close, day) => Math.log(close / (closes[day] as number)));
}

describe('evaluate', () => {
  const evaluate = ['evaluate', '--data', 'candles', ...span];
  const files = ['--forecasts', 'week.csv', '--covariances', 'day.ndjson'];
  let told: Record<string, unknown>;
  let words: string;

  beforeAll(async () => {
    writeCandles(desk.folder, series);
    const answer = await desk.run(...evaluate, '--horizon', '7d', '--json', ...files);
    expect(answer.code).toBe(0);
    told = JSON.parse(answer.stdout);
    words = answer.stderr;
  }, 60_000);

  it('answers with one object: each model beside the reference and the champion, intervals, covariances', () => {
    const figures = { cells: expect.any(Number), changePct: expect.any(Number) };
    expect(told).toMatchObject({
      ...{ schemaVersion: 1, horizonDays: 7, days: 50, symbols, sessions: false },
      from: new Date(Number(time(fromDay))).toISOString(),
      to: new Date(Number(time(toDay - 1))).toISOString(),
      ...{ reference: 'har-log', refit: 'month', dailyBars: false },
      intervals: { coverage: 0.9, variance: {}, return: {} },
      covariances: { reference: 'cm-iewma', rival: 'dcc' },
    });
    const models = told.models as readonly { model: string }[];
    expect(models.map(({ model }) => model)).toEqual([
      ...['champion', 'pooled-ridge', 'pooled-har', 'har-log', 'har-wls', 'har-ols', 'harq'],
      ...['garch', 'gjr-t', 'ewma-realized-20', 'ewma-returns'],
    ]);
    for (const model of models) {
      expect(model).toMatchObject({
        ...{ qlike: expect.any(Number), champion: figures, byAsset: [{}, {}, {}] },
        ...figures,
      });
    }
    expect(words).toMatch(/^variances of champion done\n/);
    expect(words).toContain('forecasts written to week.csv');
  });

  it('writes what was realised: the squared hourly returns of the week that followed', () => {
    const prices = pricesOf('ETH');
    const rows = forecastsOf('week.csv').filter(
      ({ symbol, model }) => symbol === 'ETH' && model === 'champion',
    );
    expect(rows).toHaveLength(50);
    for (const { time: at, horizon, realized } of rows) {
      expect(horizon).toBe(7);
      const hour = (at - candleStart) / hourMs;
      let sum = 0;
      for (let k = hour; k < hour + 7 * 24; k++) {
        sum += Math.log((prices[k + 1] as number) / (prices[k] as number)) ** 2;
      }
      expect(Number(realized) / sum).toBeCloseTo(1, 9);
    }
  });

  it('writes forecasts that can be recomputed: λ = .94 over the squared returns of days', () => {
    const returns = dailyReturnsOf('PAXG');
    const rows = forecastsOf('week.csv').filter(
      ({ symbol, model }) => symbol === 'PAXG' && model === 'ewma-returns',
    );
    expect(rows).toHaveLength(50);
    for (const { time: at, forecast } of rows) {
      // At the close of day d the last return is number d − 1.
      const past = returns.slice(0, (at - candleStart) / dayMs - 1).toReversed();
      const [sum, weight] = past.reduce(
        ([squares, weights], value, age) => [
          squares + 0.94 ** age * value ** 2,
          weights + 0.94 ** age,
        ],
        [0, 0] as [number, number],
      );
      expect(forecast / ((7 * sum) / weight)).toBeCloseTo(1, 9);
    }
  });

  it('writes covariances that can be recomputed: a half-life of 63 days over simple returns', () => {
    const lines = covariancesOf('day.ndjson').filter(({ model }) => model === 'ewma-63');
    expect(lines.map(({ timestamp_ms }) => timestamp_ms)).toEqual(
      Array.from({ length: 50 }, (_, day) => candleStart + (fromDay + day) * dayMs),
    );
    const returns = symbols.map((symbol) => dailyReturnsOf(symbol).map(Math.expm1));
    for (const { timestamp_ms, symbols: named, cov } of [
      lines[0] as CovarianceLine,
      lines[49] as CovarianceLine,
    ]) {
      expect(named).toEqual(symbols);
      const count = (timestamp_ms - candleStart) / dayMs - 1;
      symbols.forEach((_, i) => {
        symbols.forEach((__, j) => {
          let [sum, weights] = [0, 0];
          for (let t = 0; t < count; t++) {
            const weight = 2 ** (-(count - 1 - t) / 63);
            sum += weight * (returns[i]?.[t] as number) * (returns[j]?.[t] as number);
            weights += weight;
          }
          expect((cov[i]?.[j] as number) / (sum / weights)).toBeCloseTo(1, 9);
        });
      });
    }
  });

  it('has a covariance of every model on every day, symmetric and positive', () => {
    const lines = covariancesOf('day.ndjson');
    const models = ['champion', 'cm-iewma', 'dcc', 'iewma-21-63', 'ewma-63', 'rw-125'];
    expect(lines).toHaveLength(50 * models.length);
    expect([...new Set(lines.map(({ model }) => model))]).toEqual(models);
    for (const { cov } of lines) {
      cov.forEach((row, i) => {
        expect(row[i]).toBeGreaterThan(0);
        row.forEach((value, j) => {
          expect(value).toBeCloseTo(cov[j]?.[i] as number, 15);
        });
      });
    }
  });

  it('says the same of a day whatever came after it', async () => {
    const until = candleStart + 275 * dayMs;
    writeCandles(
      join(desk.folder, 'changed'),
      series.map((candles) => changedFrom(candles, until)),
    );
    const { code } = await desk.run(
      ...['evaluate', '--data', 'changed/candles', ...span, '--horizon', '7d'],
      ...['--forecasts', 'changed.csv', '--covariances', 'changed.ndjson'],
    );
    expect(code).toBe(0);
    const forecasts = (file: string, isWanted: (time: number) => boolean) =>
      forecastsOf(file)
        .filter((row) => isWanted(row.time))
        .map(({ realized, ...row }) => row);
    const covariances = (file: string, isWanted: (time: number) => boolean) =>
      covariancesOf(file).filter(({ timestamp_ms }) => isWanted(timestamp_ms));
    const isKnown = (time: number): boolean => time <= until;
    const comesNext = (time: number): boolean => time === until + dayMs;
    expect(forecasts('changed.csv', isKnown)).toEqual(forecasts('week.csv', isKnown));
    expect(covariances('changed.ndjson', isKnown)).toEqual(covariances('day.ndjson', isKnown));
    expect(forecasts('changed.csv', comesNext)).not.toEqual(forecasts('week.csv', comesNext));
    expect(covariances('changed.ndjson', comesNext)).not.toEqual(
      covariances('day.ndjson', comesNext),
    );
  }, 60_000);

  it('shows tables, from daily bars where these are asked for, and leaves outcomes empty that are not complete', async () => {
    const late = ['--from', time(days - 20), '--to', time(days + 5)];
    const { code, stdout } = await desk.run(
      ...['evaluate', '--data', 'candles', ...late, '--daily', '--forecasts', 'daily.csv'],
    );
    expect(code).toBe(0);
    expect(stdout).toContain('3 assets · the variance of the next day · forecast at 21 closes');
    expect(stdout).toContain('from daily bars');
    expect(stdout).toMatch(/model +QLIKE +against har-log +DM t/);
    // Without hours nobody knows how well a day was measured.
    expect(stdout).toMatch(/\nharq +– +–/);
    expect(stdout).toMatch(/90 % intervals of the champion/);
    expect(stdout).toMatch(
      /covariance of the next day, 20 days.*DM t against cm-iewma +against dcc/,
    );
    const rows = forecastsOf('daily.csv').filter(({ model }) => model === 'champion');
    const empty = rows.filter(({ realized }) => realized === '');
    expect([...new Set(empty.map((row) => row.time))]).toEqual([Number(time(days))]);
    // ½ (Parkinson + Garman–Klass) of the range of the day after.
    const { time: at, realized } = rows.find(({ symbol }) => symbol === 'BTC') as ForecastRow;
    const candles = dailyCandlesOf(series[0] as Candles);
    const day = (at - candleStart) / dayMs;
    const [o, h, l, c] = [candles.open, candles.high, candles.low, candles.close].map(
      (column) => column[day] as number,
    ) as [number, number, number, number];
    const square = (a: number, b: number): number => Math.log(a / b) ** 2;
    const range = square(h, l) / (4 * Math.LN2);
    const garmanKlass = square(h, l) / 2 - (2 * Math.LN2 - 1) * square(c, o);
    expect(Number(realized) / ((range + garmanKlass) / 2)).toBeCloseTo(1, 9);
  }, 60_000);

  it('takes markets with sessions, their days being sessions', async () => {
    writeCandles(
      join(desk.folder, 'sessions'),
      series.map((candles) => withoutWeekends(dailyCandlesOf(candles))),
    );
    const { code, stdout } = await desk.run(
      ...['evaluate', '--data', 'sessions/candles', ...span, '--horizon', '7d', '--json'],
    );
    expect(code).toBe(0);
    // 250 to 300 days after a Saturday hold the closes of 36 sessions.
    expect(JSON.parse(stdout)).toMatchObject({ sessions: true, days: 36 });
  }, 60_000);

  it('ends with 130 when it is interrupted', async () => {
    const stop = (child: { kill: (signal: 'SIGINT') => boolean }): boolean => child.kill('SIGINT');
    const answer = await desk.runUntil('variances of champion', stop, ...evaluate);
    expect(answer).toMatchObject({ code: 130, stdout: '' });
  }, 60_000);
});

describe('evaluate refuses', () => {
  beforeAll(() => {
    writeCandles(desk.folder, series);
    const [btc, eth] = series.map((candles) => dailyCandlesOf(candles)) as [Candles, Candles];
    writeCandles(join(desk.folder, 'mixed'), [btc, withoutWeekends(eth)]);
    for (const folder of ['empty', 'broken/candles']) {
      mkdirSync(join(desk.folder, folder), { recursive: true });
    }
    const bad = formatCandles(btc).replace(/\n(\d+),[^,]+,/, '\n$1,-5,');
    writeFileSync(join(desk.folder, 'broken/candles/BTC.csv'), bad);
  });

  it.each([
    [
      'a horizon in hours',
      ['candles', '--horizon', '7h'],
      2,
      '--horizon must be of 1d, 7d, 30d, was "7h"',
    ],
    ['another horizon', ['candles', '--horizon', '2d'], 2, 'was "2d"'],
    ['an end before the start', ['candles', '--to', time(10)], 2, '--from must be before --to'],
    [
      'a time without days',
      ['candles', '--from', time(900), '--to', time(910)],
      5,
      'no day closes from',
    ],
    ['a folder without candles', ['empty'], 5, 'SYMBOL.csv'],
    ['a file that is unfit', ['broken/candles'], 5, 'BTC.csv: line 2: open was -5'],
    ['assets with and without weekends', ['mixed/candles'], 5, 'BTC does and ETH does not'],
    [
      'a file in a folder that is none',
      ['candles', '--forecasts', 'no/f.csv'],
      2,
      'the folder of --forecasts',
    ],
    [
      'one file for both',
      ['candles', '--forecasts', 'f', '--covariances', './f'],
      2,
      'must be two files',
    ],
  ])('%s', async (_, [data = '', ...options], code, message) => {
    const given = ['--from', '--to'].flatMap((option, k) =>
      options.includes(option) ? [] : [option, time(k === 0 ? fromDay : toDay)],
    );
    const answer = await desk.run('evaluate', '--data', data, ...given, ...options);
    expect({ code: answer.code, says: answer.stderr }).toEqual({
      code,
      says: expect.stringContaining(message),
    });
  });
});
