/** An allocator walked forward, with numbers to check by hand: what it trades, what that costs, and what is lost with an asset. */
import { describe, expect, it } from 'vitest';
import { type Allocator, createAllocators } from '../../src/backtest/allocators/allocators.ts';
import { createDayMarkets } from '../../src/backtest/allocators/day-markets.ts';
import { type AllocatorLook, looksOf } from '../../src/backtest/allocators/looks.ts';
import { type AllocatorRun, walkAllocator } from '../../src/backtest/allocators/walk.ts';
import type { Candles } from '../../src/market/candles.ts';
import type { Settings } from '../../src/plan/settings.ts';
import { dailyOf, fifteenBps, gridOf, randomDaily } from '../support/allocator-grids.ts';
import { candlesOf, dayMs } from '../support/panels.ts';
import { configuredWith } from '../support/settings.ts';

const rules = {
  limits: { least: 0, most: 1 },
  volTarget: 0.2,
  ...{ fixed: null, capitalisations: null },
};
const lookRules = { from: 100 * dayMs, every: 'monthly', windowDays: 90, care: 'none' } as const;

/** Looks at days by position; two uncorrelated assets of 1 % a day. */
function looksAt(...days: number[]): AllocatorLook[] {
  const covariance = { assets: 2, values: Float64Array.of(1e-4, 0, 0, 1e-4) };
  return days.map((day) => ({ day, members: [0, 1], covariance }));
}

function walk(
  daily: readonly Candles[],
  looks: readonly AllocatorLook[],
  {
    settings = fifteenBps,
    name = 'equal',
    own = {},
  }: {
    settings?: Settings;
    name?: string;
    own?: Partial<Parameters<typeof createAllocators>[1]>;
  } = {},
): AllocatorRun {
  const grid = gridOf(daily);
  const dayMarkets = createDayMarkets(settings, daily, grid);
  const allocator = createAllocators(grid, { ...rules, ...own }).find((one) => one.name === name);
  return walkAllocator({ grid, looks, dayMarkets, initialNav: 100_000 }, allocator as Allocator);
}

describe('two assets over three months', () => {
  // 1 January, 1 and 2 February, 1 and 2 March.
  const days = [0, 31, 32, 59, 60].map((day) => day * dayMs);
  const daily = [
    candlesOf('BTC', [100, 120, 120, 120, 120], { intervalMs: dayMs, openTimes: days }),
    candlesOf('ETH', [100, 80, 80, 80, 80], { intervalMs: dayMs, openTimes: days }),
  ];

  it('drift, are brought back at the next open, and pay for it', () => {
    const run = walk(daily, looksAt(0, 1));
    // 500 units each become 60,000 and 40,000. BTC worth 10,000 is sold for 9,985, which buys ETH and its cost of 15 bps.
    const bought = 9_985 / 1.0015;
    const cost = 15 + 0.0015 * bought;
    expect([...run.returns]).toEqual([0, expect.closeTo(-cost / 1e5, 14), 0, 0]);
    const years = 5 / 365;
    expect(run.turnoverPerYear).toBeCloseTo((10_000 + bought) / 2 / 1e5 / years, 10);
    expect(run.costBpsPerYear).toBeCloseTo((1e4 * cost) / 1e5 / years, 8);
    expect(run.maxDrawdownPct).toBeCloseTo((100 * cost) / 1e5, 10);
    expect([...run.lastWeights]).toEqual([0.5, 0.5]);
  });

  it('start at the first weights without cost', () => {
    expect([...walk(daily, looksAt(0)).returns]).toEqual([0, 0, 0, 0]);
    expect(walk(daily, looksAt(0)).costBpsPerYear).toBe(0);
  });

  it('pay an impact that goes with the root of the notional', () => {
    const closes = Array.from({ length: 40 }, (_, k) => (k % 2 === 0 ? 100 : 102));
    const moving = [
      dailyOf('BTC', closes),
      dailyOf(
        'ETH',
        closes.map((close, k) => close + k),
      ),
    ];
    const costOf = (maximumBps: number): number =>
      walk(moving, looksAt(30, 32), {
        settings: configuredWith({ 'costs.impact': { model: 'square-root', maximumBps } }).settings,
      }).costBpsPerYear;
    // A unit a day is hardly a market: the impact is at its maximum. A sale of x pays c x, the buy from it c x (1 − c)/(1 + c).
    const costAt = (rate: number): number => rate / (1 + rate);
    expect(costOf(85) / costOf(0)).toBeCloseTo(costAt(0.01) / costAt(0.0015), 10);
  });

  it('pay the fees of what was traded before', () => {
    const tiers = [{ volume: 5_000, takerFeeBps: 0, makerFeeBps: 0 }];
    const settings = configuredWith({ 'costs.feeTiers': tiers }).settings;
    const later = [
      candlesOf('BTC', [100, 120, 120, 144, 144], { intervalMs: dayMs }),
      candlesOf('ETH', [100, 80, 80, 64, 64], { intervalMs: dayMs }),
    ];
    const costOf = (own: Settings): number =>
      walk(later, looksAt(0, 1, 3), { settings: own }).costBpsPerYear;
    // The first trade is at 15 bps, the second, about as large, at 5.
    expect(costOf(settings) / costOf(fifteenBps)).toBeCloseTo(2 / 3, 1);
  });
});

describe('an asset that has ended', () => {
  it('is worth nothing, and cannot be sold', () => {
    const daily = [dailyOf('BTC', [100, 100, 100, 100]), dailyOf('LUNA', [100, 40])];
    const run = walk(daily, looksAt(0, 1));
    expect(run.returns[0]).toBeCloseTo(-0.3, 12);
    // 50,000 of BTC are left of 70,000; what was to be bought for a sale that cannot be is not bought.
    expect(run.returns[1]).toBeCloseTo(-2 / 7, 3);
    expect(run.returns[2]).toBe(0);
  });
});

describe('looks', () => {
  it('are at the close of the first day of each month, with 60 returns of two assets', () => {
    const grid = gridOf([
      ...randomDaily(['BTC', 'ETH'], 200),
      dailyOf(
        'SOL',
        new Array(100).fill(0).map((_, k) => 50 + (k % 3)),
        100 * dayMs,
      ),
    ]);
    const looks = looksOf(grid, lookRules);
    // From day 100, 11 April: 1 May is day 120, then 151 and 181. SOL has its 60th return on day 160.
    expect(looks.map(({ day }) => day)).toEqual([100, 120, 151, 181]);
    expect(looks.map(({ members }) => members.length)).toEqual([2, 2, 2, 3]);
  });

  it('can be weekly, on Mondays, or quarterly, and are not on the last day', () => {
    const grid = gridOf(randomDaily(['BTC', 'ETH'], 125));
    const daysOf = (every: 'weekly' | 'quarterly'): number[] =>
      looksOf(grid, { ...lookRules, every }).map(({ day }) => day);
    // Day 4 is a Monday; day 124 would be a look but for being the last.
    expect(daysOf('weekly')).toEqual([100, 102, 109, 116, 123]);
    expect(daysOf('quarterly')).toEqual([100]);
  });

  it('wait for two assets with enough history', () => {
    const grid = gridOf(randomDaily(['BTC', 'ETH'], 90));
    expect(looksOf(grid, { ...lookRules, from: 0 }).map(({ day }) => day)).toEqual([60]);
    expect(looksOf(gridOf(randomDaily(['BTC'], 90)), { ...lookRules, from: 0 })).toEqual([]);
  });
});

describe('what is compared', () => {
  const daily = randomDaily(['BTC', 'ETH', 'SOL', 'XRP'], 200);
  const grid = gridOf(daily);
  const looks = looksOf(grid, lookRules);

  it('is every method, fixed weights and an index only where they are given', () => {
    const names = (own: object): string[] =>
      createAllocators(grid, { ...rules, ...own }).map(({ name }) => name);
    const usual = ['inverse-volatility', 'erc', 'hrp', 'min-variance', 'max-diversification'];
    const others = ['hrp-ward', 'erc-vol-target', 'min-variance-vol-target'];
    expect(names({})).toEqual(['equal', ...usual, ...others]);
    const capitalisations = { values: Float64Array.of(4, 3, 2, 1), from: 0 };
    expect(names({ fixed: new Float64Array(4), capitalisations })).toEqual([
      ...['equal', 'fixed', ...usual, ...others, 'market-cap'],
    ]);
  });

  it('keeps cash at its target while a fixed asset may not be held yet', () => {
    const late = [...daily.slice(0, 3), dailyOf('XRP', new Array(60).fill(1), 140 * dayMs)];
    const run = walk(late, looksOf(gridOf(late), lookRules), {
      name: 'fixed',
      own: { fixed: Float64Array.of(0.4, 0.2, 0, 0.2) },
    });
    expect(run.lastWeights[0]).toBeCloseTo(0.8 * (0.4 / 0.6), 12);
    expect(run.lastWeights[3]).toBe(0);
    expect(run.invested).toBeCloseTo(0.8, 12);
  });

  it('holds the index without trading, as capitalisations move with prices', () => {
    const capitalisations = { values: Float64Array.of(4, 3, 2, 1), from: 100 * dayMs };
    const run = walk(daily, looks, { name: 'market-cap', own: { capitalisations } });
    expect(run.turnoverPerYear).toBeLessThan(1e-12);
  });

  it('is held to the volatility that is asked for', () => {
    const own = { volTarget: 0.05 };
    const free = walk(daily, looks, { name: 'erc' });
    const held = walk(daily, looks, { name: 'erc-vol-target', own });
    expect(free.invested).toBeCloseTo(1, 12);
    const last = looks.at(-1) as AllocatorLook;
    let variance = 0;
    for (let i = 0; i < 4; i++) {
      for (let j = 0; j < 4; j++) {
        variance +=
          (held.lastWeights[i] as number) *
          (held.lastWeights[j] as number) *
          (last.covariance.values[4 * i + j] as number);
      }
    }
    expect(Math.sqrt(variance * 365)).toBeCloseTo(0.05, 12);
  });

  it('meets limits as far as there are assets enough', () => {
    const weightsOf = (most: number): readonly number[] => [
      ...walk(daily, looks, { name: 'min-variance', own: { limits: { least: 0, most } } })
        .lastWeights,
    ];
    expect(Math.max(...weightsOf(0.3))).toBeCloseTo(0.3, 12);
    for (const weight of weightsOf(0.1)) expect(weight).toBeCloseTo(0.25, 12);
  });

  it('tells of looks at which another method stood in', () => {
    const flat = [...daily.slice(0, 2), dailyOf('USDC', new Array(200).fill(1))];
    const flatLooks = looksOf(gridOf(flat), lookRules);
    expect(walk(flat, flatLooks, { name: 'erc' }).fallbacks).toBe(flatLooks.length);
    expect(walk(daily, looks, { name: 'erc' }).fallbacks).toBe(0);
  });
});
