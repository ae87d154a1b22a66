/** Delays of sales in whole backtests: a market where breakouts follow rises, one where none do, and nothing seen ahead. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { learningDataOf } from '../../src/app/learning/learning-data.ts';
import { type BacktestReport, backtestReport } from '../../src/app/research/research.ts';
import { openSaleWatch } from '../../src/app/research/sale-watch.ts';
import { plainConduct } from '../../src/backtest/conduct.ts';
import { createRandom } from '../../src/base/random.ts';
import { createBreakouts } from '../../src/learning/regime/breakouts.ts';
import { type Candles, head } from '../../src/market/candles.ts';
import type { SaleDelay } from '../../src/policy/settings.ts';
import { backtestJson } from '../../src/report/backtest-json.ts';
import { saleDelayText } from '../../src/report/sale-delay-view.ts';
import { backtestText } from '../../src/report/text-backtest.ts';
import { settingsWith } from '../support/backtest-worlds.ts';
import { writeCandles } from '../support/cli-candles.ts';
import { folderWithModel } from '../support/model-folder.ts';
import { configuredWith } from '../support/settings.ts';

const dayMs = 86_400_000;
const start = Date.UTC(2018, 0, 1);
const days = 1_000;
const symbols = ['AAA', 'BBB', 'CCC', 'DDD', 'EEE'];

/**
 * Days of five assets with noise of 1 %. About once in 30 days one jumps by 4 %. Where it `runs` it rises by 2 % on each of the
 * next six days, and in either market it gives back what it gained over the next ten.
 */
function market(runs: boolean): Candles[] {
  return symbols.map((symbol, k) => {
    const random = createRandom(100 + k);
    const close = new Float64Array(days);
    let [level, since] = [Math.log(100), 99];
    for (let day = 0; day < days; day++) {
      since++;
      if (since > 20 && random.uniform() < 0.1) since = 0;
      if (since === 0) level += 0.04;
      else if (since <= 6) level += runs ? 0.02 : 0;
      else if (since <= 16) level -= (runs ? 0.16 : 0.04) / 10;
      level += 0.01 * random.normal();
      close[day] = Math.exp(level);
    }
    const open = close.map((price, day) => close[day - 1] ?? price);
    return {
      ...{ symbol, intervalMs: dayMs, open, close },
      openTime: Float64Array.from({ length: days }, (_, day) => start + day * dayMs),
      high: close.map((price, day) => 1.005 * Math.max(price, open[day] as number)),
      low: close.map((price, day) => 0.995 * Math.min(price, open[day] as number)),
      volume: close.map(() => 1_000),
    };
  });
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ballast-sales-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function report(series: readonly Candles[], saleDelay: SaleDelay): Promise<BacktestReport> {
  const settings = settingsWith({
    targets: Object.fromEntries(symbols.map((symbol) => [symbol, 0.16])),
    rule: { kind: 'threshold', band: 0.005, destination: 'edge' },
  });
  return backtestReport({
    directory: writeCandles(folder, series),
    settings: { ...settings, policy: { ...settings.policy, saleDelay } },
    conduct: plainConduct,
    ...{ kind: 'common', initial: { kind: 'targets', nav: 100_000 } },
    ...{ from: start + 250 * dayMs, to: start + days * dayMs },
    openModels: async () => (await folderWithModel({ to: start })).models,
    signal: new AbortController().signal,
  });
}

type Figure = { readonly value: number; readonly low: number };

function told(found: BacktestReport) {
  return backtestJson(found).saleDelay as {
    readonly [name in 'sales' | 'events' | 'matured' | 'delayed']: number;
  } & { readonly brierSkill: Figure; readonly gainBps: Figure; readonly gateOpen: boolean };
}

describe('the delay of sales', () => {
  it('setting: policy.saleDelay off reckons nothing, shadow reckons and trades the same', async () => {
    const [off, shadow] = [await report(market(true), 'off'), await report(market(true), 'shadow')];
    expect(backtestJson(off).saleDelay).toBeNull();
    expect(backtestText(off)).not.toContain('Sale delay');
    expect(told(shadow)).toMatchObject({ mode: 'shadow', delayed: 0 });
    expect(shadow.trades).toEqual(off.trades);
    expect(shadow.equity).toEqual(off.equity);
    expect(shadow.statistics).toEqual(off.statistics);
    expect(shadow.benchmarks).toEqual(off.benchmarks);
  });

  it('setting: policy.saleDelay gated delays where breakouts follow rises, and holds more of what rises', {
    timeout: 30_000,
  }, async () => {
    const series = market(true);
    const [shadow, gated] = [await report(series, 'shadow'), await report(series, 'gated')];
    expect(told(gated)).toMatchObject({ mode: 'gated', gateOpen: true });
    expect(told(gated).matured).toBeGreaterThan(150);
    expect(told(gated).delayed).toBeGreaterThan(50);
    expect(told(gated).brierSkill.low).toBeGreaterThan(0.1);
    // Three more days of 2 % against what others did, less 15 bps.
    expect(told(gated).gainBps.low).toBeGreaterThan(200);
    expect(gated.statistics.finalNav).toBeGreaterThan(1.01 * shadow.statistics.finalNav);
    expect(backtestText(gated)).toMatch(
      /^Sale delay: \d+ sales of \d+ to delay \(\d+ of them waited\), \d+ outcomes known; Brier skill /m,
    );
    expect(backtestText(gated)).toContain('The gate is open');

    // Nothing is seen ahead: with other prices from a day on, all fills up to its open are the same.
    const known = 700;
    const until = start + known * dayMs;
    const changed = await report(
      series.map((candles, k) => changedFrom(candles, known, k === 0 ? 1.4 : 0.8)),
      'gated',
    );
    const early = ({ trades }: BacktestReport) => trades.filter(({ time }) => time <= until);
    expect(early(gated)).not.toEqual(early(shadow));
    expect(early(changed)).toEqual(early(gated));
    expect(changed.trades).not.toEqual(gated.trades);
  });

  it('setting: policy.saleDelay gated delays nothing where no breakout follows', async () => {
    const series = market(false);
    const [shadow, gated] = [await report(series, 'shadow'), await report(series, 'gated')];
    expect(told(gated)).toMatchObject({ delayed: 0, gateOpen: false });
    expect(told(gated).matured).toBeGreaterThan(100);
    expect(told(gated).gainBps.value).toBeLessThan(0);
    expect(gated.trades).toEqual(shadow.trades);
    expect(backtestText(gated)).toContain('The gate is shut');
  });

  it('setting: policy.saleDelay gated is refused outside a backtest, where nothing waits', () => {
    expect(() => configuredWith({ 'policy.saleDelay': 'gated' })).toThrow(
      'policy.saleDelay was gated; outside a backtest it must be off or shadow',
    );
    const { settings } = configuredWith();
    expect(settings.policy.saleDelay).toBe('shadow');
  });

  it('is not reckoned on few days, and says how many it takes', async () => {
    const few = market(true).map((candles) => head(candles, 120));
    const { signal } = new AbortController();
    const source = { folder: undefined, series: few, from: start, signal };
    expect(await openSaleWatch('gated', source)).toEqual({
      cause: 'there are 120 days, more than 120 are needed',
    });
  });

  it('is not reckoned for assets that the learner keeps apart, and says why', async () => {
    const [own, other] = market(false) as [Candles, Candles];
    const isWorkday = (time: number): boolean => ![0, 6].includes(new Date(time).getUTCDay());
    const kept = [...other.openTime.keys()].filter((day) =>
      isWorkday(other.openTime[day] as number),
    );
    const pick = (values: Float64Array): Float64Array =>
      Float64Array.from(kept, (day) => values[day] as number);
    const { openTime, open, high, low, close, volume } = other;
    const sessions = {
      ...{ ...other, openTime: pick(openTime), open: pick(open), high: pick(high) },
      ...{ low: pick(low), close: pick(close), volume: pick(volume) },
    };
    const { signal } = new AbortController();
    const source = { folder: undefined, series: [own, sessions], from: start, signal };
    const watch = await openSaleWatch('shadow', source);
    expect(watch).toEqual({
      cause: expect.stringContaining('the assets must all trade on weekends or none'),
    });
    expect(saleDelayText(watch as { cause: string })[0]).toMatch(
      /^Sale delay: not reckoned, the assets must all trade/,
    );
  });
});

describe('breakouts', () => {
  it('are those of the members, from a day on, and known five days later', async () => {
    const { panel } = learningDataOf(market(true), { dailyBars: false });
    const forecasts = new Float64Array(panel.days * symbols.length * 3).fill(Math.log(4e-4));
    const from = start + 400 * dayMs;
    const [all, third] = [
      createBreakouts(panel, forecasts, { members: [0, 1, 2, 3, 4], from }),
      createBreakouts(panel, forecasts, { members: [2], from }),
    ];
    const day = all.dayAt(start + 500.5 * dayMs);
    expect(day).toBe(499);
    expect(all.dayAt(start)).toBe(-1);
    expect(third.at(day, 0)).toEqual(all.at(day, 2));
    expect(third.at(day, 0)).not.toEqual(all.at(day, 1));
    expect(all.at(day, 0)).toMatchObject({ day, knownAt: start + 505 * dayMs });
    // √(5 · 4e-4).
    expect(all.at(day, 0)?.deviation).toBeCloseTo(0.0447, 4);
    expect(all.at(398, 0)).toBeUndefined();
    expect(all.at(399, 0)).toBeDefined();
    expect(all.at(days - 5, 0)?.knownAt).toBe(Number.POSITIVE_INFINITY);
    expect(all.at(days - 6, 0)?.knownAt).toBe(start + days * dayMs);
  });
});

/** Prices are multiplied from the close of a day on. */
function changedFrom(candles: Candles, day: number, factor: number): Candles {
  const from = (values: Float64Array, first: number): Float64Array =>
    values.map((value, at) => (at >= first ? factor * value : value));
  const { open, high, low, close } = candles;
  const [most, least] = [Math.max(1, factor), Math.min(1, factor)];
  return {
    ...candles,
    open: from(open, day + 1),
    high: high.map((value, at) => value * (at > day ? factor : at === day ? most : 1)),
    low: low.map((value, at) => value * (at > day ? factor : at === day ? least : 1)),
    close: from(close, day),
  };
}
