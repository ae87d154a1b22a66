/** The frontier on the simulated market, over worker threads. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBacktestPool } from '../../src/adapters/workers/backtest-pool.ts';
import { type CurveName, frontier } from '../../src/app/targets/frontier.ts';
import { backtest } from '../../src/backtest/backtest.ts';
import type { Trade } from '../../src/backtest/book.ts';
import { plainConduct } from '../../src/backtest/conduct.ts';
import { commonUniverse } from '../../src/backtest/universe.ts';
import { DataError } from '../../src/base/errors.ts';
import type { BacktestPool } from '../../src/ports/backtest-pool.ts';
import { frontierJson } from '../../src/report/frontier-json.ts';
import { frontierPlot } from '../../src/report/frontier-plot.ts';
import { frontierText } from '../../src/report/text-frontier.ts';
import {
  hourMs,
  origin,
  panelOf,
  regionRule,
  settingsWith,
  simulatedSeries,
} from '../support/backtest-worlds.ts';

const bars = 24 * 200;
const panel = panelOf(...simulatedSeries(['BTC', 'ETH', 'PAXG'], bars));
const universe = commonUniverse(panel, {
  from: origin + 30 * 24 * hourMs,
  to: origin + bars * hourMs,
});
const settings = settingsWith({ targets: { BTC: 0.4, ETH: 0.3, PAXG: 0.2 }, rule: regionRule });
const request = { settings, signal: new AbortController().signal, onPoint() {} };
let pool: BacktestPool;

beforeAll(() => {
  pool = createBacktestPool({
    ...{ universe, initialNav: 100_000, start: 'targets', conduct: plainConduct },
  });
});
afterAll(() => pool.close());

describe('the frontier', () => {
  it('has for every point the figures of the backtest at its parameter', async () => {
    const [curve] = await frontier(pool, {
      ...request,
      policies: ['risk-aware'],
      forecasts: ['ewma60'],
    });
    const [point] = curve?.points ?? [];
    const rule = { ...regionRule, tightness: point?.parameter as number };
    const alone = backtest({
      settings: { ...settings, policy: { ...settings.policy, rule } },
      universe,
      initialNav: 100_000,
      start: 'targets',
    });
    expect(point?.statistics).toEqual(alone);
    expect(curve?.points.length).toBeGreaterThanOrEqual(24);
  });

  it('sweeps only policies that follow a forecast once for each forecast', async () => {
    const curves = await frontier(pool, {
      ...request,
      policies: ['threshold', 'risk-aware'],
      forecasts: ['ewma60', 'foresight-7d'],
    });
    expect(curves.map(({ policy, forecast }) => [policy, forecast])).toEqual([
      ['threshold', null],
      ['risk-aware', 'ewma60'],
      ['risk-aware', 'foresight-7d'],
    ]);
    const json = frontierJson(curves);
    expect(json.policies.map((curve) => 'usesFuture' in curve)).toEqual([false, false, true]);
    expect(curves[1]?.points).not.toEqual(curves[2]?.points);
    expect(frontierText(curves, [1.5])).toContain('uses the future: a yardstick, no policy');
    expect(frontierPlot(curves, 'a < b')).toMatch(
      /^<svg.*a &lt; b.*threshold<\/text>.*<\/svg>\n$/s,
    );
  });

  it('hands out the trades of every point when they are wanted', async () => {
    const kept: [CurveName, number, number][] = [];
    const [curve] = await frontier(pool, {
      ...request,
      policies: ['threshold'],
      forecasts: ['ewma60'],
      onTrades: async (name: CurveName, parameter: number, trades: readonly Trade[]) => {
        kept.push([name, parameter, trades.length]);
      },
    });
    expect(kept).toHaveLength(curve?.points.length as number);
    expect(kept.some(([, , trades]) => trades > 0)).toBe(true);
  });

  it('is told of unfit data as such by the threads, which go on', async () => {
    const job = { settings, foresight: false, wantsTrades: false };
    const before = { from: origin - 20 * hourMs, to: origin };
    const unfit = pool.run({ ...job, window: { range: before, costBlocks: 4 } });
    await expect(unfit).rejects.toThrow(DataError);
    await expect(unfit).rejects.toThrow('the assets have 0 bars in common');
    const { statistics, blockCosts } = await pool.run(job);
    expect(statistics.bars).toBeGreaterThan(1_000);
    expect(blockCosts).toHaveLength(0);
  });

  it('stops when it is interrupted', async () => {
    const signal = AbortSignal.abort();
    const stopped = frontier(pool, { ...request, signal, policies: ['threshold'], forecasts: [] });
    await expect(stopped).rejects.toThrow(/abort/i);
  });
});
