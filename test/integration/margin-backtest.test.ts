/** Backtests on margin from the command line: funding apart from cost, benchmarks left out by name, and what is refused. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { dayMs } from '../../src/base/time.ts';
import { candleStart, simulatedCandles, writeCandles } from '../support/cli-candles.ts';
import { createDesk } from '../support/cli-run.ts';

const desk = createDesk();
const period = [
  ...['--data', 'candles', '--from', String(candleStart + 20 * dayMs)],
  ...['--to', String(candleStart + 60 * dayMs)],
];
const backtest = (...words: readonly string[]) => desk.run('backtest', ...period, ...words);

beforeAll(() => {
  writeCandles(desk.folder, simulatedCandles(['BTC', 'ETH'], { bars: 70 * 24 }));
  const text = `portfolio:
  name: carry
  quote: USDT
  targets: { BTC: 60%, ETH: -30% }
venue: { id: binanceusdm }
policy: { kind: threshold }
costs: { takerFeeBps: 5, makerFeeBps: 2, halfSpreadBps: 1, slippageBps: 2 }
`;
  writeFileSync(join(desk.folder, 'ballast.yaml'), text);
});

describe('a backtest on margin', () => {
  it('tells funding beside cost, and which benchmarks are left out', async () => {
    const { code, stdout } = await backtest('--json');
    expect(code).toBe(0);
    const told = JSON.parse(stdout);
    // 3 bp a day of about 30 % of NAV.
    expect(told.fundingBpsPerYear).toBeGreaterThan(250);
    expect(told.fundingBpsPerYear).toBeLessThan(400);
    expect(told.benchmarks.map(({ name }: { name: string }) => name)).toEqual([
      ...['hold', 'dca', 'calendar-daily', 'calendar-weekly', 'calendar-monthly'],
      ...['fixed-5pp', 'fixed-20pct', 'no-ai'],
    ]);
    for (const benchmark of told.benchmarks) {
      expect(benchmark.fundingBpsPerYear).toEqual(expect.any(Number));
    }
    expect(told.leftOut).toHaveLength(8);
  });

  it('says the same in the terminal', async () => {
    const { stdout } = await backtest();
    expect(stdout).toContain('cost/year  funding/year');
    expect(stdout).toContain(
      'Funding of 3 bp a day is apart from cost; positions are opened up to 1 times the portfolio.',
    );
    expect(stdout).toMatch(
      /Not compared: binance-deviation, .* and vanguard-200-175; made for portfolios that are never short/,
    );
    expect(stdout).not.toContain('what people use today');
  });

  it('draws weights below zero on its sheet, with funding among the figures', async () => {
    expect((await backtest('--report', 'sheet.html')).code).toBe(0);
    const sheet = readFileSync(join(desk.folder, 'sheet.html'), 'utf8');
    expect(sheet).toContain('BTC 60 % · ETH −30 % · cash 70 %');
    expect(sheet).toContain('<dt>Funding a year</dt>');
    expect(sheet).toMatch(/target −30\.0 %, was −\d+\.\d to −\d+\.\d %/);
    expect(sheet).toContain('taker, funding of 3 bp a day');
    expect(sheet).not.toMatch(/NaN|Infinity/);
  });

  it('says of whom nothing is left, and still draws the sheet', async () => {
    // A twentieth against it is the end.
    const text = `portfolio: { name: reckless, quote: USDT, leverage: 20, targets: { ETH: 2000% } }
venue: { id: binanceusdm }
policy: { kind: threshold, band: 100% }
costs: { takerFeeBps: 5 }
`;
    writeFileSync(join(desk.folder, 'reckless.yaml'), text);
    const words = ['--config', 'reckless.yaml', '--report', 'ruin.html'];
    const { code, stdout } = await backtest(...words);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Nothing is left of hold.*: a NAV of 0 closed all positions\./);
    expect(readFileSync(join(desk.folder, 'ruin.html'), 'utf8')).not.toMatch(/NaN|Infinity/);
    const told = JSON.parse(readFileSync(join(desk.folder, 'ruin.json'), 'utf8'));
    const [hold] = told.benchmarks;
    expect(hold).toMatchObject({ finalNav: '0', cagrPct: -100, maxDrawdownPct: 100 });
  });

  it('takes short positions at first', async () => {
    writeFileSync(join(desk.folder, 'units.json'), '{ "ETH": -1, "BTC": 0.5, "USDT": 100000 }');
    expect((await backtest('--initial', 'units.json')).code).toBe(0);
  });

  it('refuses assets that come and go', async () => {
    const { code, stderr } = await backtest('--universe', 'listed');
    expect(code).toBe(2);
    expect(stderr).toContain('--universe was listed, but on margin it must be common');
  });

  it('has no direct markets in a frontier', async () => {
    const { code, stderr } = await desk.run('frontier', ...period, '--routing', 'direct');
    expect(code).toBe(2);
    expect(stderr).toContain('--routing was direct, but futures trade against the quote only');
  });
});
