/** The walk-forward search over worker threads: what it may know, what it reports, and that it finds what is known. */
import { afterAll, describe, expect, it } from 'vitest';
import { createBacktestPool } from '../../src/adapters/workers/backtest-pool.ts';
import { type SearchRequest, search } from '../../src/app/research/search.ts';
import { backtest, type Start } from '../../src/backtest/backtest.ts';
import { plainConduct } from '../../src/backtest/conduct.ts';
import { joined } from '../../src/backtest/next-periods.ts';
import { sweepOf } from '../../src/backtest/sweep.ts';
import { commonUniverse } from '../../src/backtest/universe.ts';
import { DataError } from '../../src/base/errors.ts';
import { createRandom } from '../../src/base/random.ts';
import type { Candles } from '../../src/market/candles.ts';
import { slice } from '../../src/market/candles.ts';
import type { BacktestPool } from '../../src/ports/backtest-pool.ts';
import { searchJson } from '../../src/report/search-json.ts';
import type { SearchView } from '../../src/report/search-view.ts';
import { searchText } from '../../src/report/text-search.ts';
import {
  barsOf,
  hourMs,
  origin,
  panelOf,
  regionRule,
  settingsWith,
  simulatedSeries,
} from '../support/backtest-worlds.ts';

const dayMs = 24 * hourMs;
const days = { training: 90, next: 30 };
const settings = settingsWith({ targets: { BTC: 0.4, ETH: 0.3, PAXG: 0.2 }, rule: regionRule });
const pools: BacktestPool[] = [];
afterAll(() => Promise.all(pools.map((pool) => pool.close())));

function searchIn(series: readonly Candles[], changes: Partial<SearchRequest> = {}) {
  const times = (series[0] as Candles).openTime;
  const to = (times[times.length - 1] as number) + hourMs;
  const universe = commonUniverse(panelOf(...series), { from: origin + 10 * dayMs, to });
  const ground = {
    universe,
    initialNav: 100_000,
    start: 'targets',
    conduct: plainConduct,
  } as const;
  const pool = createBacktestPool(ground);
  pools.push(pool);
  const signal = new AbortController().signal;
  const request = {
    settings,
    ground,
    to,
    policies: ['threshold', 'risk-aware'],
    goalTePct: 0.8,
    days,
  };
  return search(pool, { ...request, signal, onBacktest() {}, ...changes });
}

const series = simulatedSeries(['BTC', 'ETH', 'PAXG'], 24 * 200);
const choicesOf = (view: SearchView) => view.folds.map(({ choice }) => choice);

describe('a search', async () => {
  const view = await searchIn(series);

  it('reports periods that no choice has seen: a fold computed by hand is the same', () => {
    const [first, second] = view.folds;
    const rule = sweepOf(first?.choice.best.policy as string).ruleAt(
      first?.choice.best.parameter as number,
      regionRule,
    );
    // Started at the targets, at the close of the last bar of the window.
    const range = { from: origin + 100 * dayMs - hourMs, to: origin + 130 * dayMs };
    const alone = backtest({
      settings: { ...settings, policy: { ...settings.policy, rule } },
      universe: commonUniverse(panelOf(...series), range),
      initialNav: 100_000,
      start: 'targets' as Start,
    });
    expect(first?.choice.window.to).toBe(origin + 100 * dayMs);
    expect(first?.next).toEqual({ from: origin + 100 * dayMs, to: range.to });
    expect(first?.found).toEqual(alone);
    expect(second?.found.initialNav).toBeCloseTo(alone.finalNav, 6);
  });

  it('joins the periods and nothing else', () => {
    expect(view.found).toEqual(joined(view.folds.map(({ found }) => found)));
    expect(view.next).toEqual({ from: origin + 100 * dayMs, to: origin + 200 * dayMs });
    expect(view.folds.map(({ next }) => (next.to - next.from) / dayMs)).toEqual([30, 30, 40]);
  });

  it('runs the configured policy over the same periods, and calls the best known afterwards a yardstick', () => {
    const range = { from: origin + 100 * dayMs - hourMs, to: origin + 200 * dayMs };
    const universe = commonUniverse(panelOf(...series), range);
    const alone = backtest({ settings, universe, initialNav: 100_000, start: 'targets' });
    const { configured } = view;
    expect(configured).toMatchObject({ policy: 'risk-aware', parameter: regionRule.tightness });
    expect(configured.figures.costBpsPerYear).toBeCloseTo(alone.costBpsPerYear, 9);
    expect(configured.figures.trackingErrorPct).toBeCloseTo(alone.trackingErrorPct, 9);
    expect(searchJson(view).hindsight.usesFuture).toBe(true);
    expect(searchText(view)).toContain('(uses the future: a yardstick)');
  });

  it('counts every run that a choice was made from', () => {
    for (const { trials, luck, contenders } of [...choicesOf(view), view.latest]) {
      expect(trials).toBeGreaterThanOrEqual(48);
      expect(luck?.trials).toBe(trials);
      expect(luck?.effectiveTrials).toBeLessThanOrEqual(trials);
      expect(contenders).toHaveLength(2);
    }
  });

  it('chooses the same whatever comes after the choice', async () => {
    const [, second] = view.folds;
    const bar = ((second?.choice.window.to as number) - origin) / hourMs;
    const changed = await searchIn(series.map((candles, i) => changedFrom(candles, bar, i)));
    const [one, two, three] = changed.folds.map(({ choice }) => choice);
    expect([one, two]).toEqual(choicesOf(view).slice(0, 2));
    expect(three?.best).not.toEqual(choicesOf(view)[2]?.best);
    expect(changed.folds[0]?.found).toEqual(view.folds[0]?.found);
    expect(changed.folds[1]?.found).not.toEqual(view.folds[1]?.found);
  });

  it('says that nothing is chosen by cost where there is one policy', async () => {
    const alone = await searchIn(series, { policies: ['threshold'] });
    expect(choicesOf(alone).map(({ luck }) => luck)).toEqual([null, null, null]);
    expect(searchText(alone)).toContain(
      'no choice was made between policies of equal tracking error',
    );
  });

  it('refuses a period without bars before it runs anything', async () => {
    // Nothing from day 130 to 162: the second period is empty.
    const torn = series.map((candles) => {
      const kept = Array.from(candles.openTime.keys()).filter(
        (bar) => bar < 130 * 24 || bar >= 162 * 24,
      );
      const column = (values: Float64Array) =>
        Float64Array.from(kept, (bar) => values[bar] as number);
      const { openTime, open, high, low, close, volume } = candles;
      return {
        ...candles,
        ...{ openTime: column(openTime), open: column(open), high: column(high) },
        ...{ low: column(low), close: column(close), volume: column(volume) },
      };
    });
    let runs = 0;
    const refused = searchIn(torn, { to: origin + 200 * dayMs, onBacktest: () => runs++ });
    await expect(refused).rejects.toThrow(DataError);
    expect(runs).toBe(0);
  });

  it('stops at once when it is interrupted', async () => {
    const controller = new AbortController();
    const stopped = searchIn(series, {
      signal: controller.signal,
      onBacktest: (done) => done === 3 && controller.abort(),
    });
    await expect(stopped).rejects.toThrow(/abort/i);
    await expect(searchIn(series, { signal: controller.signal })).rejects.toThrow(/abort/i);
  });
});

/** Other prices from a bar on. */
function changedFrom(candles: Candles, bar: number, seed: number): Candles {
  const random = createRandom(seed + 1);
  const before = slice(candles, 0, bar);
  let level = before.close[bar - 1] as number;
  const rows = Array.from(candles.close, (close, k): readonly [number, number] => {
    if (k < bar) return [candles.open[k] as number, close];
    const open = level;
    level *= 1 + 0.02 * random.normal();
    return [open, level];
  });
  return barsOf(candles.symbol, rows);
}

describe('a search in a market that never changes', async () => {
  // Independent normal returns of 1 % an hour, 94 % a year.
  const random = createRandom(17);
  const steady = ['BTC', 'ETH', 'PAXG'].map((symbol) => {
    let level = 100;
    const rows = Array.from({ length: 24 * 300 }, (): readonly [number, number] => {
      const open = level;
      level *= 1 + 0.01 * random.normal();
      return [open, level];
    });
    return barsOf(symbol, rows);
  });
  const policies = ['threshold'];
  const view = await searchIn(steady, {
    policies,
    goalTePct: 1.5,
    days: { training: 120, next: 40 },
  });

  it('holds in the periods after what it chose for', () => {
    expect(Math.abs(view.trained.trackingErrorPct / 1.5 - 1)).toBeLessThan(0.1);
    expect(Math.abs(view.found.trackingErrorPct / 1.5 - 1)).toBeLessThan(0.1);
    // Some sixty events: 13 % more or less are chance.
    const ratio = view.found.costBpsPerYear / view.trained.costBpsPerYear;
    expect(Math.abs(ratio - 1)).toBeLessThan(0.25);
  });

  it('chooses every time what is best in hindsight', () => {
    for (const { best } of [...choicesOf(view), view.latest]) {
      expect(Math.abs(best.parameter / view.hindsight.best.parameter - 1)).toBeLessThan(0.2);
    }
  });

  it('warns of no change, before or after', () => {
    expect(
      view.folds.some(
        ({ choice, changeAfter }) => choice.change.isChanged || changeAfter.isChanged,
      ),
    ).toBe(false);
    expect(searchText(view)).not.toContain('Regime:');
    expect(searchJson(view).folds.flatMap(({ reasons }) => reasons)).toEqual([]);
  });
});

describe('a search when markets change before a choice', () => {
  it('warns with REGIME_CHANGED and its numbers', async () => {
    const wild = series.map((candles) => {
      // From 20 days before the end on, moves are four times as large.
      const bar = 24 * 180;
      let level = candles.close[bar - 1] as number;
      const rows = Array.from(candles.close, (close, k): readonly [number, number] => {
        if (k < bar) return [candles.open[k] as number, close];
        const open = level;
        level *= 1 + 4 * (close / (candles.close[k - 1] as number) - 1);
        return [open, level];
      });
      return barsOf(candles.symbol, rows);
    });
    const view = await searchIn(wild, { policies: ['threshold'] });
    const [reason] = searchJson(view).latest.reasons;
    expect(reason).toMatchObject({ code: 'REGIME_CHANGED', days: 30 });
    expect(Number(reason?.volatilityRatio)).toBeGreaterThan(1.25);
    expect(searchText(view)).toMatch(/Warning \(REGIME_CHANGED\): the last 30 days before/);
    expect(view.folds.at(-1)?.changeAfter.isChanged).toBe(true);
  });
});
