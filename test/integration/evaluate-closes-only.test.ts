/** The evaluate command on a market with sessions and a fund that has one price a day. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Candles } from '../../src/market/candles.ts';
import { dailyCandlesOf } from '../../src/market/daily-candles.ts';
import { withoutWeekends } from '../support/changed-candles.ts';
import { candleStart, simulatedCandles, writeCandles } from '../support/cli-candles.ts';
import { createDesk } from '../support/cli-run.ts';
import { type ForecastRow, forecastRows } from '../support/forecast-files.ts';

const dayMs = 86_400_000;
const days = 330;
const desk = createDesk();
const time = (day: number): string => String(candleStart + day * dayMs);
const evaluate = ['evaluate', '--data', 'candles', '--from', time(250), '--to', time(300)];
const [btc, eth, gold] = simulatedCandles(['BTC', 'ETH', 'PAXG'], { bars: days * 24 }).map(
  (candles) => withoutWeekends(dailyCandlesOf(candles)),
) as [Candles, Candles, Candles];
const { close } = gold;
const fund = { ...gold, symbol: 'NAV', open: close, high: close, low: close };

describe('evaluate with a fund of one price a day', () => {
  beforeAll(() => {
    writeCandles(desk.folder, [btc, eth, fund]);
  });

  it('forecasts it, and judges by the squared return from close to close', async () => {
    const { code, stdout } = await desk.run(...evaluate, '--json', '--forecasts', 'fund.csv');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ closesOnly: ['NAV'], sessions: true });
    const rows = forecastRows(readFileSync(join(desk.folder, 'fund.csv'), 'utf8')).filter(
      ({ symbol, model }) => symbol === 'NAV' && model === 'champion',
    );
    expect(rows).toHaveLength(36);
    const ratios = rows.map(({ time: at, realized }: ForecastRow) => {
      const next = fund.openTime.findIndex((open) => open >= at);
      const move = Math.log((close[next] as number) / (close[next - 1] as number));
      return Number(realized) / move ** 2;
    });
    // On a day that hardly moved the floor counts: a fiftieth of what is usual.
    expect(Math.min(...ratios)).toBeCloseTo(1, 9);
    expect(ratios.filter((ratio) => ratio < 1 + 1e-9).length).toBeGreaterThan(25);
  }, 60_000);

  it('says which it is', async () => {
    const { stdout } = await desk.run(...evaluate);
    expect(stdout).toMatch(/^3 assets · of closes only: NAV · /);
  }, 60_000);
});
