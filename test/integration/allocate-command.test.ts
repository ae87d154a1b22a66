/** The command allocate: weights from a covariance file and from forecasts, with the exit codes of what cannot be. */
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseCovariance } from '../../src/app/targets/covariance-file.ts';
import { DataError } from '../../src/base/errors.ts';
import type { Candles } from '../../src/market/candles.ts';
import { slice } from '../../src/market/candles.ts';
import type { allocationJson } from '../../src/report/allocation-json.ts';
import reference from '../golden/allocation.json' with { type: 'json' };
import { simulatedCandles, writeCandles } from '../support/cli-candles.ts';
import { type Answer, createDesk } from '../support/cli-run.ts';

type Told = ReturnType<typeof allocationJson>;

const golden = fileURLToPath(new URL('../golden/allocation_covariance.csv', import.meta.url));
const desk = createDesk();
const told = ({ stdout }: Answer): Told => JSON.parse(stdout);

beforeAll(() => {
  copyFileSync(golden, join(desk.folder, 'golden.csv'));
  writeFileSync(join(desk.folder, 'two.csv'), 'BTC,ETH\n0.04,0.01\n0.01,0.01\n');
  writeFileSync(join(desk.folder, 'cash.csv'), 'BTC,CASH\n0.04,0\n0,0\n');
});

const allocate = (file: string, ...words: string[]): Promise<Answer> =>
  desk.run('allocate', '--covariance', file, ...words);

describe('from a covariance', () => {
  it('answers as the contract says', async () => {
    const answer = await allocate('two.csv', '--method', 'max-diversification', '--json');
    expect(answer.code).toBe(0);
    const { weights, volatility, diversificationRatio, residual, ...rest } = told(answer);
    expect(rest).toEqual({
      ...{ schemaVersion: 1, method: 'max-diversification', status: 'optimal', fallbacks: [] },
    });
    expect(Object.keys(weights)).toEqual(['BTC', 'ETH']);
    expect(weights.BTC).toBeCloseTo(1 / 3, 12);
    expect(volatility).toBeCloseTo(Math.sqrt(0.04 / 9 + (4 * 0.01) / 9 + (4 * 0.01) / 9), 12);
    expect(diversificationRatio).toBeCloseTo(2 / Math.sqrt(3), 12);
    expect(residual).toBeLessThan(1e-12);
  });

  it.each([
    ['erc', [], reference.erc],
    [
      'erc',
      ['--budgets', '1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20'],
      reference.risk_budget_1_to_20,
    ],
    ['hrp', ['--linkage', 'ward'], reference.hrp_ward],
    ['hrp', [], reference.hrp_single],
    [
      'min-variance',
      ['--min', '1%', '--max', '0.15'],
      reference['min_variance_floor_0.01_cap_0.15'],
    ],
  ])('has the weights of others: %s %s', async (method, words, wanted) => {
    const { weights } = told(await allocate('golden.csv', '--method', method, ...words, '--json'));
    expect(Object.keys(weights)[3]).toBe('A03');
    for (const [i, weight] of Object.values(weights).entries())
      expect(weight).toBeCloseTo(wanted[i] as number, 12);
  });

  it('tells weights, what is at a limit, and the risk', async () => {
    const { code, stdout } = await allocate(
      'golden.csv',
      '--method',
      'min-variance',
      '--max',
      '10%',
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^A01 +10\.0 % {2}at its most$/m);
    expect(stdout).toMatch(/^A03 +4\.5 %$/m);
    expect(stdout).toMatch(/^min-variance: optimal, residual \d\.\de-1\d$/m);
    expect(stdout).toContain('volatility 2.292 %, diversification ratio 1.215');
  });

  it('names what fell back, and why', async () => {
    const { code, stdout } = await allocate('cash.csv', '--method', 'erc');
    expect(code).toBe(0);
    expect(stdout).toContain('erc has no answer: CASH has no variance');
    expect(stdout).toContain('erc: inexact, residual 0.0e+0');
    const { fallbacks, weights } = told(await allocate('cash.csv', '--method', 'erc', '--json'));
    expect(fallbacks.map(({ method }) => method)).toEqual(['erc', 'inverse-volatility']);
    expect(weights).toEqual({ BTC: 0.5, CASH: 0.5 });
  });

  it.each(['erc', 'hrp', 'min-variance'])(
    'mends what no returns can have, and says so: %s',
    async (method) => {
      // Higham 2002, section 4: the nearest are .7607 and .1573.
      writeFileSync(join(desk.folder, 'odd.csv'), 'A,B,C\n1,1,0\n1,1,1\n0,1,1\n');
      const { code, stdout } = await allocate('odd.csv', '--method', method);
      expect(code).toBe(0);
      expect(stdout).toContain(
        'no returns have such a covariance, its smallest eigenvalue is -0.414 beside 2.41 of the largest; the nearest correlations stand in',
      );
      const answer = told(await allocate('odd.csv', '--method', method, '--json'));
      const { status, weights, volatility, mended } = answer;
      expect(status).toBe('inexact');
      // 1 − √2 and 1 + √2.
      expect(mended?.smallestEigenvalue).toBeCloseTo(1 - Math.SQRT2, 12);
      expect(mended?.largestEigenvalue).toBeCloseTo(1 + Math.SQRT2, 12);
      expect(mended?.cause).toContain('its smallest eigenvalue is -0.414');
      const { A, B, C } = weights as { A: number; B: number; C: number };
      const pairs = 2 * (0.7607 * (A * B + B * C) + 0.1573 * A * C);
      expect(volatility).toBeCloseTo(Math.sqrt(A * A + B * B + C * C + pairs), 3);
    },
  );

  it('says that limits are infeasible, with exit 3', async () => {
    const cause = 'the most weights sum to 0.8, less than 1';
    const words = await allocate('two.csv', '--method', 'equal', '--max', '0.4');
    expect(words).toMatchObject({ code: 3, stdout: '' });
    expect(words.stderr).toBe(`ballast: equal is infeasible: ${cause}\n`);
    const answer = await allocate('two.csv', '--method', 'equal', '--max', '0.4', '--json');
    expect(answer.code).toBe(3);
    expect(told(answer)).toMatchObject({
      ...{ status: 'infeasible', weights: {}, volatility: null, diversificationRatio: null },
      fallbacks: [{ method: 'equal', cause }],
    });
  });
});

describe('wrong usage', () => {
  it.each([
    [
      ['--method', 'hope', '--covariance', 'two.csv'],
      '--method must be one of equal, inverse-volatility, erc, hrp, min-variance, max-diversification, was hope',
    ],
    [['--covariance', 'two.csv'], '--method'],
    [
      ['--method', 'erc'],
      'allocate needs --covariance FILE or --data DIR --at T, neither was given',
    ],
    [['--method', 'erc', '--covariance', 'two.csv', '--data', '.'], 'both were given'],
    [['--method', 'erc', '--covariance', 'two.csv', '--at', '2023-01-01'], '--at needs --data DIR'],
    [['--method', 'erc', '--data', '.'], '--at is missing'],
    [
      ['--method', 'erc', '--covariance', 'none.csv'],
      '--covariance must be a file that can be read, was none.csv (ENOENT)',
    ],
    [
      ['--method', 'erc', '--covariance', 'two.csv', '--budgets', '1,2,3'],
      '--budgets must be 2, one for each asset, was 3',
    ],
    [
      ['--method', 'erc', '--covariance', 'two.csv', '--budgets', '1,0'],
      '--budgets must be numbers above zero, was 0',
    ],
    [
      ['--method', 'equal', '--covariance', 'two.csv', '--budgets', '1,2'],
      '--budgets are of erc, were given with equal',
    ],
    [
      ['--method', 'erc', '--covariance', 'two.csv', '--linkage', 'ward'],
      '--linkage is of hrp, was given with erc',
    ],
    [
      ['--method', 'hrp', '--covariance', 'two.csv', '--linkage', 'old'],
      '--linkage must be one of single, ward, was old',
    ],
    [
      ['--method', 'erc', '--covariance', 'two.csv', '--max', '120%'],
      '--max must be a weight from 0 to 1, such as 5% or 0.05, was 120%',
    ],
    [
      ['--method', 'erc', '--covariance', 'two.csv', '--min', 'x'],
      '--min must be a weight from 0 to 1',
    ],
  ])('is named, with exit 2: %j', async (words, message) => {
    const { code, stdout, stderr } = await desk.run('allocate', ...words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});

describe('a file that is no covariance', () => {
  it.each([
    ['', 'line 1 must be a header of symbols'],
    ['A,A\n1,0\n0,1\n', 'line 1 must name each symbol once, was A twice'],
    ['A,B\n1,0\n', 'there must be a row for each of the 2 symbols, was 1'],
    ['A,B\n1,0\n0,1,2\n', 'line 3 must have 2 numbers, was 3'],
    ['A,B\n1,x\n0,1\n', 'line 2 must hold numbers, was "x"'],
    ['A,B\n1,\n0,1\n', 'line 2 must hold numbers, was ""'],
    ['A,B\n1,0\n0,-1\n', 'the variance of B must not be below zero, was -1'],
    ['A,B\n1,0.5\n0.4,1\n', 'B with A must be the same both ways, was 0.4 and 0.5'],
  ])('is told where it is wrong: %j', (text, message) => {
    expect(() => parseCovariance(text, 'wrong.csv')).toThrow(
      new DataError(`wrong.csv: ${message}`),
    );
  });

  it('ends the command with exit 5', async () => {
    writeFileSync(join(desk.folder, 'wrong.csv'), 'A,B\n1,0.5\n0.4,1\n');
    const { code, stdout, stderr } = await allocate('wrong.csv', '--method', 'erc');
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expect(stderr).toContain('wrong.csv: B with A must be the same both ways');
  });
});

describe('from forecasts', () => {
  const at = '2022-09-01';
  const ask = (...words: string[]): Promise<Answer> =>
    desk.run('allocate', '--data', 'candles', '--at', at, ...words);

  beforeAll(() => {
    const candles = simulatedCandles(['BTC', 'ETH', 'PAXG', 'SOL'], { bars: 250 * 24 });
    // Ten days of history by then.
    const late = slice(candles[3] as Candles, (243 - 10) * 24, 250 * 24);
    writeCandles(desk.folder, [...candles.slice(0, 3), late]);
  });

  it('says which model spoke, and weighs the quiet asset most', async () => {
    const answer = await ask('--method', 'erc', '--json');
    expect(answer.code).toBe(0);
    const { weights, status, forecast, leftOut, volatility } = told(answer);
    expect(status).toBe('converged');
    expect(forecast).toMatchObject({
      model: 'pooled-har',
      asOf: '2022-09-01T00:00:00.000Z',
      horizonDays: 7,
    });
    expect(Object.keys(weights)).toEqual(['BTC', 'ETH', 'PAXG']);
    expect(weights.PAXG).toBeGreaterThan(0.4);
    // A day, of mostly gold.
    expect(volatility).toBeGreaterThan(0.002);
    expect(volatility).toBeLessThan(0.05);
    expect(leftOut).toEqual([{ symbol: 'SOL', cause: 'it has 10 days of history, 60 are needed' }]);
  }, 30_000);

  it('looks as far ahead as the configuration says', async () => {
    const { stdout } = await ask('--method', 'equal', '--set', 'forecast.horizonDays=1');
    expect(stdout).toContain('covariance of the next 1 day by pooled-har');
    expect(stdout).toContain('SOL is left out: it has 10 days of history, 60 are needed');
    expect(stdout).toMatch(/^BTC +33\.3 %$/m);
    expect(stdout).toMatch(/volatility \d\.\d{3} % a day/);
  }, 30_000);

  it('takes the covariance of the last days instead, with care for how few they are', async () => {
    const cares = ['none', 'linear', 'nonlinear', 'denoised'];
    const words = (care: string) => ['--care', care, '--days', '40', '--method', 'erc'];
    const found = await Promise.all(cares.map((care) => ask(...words(care), '--json')));
    const views = found.map(told);
    views.forEach(({ past }, i) => {
      expect(past).toEqual({ care: cares[i], days: 40, asOf: '2022-09-01T00:00:00.000Z' });
    });
    expect(views[0]).not.toHaveProperty('forecast');
    // None of the cares gives the weights of another.
    expect(new Set(views.map(({ weights }) => weights.BTC)).size).toBe(4);
    const text = await ask(...words('linear'));
    expect(text.stdout).toContain('covariance of the last 40 days, care linear, as of 2022-09-01');
  }, 30_000);

  it('refuses a care that is none, and days without one', async () => {
    const odd = await ask('--method', 'erc', '--care', 'much');
    expect(odd.code).toBe(2);
    expect(odd.stderr).toContain(
      '--care must be one of none, linear, nonlinear, denoised, was much',
    );
    const days = await ask('--method', 'erc', '--days', '40');
    expect(days.code).toBe(2);
    expect(days.stderr).toContain('--days needs --care');
    const file = await allocate('two.csv', '--method', 'erc', '--care', 'linear');
    expect(file.code).toBe(2);
    expect(file.stderr).toContain('--care needs --data DIR');
  });

  it('ends with exit 5 where no asset has a history', async () => {
    const answer = await desk.run(
      'allocate',
      '--method',
      'erc',
      '--data',
      'candles',
      '--at',
      '2022-01-05',
    );
    expect({ code: answer.code, stdout: answer.stdout }).toEqual({ code: 5, stdout: '' });
    expect(answer.stderr).toContain('no asset can be weighed');
    expect(answer.stderr).toContain('BTC: it has 4 days of history, 60 are needed');
  });
});
