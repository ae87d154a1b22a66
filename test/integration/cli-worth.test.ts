/** The command worth: what the champion saves beside simple forecasts and foresight, on portfolios that are named or dealt. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { dealtPortfolios } from '../../src/app/learning/worth-portfolios.ts';
import { simulatedCandles, writeCandles } from '../support/cli-candles.ts';
import { type Answer, createDesk } from '../support/cli-run.ts';

const symbols = ['BTC', 'ETH', 'SOL'];
const config = `portfolio:
  name: three
  quote: USDT
  targets: { BTC: 40%, ETH: 30%, SOL: 20%, cash: 10% }
costs: { takerFeeBps: 10, makerFeeBps: 10, halfSpreadBps: 2, slippageBps: 3 }
`;

describe('worth', () => {
  const desk = createDesk();
  const period = ['--data', 'candles', '--from', '2022-09-01', '--to', '2023-03-01'];
  const worth = (...options: string[]): Promise<Answer> => desk.run('worth', ...period, ...options);
  let answer: Answer;

  beforeAll(async () => {
    writeCandles(desk.folder, simulatedCandles(symbols, { bars: 430 * 24 }));
    writeFileSync(join(desk.folder, 'three.yaml'), config);
    answer = await worth('--portfolios', 'three.yaml', '--json');
  }, 120_000);

  it('tells for each objective what is saved, what is possible, and of which simple forecast', () => {
    expect(answer.code).toBe(0);
    const told = JSON.parse(answer.stdout);
    expect(told).toMatchObject({
      schemaVersion: 1,
      from: '2022-09-01T00:00:00.000Z',
      to: '2023-03-01T00:00:00.000Z',
    });
    const trials = told.worth.map((one: { objective: string; figure: string }) => [
      one.objective,
      one.figure,
    ]);
    expect(trials).toEqual([
      ['adaptive', 'cost'],
      ['balanced', 'cost'],
      ['cost-budget', 'cost'],
      ['tracking-target', 'cost'],
      ['tracking-target', 'spread'],
    ]);
    for (const { gainPct, possiblePct, portfolios, figure } of told.worth) {
      expect(portfolios).toHaveLength(1);
      const [{ name, simple, simpleFigure, modelFigure, foresightFigure }] = portfolios;
      expect(name).toBe('three');
      expect(['ewma5', 'ewma10', 'ewma20', 'ewma60']).toContain(simple);
      // Half a year holds one whole quarter, and one has no spread.
      if (figure === 'spread') expect([gainPct, simpleFigure]).toEqual([null, null]);
      else {
        expect(gainPct.value).toBeCloseTo(100 * (1 - modelFigure / simpleFigure), 1);
        expect(possiblePct.value).toBeCloseTo(100 * (1 - foresightFigure / simpleFigure), 1);
        expect(gainPct.low).toBeLessThanOrEqual(gainPct.high);
      }
    }
  });

  it('says it in words, for the portfolio of --config as well', { timeout: 120_000 }, async () => {
    const told = await worth('--config', 'three.yaml');
    expect(told.code).toBe(0);
    expect(told.stdout).toContain('tracking-target: spread of quarterly tracking errors');
    expect(told.stdout).toMatch(/The model saves [+−][\d.]+ % \([+−][\d.]+ to [+−][\d.]+\)/);
    expect(told.stdout).toContain('no tracking error in common');
  });

  it('refuses a time without candles or before anything could be learnt', async () => {
    const early = await desk.run(
      ...['worth', '--data', 'candles', '--from', '2022-01-01', '--to', '2022-04-01'],
    );
    expect(early.code).toBe(5);
    expect(early.stderr).toContain('needs 120 days of history');
    const late = await desk.run(
      ...['worth', '--data', 'candles', '--from', '2024-01-01', '--to', '2024-04-01'],
    );
    expect(late.code).toBe(5);
    expect(late.stderr).toContain('no asset has candles from 2024-01-01');
    const loose = await worth('--set', 'policy.rho=1');
    expect(loose.code).toBe(2);
    expect(loose.stderr).toContain('--set changes portfolios');
  });
});

describe('dealt portfolios', () => {
  it('are five of six assets each, so that every asset is in about as many', () => {
    const many = Array.from({ length: 15 }, (_, k) => `A${k}`);
    const hands = dealtPortfolios(many).map(({ portfolio }) => portfolio);
    expect(hands.map(({ symbols: held }) => held.length)).toEqual([6, 6, 6, 6, 6]);
    expect(hands[2]?.symbols).toEqual(['A12', 'A13', 'A14', 'A0', 'A1', 'A2']);
    const counts = many.map((name) => hands.filter((hand) => hand.symbols.includes(name)).length);
    expect(counts).toEqual(many.map(() => 2));
    expect(hands[0]?.targets).toEqual(Array(6).fill(0.15));
    expect(hands[0]?.cashTarget).toBeCloseTo(0.1, 12);
  });

  it('are none of no assets', () => {
    expect(dealtPortfolios([])).toEqual([]);
  });

  it('are one where there are no more than six', () => {
    expect(dealtPortfolios(['A', 'B']).map(({ portfolio }) => portfolio.symbols)).toEqual([
      ['A', 'B'],
    ]);
  });
});
