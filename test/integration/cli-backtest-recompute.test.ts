/** The figures of a backtest, computed again from its trades file and the candles by code that shares nothing with it: equal to 1e-6. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { candleStart, simulatedCandles, writeCandles } from '../support/cli-candles.ts';
import { type Question, type Recomputed, recompute } from '../support/cli-recompute.ts';
import { createDesk } from '../support/cli-run.ts';
import { projectRoot } from '../support/project-files.ts';

const hourMs = 3_600_000;
const targets = { BTC: 0.4, ETH: 0.25, SOL: 0.15 };

type Figures = Recomputed & { readonly finalNav: string; readonly periodsPerYear: number };

function expectSame(told: Figures, found: Recomputed): void {
  expect(found.bars).toBe(told.bars);
  for (const name of Object.keys(found) as (keyof Recomputed)[]) {
    expect(found[name] / Number(told[name]), name).toBeCloseTo(1, 6);
    expect(Math.abs(found[name] / Number(told[name]) - 1), name).toBeLessThan(1e-6);
  }
}

describe('a backtest on the simulated market', () => {
  const desk = createDesk();
  const from = candleStart + 30 * 24 * hourMs;
  const to = candleStart + 300 * 24 * hourMs;

  beforeAll(() => {
    writeCandles(desk.folder, simulatedCandles(Object.keys(targets), { bars: 310 * 24 }));
    const shares = 'BTC: 40%, ETH: 25%, SOL: 15%, cash: 20%';
    const text = `portfolio: { name: core, quote: USDT, targets: { ${shares} } }
costs: { takerFeeBps: 10, makerFeeBps: 10, halfSpreadBps: 2, slippageBps: 3 }
`;
    writeFileSync(join(desk.folder, 'ballast.yaml'), text);
  });

  it.each([
    ['risk-aware with a forecast', ['--policy', 'risk-aware', '--parameter', '0.5']],
    ['a fixed threshold', ['--policy', 'threshold', '--parameter', '2%']],
    [
      'percentage over markets between assets',
      [
        ...['--policy', 'percentage', '--parameter', '1%'],
        ...['--set', 'markets.direct=[ETH/BTC, SOL/BTC]'],
      ],
    ],
  ])('gives the same figures: %s', async (_, words) => {
    const answer = await desk.run(
      ...['backtest', '--data', 'candles', '--from', String(from), '--to', String(to)],
      ...['--json', '--trades', 'trades.csv', ...words],
    );
    expect(answer.code).toBe(0);
    const told = JSON.parse(answer.stdout) as Figures;
    expect(told.eventsPerYear).toBeGreaterThan(5);
    const question: Question = {
      directory: join(desk.folder, 'candles'),
      trades: join(desk.folder, 'trades.csv'),
      ...{ quote: 'USDT', targets, from, to, periodsPerYear: 8_760 },
    };
    expectSame(told, recompute(question));
    const fills = readFileSync(question.trades, 'utf8');
    expect(/,(ETH|SOL)\/BTC,/.test(fills)).toBe(words.some((word) => word.includes('direct')));
  });
});

describe('a backtest on recorded candles', () => {
  const desk = createDesk();
  const directory = join(projectRoot, '..', 'shared', 'data', 'crypto-hourly');

  it('gives the same figures over four years of six coins', async (context) => {
    if (!existsSync(directory))
      context.skip('the folder ../shared/data/crypto-hourly is not there');
    const answer = await desk.run(
      ...['backtest', '--config', join(projectRoot, 'examples', 'six-coins.yaml')],
      ...['--data', directory, '--from', '2020-01-01', '--to', '2023-12-30'],
      ...['--policy', 'risk-aware', '--json', '--trades', 'trades.csv'],
    );
    expect(answer.code).toBe(0);
    const told = JSON.parse(answer.stdout) as Figures;
    expect(told).toMatchObject({ bars: 34_984, periodsPerYear: 8_760 });
    const found = recompute({
      directory,
      trades: join(desk.folder, 'trades.csv'),
      quote: 'USDT',
      targets: { BTC: 0.3, ETH: 0.2, BNB: 0.1, XRP: 0.1, LTC: 0.1, LINK: 0.1 },
      from: Date.UTC(2020, 0, 1),
      to: Date.UTC(2023, 11, 30),
      periodsPerYear: 8_760,
    });
    expectSame(told, found);
  });
});
