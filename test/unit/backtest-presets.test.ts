/** What people use today, by hand: when each preset trades, how far, and what it pays at 15 bps a side. */
import { describe, expect, it } from 'vitest';
import { benchmarks } from '../../src/backtest/benchmarks.ts';
import type { Trade } from '../../src/backtest/book.ts';
import type { Contribution } from '../../src/backtest/cash-flows.ts';
import { plainConduct } from '../../src/backtest/conduct.ts';
import { presets } from '../../src/backtest/presets.ts';
import type { BacktestStatistics } from '../../src/backtest/tally.ts';
import { commonUniverse } from '../../src/backtest/universe.ts';
import { barsOf, hourMs, origin, panelOf, settingsWith } from '../support/backtest-worlds.ts';

const day = 24;
const rate = 0.0015;

type Run = { readonly result: BacktestStatistics; readonly trades: readonly Trade[] };

/** BTC opens and closes at a price for each hour, ETH at 100; 40 % each and 20 % cash unless said. */
function run(
  name: string,
  price: (hour: number) => number,
  options: {
    days?: number;
    target?: number;
    contributions?: readonly Contribution[];
    settings?: Omit<Partial<Parameters<typeof settingsWith>[0]>, 'targets' | 'rule'>;
  } = {},
): Run {
  const { days = 4, target = 0.4, contributions = [] } = options;
  const hours = Array.from({ length: days * day }, (_, hour) => hour);
  const panel = panelOf(
    barsOf(
      'BTC',
      hours.map((hour) => [price(hour), price(hour)]),
    ),
    barsOf(
      'ETH',
      hours.map(() => [100, 100]),
    ),
  );
  const trades: Trade[] = [];
  const benchmark = benchmarks.find((candidate) => candidate.name === name);
  if (benchmark === undefined) throw new Error(`no benchmark ${name}`);
  const result = benchmark.run({
    settings: settingsWith({
      targets: { BTC: target, ETH: target },
      rule: { kind: 'threshold', band: 0.3, destination: 'target' },
      ...options.settings,
    }),
    universe: commonUniverse(panel, { from: origin, to: origin + hours.length * hourMs }),
    initialNav: 100_000,
    start: 'targets',
    conduct: { ...plainConduct, contributions },
    recordFor: () => ({ trade: (trade) => trades.push(trade) }),
  });
  return { result, trades };
}

/** BTC at 100, from an hour on at another price. */
const jump = (hour: number, to: number) => (at: number) => (at < hour ? 100 : to);

/** Hours after the start at which anything was filled. */
function hoursOf({ trades }: Run): readonly number[] {
  return [...new Set(trades.map(({ time }) => (time - origin) / hourMs))];
}

function costOf({ trades }: Run): number {
  return trades.reduce((sum, { cost }) => sum + cost, 0);
}

describe('every preset', () => {
  it('has a name, says what it does and who says so', () => {
    expect(presets.map(({ name }) => name)).toEqual([
      ...['binance-deviation', 'binance-time', 'shrimpy-15pct', 'octobot-index'],
      ...['bitpanda-index', 'etoro-index', 'five-twenty-five', 'vanguard-200-175'],
    ]);
    for (const { title, source } of presets) {
      expect(title).not.toContain('https:');
      expect(source).toMatch(/^.+: .+, https:\/\/\S+$/);
    }
  });

  it('knows no cooldown of the configuration', () => {
    const twice = (hour: number): number => (hour < 5 ? 100 : hour < 8 ? 120 : 140);
    const settings = { cooldownHours: 48 };
    expect(hoursOf(run('fixed-5pp', twice, { settings }))).toEqual([49]);
    expect(hoursOf(run('binance-deviation', twice, { settings }))).toEqual([6, 9]);
  });

  it('leaves a deposit in cash until its rule trades', () => {
    const deposit = (notional: number) => ({
      contributions: [{ notional, at: origin + 5 * hourMs }],
    });
    // 1,000 makes 40 % to 39.6 %, 10,000 to 36.4 %.
    expect(hoursOf(run('fixed-5pp', jump(5, 100), deposit(1_000)))).toEqual([5]);
    expect(hoursOf(run('binance-deviation', jump(5, 100), deposit(1_000)))).toEqual([]);
    expect(hoursOf(run('binance-deviation', jump(5, 100), deposit(10_000)))).toEqual([5]);
    expect(hoursOf(run('bitpanda-index', jump(5, 100), deposit(10_000)))).toEqual([]);
  });
});

describe('binance-deviation', () => {
  it('rests at 0.9 pp and trades at the bar after 1.2 pp', () => {
    // 0.4 · 1.04 / 1.016 = 40.9 %, 0.4 · 1.05 / 1.02 = 41.2 %.
    expect(hoursOf(run('binance-deviation', jump(5, 104)))).toEqual([]);
    expect(hoursOf(run('binance-deviation', jump(5, 105)))).toEqual([6]);
  });
});

describe('binance-time', () => {
  it('looks on Mondays, and rests below 0.5 pp', () => {
    // The first bar is of Saturday, 1 January 2022, so Mondays begin after 48 and 216 hours.
    const slow = (hour: number): number => (hour < 100 ? 102 : 110);
    expect(hoursOf(run('binance-time', slow, { days: 12 }))).toEqual([216]);
    expect(hoursOf(run('binance-time', jump(5, 110), { days: 12 }))).toEqual([48]);
  });
});

describe('shrimpy-15pct', () => {
  it('trades beyond 15 % of the target, 6 pp of 40, at the bar after', () => {
    // 0.4 · 1.28 / 1.112 = 46.04 %, and at 1.27 45.85 %.
    expect(hoursOf(run('shrimpy-15pct', jump(5, 127)))).toEqual([]);
    expect(hoursOf(run('shrimpy-15pct', jump(5, 128)))).toEqual([6]);
  });
});

describe('octobot-index', () => {
  // BTC doubles: 80,000 and 40,000 of 140,000 are held, 56,000 of each are wanted.
  const doubled = jump(5, 200);

  it('sells all and buys all anew in one bar after midnight, and pays for both', () => {
    const octobot = run('octobot-index', doubled);
    expect(hoursOf(octobot)).toEqual([24]);
    expect(octobot.trades.map(({ symbol, side, quantity }) => [symbol, side, quantity])).toEqual([
      ['BTC/USDT', 'sell', 400],
      ['ETH/USDT', 'sell', 400],
      ['BTC/USDT', 'buy', 280],
      ['ETH/USDT', 'buy', 560],
    ]);
    const paid = rate * (80_000 + 40_000 + 56_000 + 56_000);
    expect(costOf(octobot)).toBeCloseTo(paid, 8);
    expect(octobot.result.finalNav).toBeCloseTo(140_000 - paid, 6);
    expect(octobot.result.costBpsPerYear).toBeCloseTo(
      (1e4 * paid) / 140_000 / ((4 * day) / 8_760),
      6,
    );
  });

  it('costs twice the invested NAV at little drift, where the difference alone costs a fifteenth', () => {
    // 0.4 · 1.24 / 1.096 = 45.3 %.
    const moved = jump(5, 124);
    const all = costOf(run('octobot-index', moved));
    const difference = costOf(run('fixed-5pp', moved));
    expect(all / (2 * rate * 0.8 * 109_600)).toBeCloseTo(1, 1);
    expect(all / difference).toBeGreaterThan(12);
    expect(all / difference).toBeLessThan(25);
  });

  it('counts one event and the turnover of the net change', () => {
    const years = (4 * day) / 8_760;
    const { result } = run('octobot-index', doubled);
    expect(result.eventsPerYear * years).toBeCloseTo(1, 9);
    expect(result.turnoverPerYear * years).toBeCloseTo((24_000 + 16_000) / 140_000 / 2, 9);
  });

  it('is at its targets afterwards and in no debt without any cash of its own', () => {
    const { result, trades } = run('octobot-index', doubled, { target: 0.5 });
    const notionals = trades.filter(({ side }) => side === 'buy').map(({ notional }) => notional);
    // 150,000 less both costs, in equal halves.
    const wanted = (75_000 * (1 - rate)) / (1 + rate);
    for (const notional of notionals) expect(notional).toBeCloseTo(wanted, 6);
    expect(result.finalNav).toBeCloseTo(2 * wanted, 6);
  });

  it('uses no market between assets, though the portfolio does', () => {
    const settings = { directMarkets: ['ETH/BTC'] };
    const { trades } = run('octobot-index', doubled, { settings });
    expect(trades.map(({ symbol }) => symbol)).toEqual(
      ['BTC', 'ETH', 'BTC', 'ETH'].map((symbol) => `${symbol}/USDT`),
    );
  });

  it('does nothing below 5 pp, and nothing before midnight', () => {
    // 0.4 · 1.22 / 1.088 = 44.9 %.
    expect(hoursOf(run('octobot-index', jump(5, 122)))).toEqual([]);
    const gone = (hour: number): number => (hour >= 5 && hour < 20 ? 200 : 100);
    expect(hoursOf(run('octobot-index', gone))).toEqual([]);
  });
});

describe('bitpanda-index and etoro-index', () => {
  it('go to target at the first of a month', () => {
    const month = { days: 33 };
    for (const name of ['bitpanda-index', 'etoro-index']) {
      expect(hoursOf(run(name, jump(5, 101), month))).toEqual([31 * day]);
    }
  });
});

describe('five-twenty-five', () => {
  it('trades beyond 5 pp of 40 %, and beyond a quarter of 10 %', () => {
    expect(hoursOf(run('five-twenty-five', jump(5, 122)))).toEqual([]);
    expect(hoursOf(run('five-twenty-five', jump(5, 124)))).toEqual([6]);
    // 0.1 · 1.3 / 1.03 = 12.6 %.
    expect(hoursOf(run('five-twenty-five', jump(5, 128), { target: 0.1 }))).toEqual([]);
    expect(hoursOf(run('five-twenty-five', jump(5, 130), { target: 0.1 }))).toEqual([6]);
  });
});

describe('vanguard-200-175', () => {
  it('brings what is more than 200 bp off at midnight back to 175 bp, and nothing else', () => {
    // 44,800 of 104,800 is 42.75 %; ETH at 38.17 % is 183 bp off.
    const { trades, result } = run('vanguard-200-175', jump(5, 112));
    expect(trades).toHaveLength(1);
    const sold = 44_800 - 0.4175 * 104_800;
    expect(trades[0]).toMatchObject({
      symbol: 'BTC/USDT',
      side: 'sell',
      time: origin + day * hourMs,
    });
    expect(trades[0]?.notional).toBeCloseTo(sold, 6);
    expect(result.finalNav).toBeCloseTo(104_800 - rate * sold, 6);
  });

  it('buys what is below only up to 175 bp below', () => {
    // 36,000 of 96,000 is 37.5 %; ETH at 41.7 % is 167 bp off.
    const { trades } = run('vanguard-200-175', jump(5, 90));
    expect(trades).toHaveLength(1);
    expect(trades[0]?.side).toBe('buy');
    expect(trades[0]?.notional).toBeCloseTo(0.3825 * 96_000 - 36_000, 6);
  });

  it('rests at 183 bp', () => {
    // 43,200 of 103,200 is 41.86 %.
    expect(hoursOf(run('vanguard-200-175', jump(5, 108)))).toEqual([]);
  });
});
