/** The train command: a model with its card, the same weights again, nothing from the future, refusals, and interruption. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatCandles } from '../../src/market/candle-csv.ts';
import type { Candles } from '../../src/market/candles.ts';
import { dailyCandlesOf } from '../../src/market/daily-candles.ts';
import { changedFrom, withoutWeekends } from '../support/changed-candles.ts';
import { candleStart, simulatedCandles, writeCandles } from '../support/cli-candles.ts';
import { createDesk } from '../support/cli-run.ts';

const dayMs = 86_400_000;
const days = 420;
const [trainedDays, testedDays] = [380, 410];
const time = (day: number): string => String(candleStart + day * dayMs);
const symbols = ['BTC', 'ETH', 'PAXG'];
const series = simulatedCandles(symbols, { bars: days * 24 });

/** One price a day. */
const fund = ((): Candles => {
  const daily = withoutWeekends(dailyCandlesOf(series[0] as Candles));
  const { close } = daily;
  return { ...daily, symbol: 'NAV', open: close, high: close, low: close };
})();

const desk = createDesk();
const start = ['train', '--data', 'candles', '--linear'];
const train = [...start, '--trial-days', '90'];
const upTo = ['--to', time(trainedDays)];

/** What `train --json` said. */
type Told = {
  readonly model: string;
  readonly folder: string;
  readonly card: Readonly<Record<string, unknown>> & {
    readonly weightsSha256: string;
    readonly data: {
      readonly sha256: string;
      readonly files: readonly { readonly bars: number }[];
    };
    readonly gate: { readonly passed: boolean };
  };
};

async function trained(...options: readonly string[]): Promise<Told> {
  const { code, stdout, stderr } = await desk.run(...train, ...options, '--json');
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return JSON.parse(stdout);
}

describe('train', () => {
  let told: Told;

  beforeAll(async () => {
    writeCandles(desk.folder, series);
    told = await trained(...upTo, '--test-to', time(testedDays), '--out', 'models/mine');
  }, 120_000);

  it('writes a model with its card', () => {
    const { model, folder, card } = told;
    expect(model).toMatch(/^mine\/2023-01-15-[0-9a-f]{8}$/);
    expect(readdirSync(folder).sort()).toEqual(['card.json', 'model.json', 'weights.bin']);
    expect(JSON.parse(readFileSync(join(folder, 'card.json'), 'utf8'))).toEqual(card);
    expect(card).toMatchObject({
      members: ['pooled-har', 'pooled-ridge'],
      networks: null,
      training: {
        symbols,
        days: trainedDays,
        to: new Date(Number(time(trainedDays))).toISOString(),
      },
      walkForward: { days: 90, to: new Date(Number(time(trainedDays))).toISOString() },
      unseen: {
        days: testedDays - trainedDays,
        to: new Date(Number(time(testedDays))).toISOString(),
      },
      gate: { passed: false },
    });
    expect(card.data.files).toHaveLength(3);
    for (const { bars } of card.data.files) expect(bars).toBe(trainedDays * 24);
    const { comparisons } = card.walkForward as { comparisons: readonly { opponent: string }[] };
    const opponents = new Set(comparisons.map(({ opponent }) => opponent));
    expect([...opponents]).toEqual([
      ...['pooled-ridge', 'pooled-har', 'har-log', 'har-wls', 'har-ols', 'harq'],
      ...['garch', 'gjr-t', 'ewma-realized-20', 'ewma-returns'],
    ]);
  });

  it('gives the same weights and the same card again', async () => {
    const again = await trained(...upTo, '--test-to', time(testedDays), '--out', 'again/mine');
    expect({ ...again, folder: '' }).toEqual({ ...told, folder: '' });
    const [first, second] = [told, again].map(({ folder }) =>
      readFileSync(join(folder, 'weights.bin')),
    );
    expect(second).toEqual(first);
  });

  it('knows nothing of the candles after its end', async () => {
    const from = Number(time(trainedDays));
    for (const candles of series) {
      const changed = formatCandles(changedFrom(candles, from));
      writeFileSync(join(desk.folder, 'candles', `${candles.symbol}.csv`), changed);
    }
    const { card } = await trained(...upTo, '--out', 'other/mine');
    writeCandles(desk.folder, series);
    expect(card).toEqual({ ...told.card, unseen: null, weaknesses: expect.any(Array) });
  });

  it('says how far it is, and shows the card', async () => {
    const { code, stdout, stderr } = await desk.run(...train, ...upTo, '--out', 'shown/mine');
    expect(code).toBe(0);
    expect(stderr).toContain('judged against the baselines only: no model is promoted');
    expect(stderr).toContain('har-log walked forward');
    expect(stdout).toContain('Learnt from 3 assets, 380 days from 2022-01-01 to 2023-01-15');
    expect(stdout).toContain('walked forward, refitted each quarter: 90 closes');
    expect(stdout).toMatch(/Gate: closed for \d+ reasons/);
  });

  it('does not promote what has not beaten the baselines long enough', async () => {
    const options = [...upTo, '--out', 'kept/mine', '--promote'];
    const { code, stderr } = await desk.run(...train, ...options);
    expect(code).toBe(3);
    expect(stderr).toContain('refused (MODEL_GATE_CLOSED): mine/2023-01-15-');
    const listed = await desk.run('models', '--models', 'kept');
    expect(listed.stdout).toMatch(/mine\/2023-01-15-\w+ +shadow +never closes +2023-01-15 +closed/);
    const [, name = ''] = /(mine\/\S+)/.exec(listed.stdout) ?? [];
    const promoted = await desk.run('models', 'promote', name, '--models', 'kept');
    expect(promoted).toMatchObject({ code: 3, stdout: '' });
    const rolledBack = await desk.run('models', 'rollback', 'mine', '--models', 'kept');
    expect(rolledBack.stderr).toContain('refused (MODEL_NOT_FOUND): there is no champion mine');
  });

  it('lists a damaged model as damaged', async () => {
    writeFileSync(join(told.folder, 'card.json'), '{}');
    const { code, stdout, stderr } = await desk.run('models', '--models', 'models');
    expect(code).toBe(0);
    expect(stdout).toMatch(/mine\/\S+ +damaged/);
    expect(stderr).toContain('card.json is damaged');
  });

  it.each([
    [['--out', 'models/.mine'], 2, '--out must end in a name of letters, digits, - and _'],
    [['--out', 'candles/BTC.csv/mine'], 2, '--out must be a folder'],
    [['--out', 'new/mine', '--test-to', '2022-02-01'], 2, '--test-to must be after --to'],
    [['--out', 'new/mine', '--trial-days', '5'], 2, '--trial-days must be a number from 90'],
    [['--out', 'new/mine', '--to', time(days), '--test-to', time(days + 9)], 5, 'no day of'],
    [['--out', 'new/mine', '--to', '2021-01-01'], 5, 'had closed by 2021-01-01'],
    [['--out', 'new/mine', '--to', time(5)], 5, '5 days of 3 assets are too few to learn from'],
  ])('refuses %j and writes nothing', async (options, exitCode, message) => {
    const { code, stderr } = await desk.run(...start, ...options);
    expect({ code, stderr }).toEqual({ code: exitCode, stderr: expect.stringContaining(message) });
    expect(existsSync(join(desk.folder, 'new'))).toBe(false);
  });

  it('refuses a folder of funds with one price a day', async () => {
    writeCandles(join(desk.folder, 'funds'), [fund]);
    const words = ['train', '--data', 'funds/candles', '--linear', '--out', 'new/mine'];
    const { code, stderr } = await desk.run(...words);
    expect({ code, stderr }).toEqual({
      code: 5,
      stderr: expect.stringContaining(
        'such assets need no model, they are learnt from the candles',
      ),
    });
  });

  it('refuses a folder whose record is damaged before it works', async () => {
    const registry = join(desk.folder, 'broken', 'mine', 'registry');
    mkdirSync(registry, { recursive: true });
    writeFileSync(join(registry, '1.json'), '[]');
    const { code, stderr } = await desk.run(...train, '--out', 'broken/mine');
    expect(code).toBe(5);
    expect(stderr).toMatch(/^ballast: .*1\.json is damaged/);
  });

  it('writes nothing when it is interrupted', async () => {
    const stop = (child: { kill: (signal: 'SIGINT') => boolean }): boolean => child.kill('SIGINT');
    const options = [...upTo, '--out', 'new/mine'];
    const { code, stdout, stderr } = await desk.runUntil(
      'har-log walked',
      stop,
      ...train,
      ...options,
    );
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toContain('ballast: interrupted');
    expect(existsSync(join(desk.folder, 'new'))).toBe(false);
  });

  it('learns markets with sessions from daily bars', async () => {
    const daily = series.map((candles) => withoutWeekends(dailyCandlesOf(candles)));
    writeCandles(join(desk.folder, 'weekdays'), [...daily, fund]);
    const words = ['train', '--data', 'weekdays/candles', '--trial-days', '90', '--linear'];
    const { code, stdout, stderr } = await desk.run(...words, '--out', 'weekdays/mine', '--json');
    expect(code).toBe(0);
    expect(stderr).toContain('not learnt from, closes only: NAV');
    const { card } = JSON.parse(stdout) as Told;
    expect(card).toMatchObject({ sessions: true, training: { days: 300, symbols } });
    expect(card.forecasts).toContain('markets with sessions');
  });
});
