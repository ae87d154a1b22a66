/** The command allocators: all methods over recorded candles, as text and as JSON, and what it refuses. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatCandles } from '../../src/market/candle-csv.ts';
import { type Candles, slice } from '../../src/market/candles.ts';
import type { allocatorsJson } from '../../src/report/allocators-json.ts';
import { dailyOf } from '../support/allocator-grids.ts';
import { candleStart, simulatedCandles, writeCandles } from '../support/cli-candles.ts';
import { type Answer, createDesk } from '../support/cli-run.ts';
import { candlesOf, dayMs, randomCloses } from '../support/panels.ts';

type Told = ReturnType<typeof allocatorsJson>;

const config = `portfolio:
  name: half
  quote: USDT
  targets: { BTC: 50%, ETH: 50% }
costs: { takerFeeBps: 10, makerFeeBps: 10, halfSpreadBps: 2, slippageBps: 3 }
`;
const days = 250;
const desk = createDesk();
const range = ['--from', '2022-04-01', '--to', '2022-09-08'];
const ask = (...words: string[]): Promise<Answer> => {
  const period = words.includes('--to') ? range.slice(0, 2) : range;
  return desk.run('allocators', '--data', 'candles', ...period, ...words);
};
const told = ({ stdout }: Answer): Told => JSON.parse(stdout);

/** A fund that trades on weekdays. */
function fund(symbol: string): Candles {
  const openTimes = Array.from({ length: days }, (_, day) => candleStart + day * dayMs).filter(
    (time) => ![0, 6].includes(new Date(time).getUTCDay()),
  );
  const closes = randomCloses(5, new Array(openTimes.length).fill(0.01));
  return candlesOf(symbol, closes, { intervalMs: dayMs, openTimes });
}

beforeAll(() => {
  const candles = simulatedCandles(['BTC', 'ETH', 'PAXG', 'SOL'], { bars: days * 24 });
  const late = slice(candles[3] as Candles, 120 * 24, days * 24);
  writeCandles(desk.folder, [...candles.slice(0, 3), late]);
  writeFileSync(join(desk.folder, 'half.yaml'), config);
  mkdirSync(join(desk.folder, 'funds'));
  writeFileSync(join(desk.folder, 'funds', 'SPY.csv'), formatCandles(fund('SPY')));
  const [other] = simulatedCandles(['LINK'], { bars: 200 * 24 });
  const flat = dailyOf('USDC', new Array(days).fill(1), candleStart);
  mkdirSync(join(desk.folder, 'odd'));
  for (const odd of [{ ...(other as Candles), symbol: 'LUNA' }, flat]) {
    writeFileSync(join(desk.folder, 'odd', `${odd.symbol}.csv`), formatCandles(odd));
  }
  mkdirSync(join(desk.folder, 'twice'));
  writeFileSync(join(desk.folder, 'twice', 'BTC.csv'), formatCandles(fund('BTC')));
});

describe('the command', () => {
  it('walks all methods forward beside equal and fixed weights', async () => {
    const answer = await ask('--config', 'half.yaml', '--json');
    expect(answer.code).toBe(0);
    const view = told(answer);
    expect(view).toMatchObject({
      ...{ schemaVersion: 1, from: '2022-04-02T00:00:00.000Z', to: '2022-09-08T00:00:00.000Z' },
      ...{ symbols: ['BTC', 'ETH', 'PAXG', 'SOL'], assetsAtFirst: 3, assetsAtLast: 4, ended: [] },
      // April to September; SOL joins on 1 May and has 60 returns in July.
      ...{ every: 'monthly', looks: 6, days: 159, periodsPerYear: 365, trials: 9 },
      ...{ care: 'linear', windowDays: 250, min: 0, max: 1, volTarget: 0.2 },
      fixedAreEqualBecause: null,
      resampling: { resamples: 2_000, seed: 7 },
    });
    const [equal, fixed] = view.allocators;
    expect(equal?.lastWeights).toEqual({ BTC: 0.25, ETH: 0.25, PAXG: 0.25, SOL: 0.25 });
    expect(fixed?.lastWeights).toEqual({ BTC: 0.5, ETH: 0.5, PAXG: 0, SOL: 0 });
    expect(view.contests.map(({ benchmark, tests }) => [benchmark, tests])).toEqual([
      ['equal', 27],
      ['fixed', 27],
    ]);
    for (const { worstResidual, fallbacks } of view.allocators) {
      expect(worstResidual).toBeLessThan(1e-9);
      expect(fallbacks).toBe(0);
    }
    // Gold is calm: the least variance holds most of it, and is less volatile.
    const least = view.allocators.find(({ name }) => name === 'min-variance');
    expect(least?.lastWeights.PAXG).toBeGreaterThan(0.7);
    expect(least?.volatility).toBeLessThan((equal?.volatility ?? 0) / 2);
  });

  it('tells a person the same, with a verdict, and says what fixed weights are without targets', async () => {
    const { code, stdout } = await ask(
      '--assets',
      'BTC,ETH',
      '--every',
      'weekly',
      '--care',
      'none',
    );
    expect(code).toBe(0);
    expect(stdout).toContain('2 assets (2 at the first look, 2 at the last): BTC, ETH');
    expect(stdout).toContain('fixed weights are the equal ones, because no targets are configured');
    expect(stdout).toMatch(/a trade costs 15\.0 bp/);
    expect(stdout).toMatch(/^equal +−?[\d.]+ % /m);
    expect(stdout).toMatch(
      /Nothing beat equal weights .*at 90 % after 8 trials \(24 tests held together\)\./,
    );
    expect(stdout).toContain('what did best here is no proof of what will');
  });

  it('takes coins and funds together on the days of both', async () => {
    const view = told(await ask('--data', 'funds', '--assets', 'BTC,SPY', '--json'));
    expect(view.periodsPerYear).toBe(252);
    expect(view.days).toBe(113);
  });

  it('names what is not traded yet, what has ended, and where another method stood in', async () => {
    const early = told(await ask('--to', '2022-04-30', '--json'));
    expect(early).toMatchObject({
      symbols: ['BTC', 'ETH', 'PAXG'],
      notStarted: ['SOL'],
      ended: [],
    });
    const { stdout } = await ask('--data', 'odd', '--assets', 'BTC,LUNA,USDC', '--days', '60');
    expect(stdout).toContain('ended, and worth nothing then: LUNA\n');
    expect(stdout).toMatch(/^another method stood in: inverse-volatility at 6 of 6 looks, .*; /m);
  });

  it('adds an index by capitalisation where a file is given', async () => {
    writeFileSync(join(desk.folder, 'caps.csv'), 'symbol,capitalisation\nBTC,3\nETH,1\n');
    const words = ['--capitalisations', 'caps.csv', '--json'];
    const view = told(await ask('--assets', 'BTC,ETH', ...words));
    const index = view.allocators.at(-1);
    expect(index).toMatchObject({ name: 'market-cap', invested: 1 });
    expect(index?.turnoverPerYear).toBeLessThan(1e-12);
    const short = await ask('--assets', 'BTC,ETH,SOL', ...words);
    expect([short.code, short.stderr]).toEqual([5, expect.stringContaining('SOL is missing')]);
    writeFileSync(join(desk.folder, 'bad.csv'), 'symbol,capitalisation\nBTC,-3\n');
    const bad = await ask('--capitalisations', 'bad.csv');
    expect([bad.code, bad.stderr]).toEqual([5, expect.stringContaining('a number above 0')]);
  });

  it.each([
    [['--assets', 'BTC,DOGE'], 2, '--assets must be of BTC, ETH, PAXG, SOL, was DOGE'],
    [['--data', 'twice'], 2, 'BTC must be in one folder'],
    [['--every', 'daily'], 2, '--every must be one of weekly, monthly, quarterly, was daily'],
    [['--max', '2'], 2, '--max must be a weight from 0 to 1'],
    [['--min', '30%', '--max', '20%'], 2, '--min must be at most --max'],
    [['--vol-target', '0'], 2, '--vol-target must be above 0'],
    [['--capitalisations', 'none.csv'], 2, '--capitalisations must be a file that can be read'],
    [['--assets', 'BTC'], 5, 'two of them need 60 returns each'],
  ])('refuses %j', async (words, code, cause) => {
    const answer = await ask(...words);
    expect(answer.code).toBe(code);
    expect(answer.stderr).toContain(cause);
  });
});
