/** Allocators walked forward know nothing of what comes later, nor of the order of assets or the unit of a price. */
import { describe, expect, it } from 'vitest';
import { createAllocators } from '../../src/backtest/allocators/allocators.ts';
import { createDayMarkets } from '../../src/backtest/allocators/day-markets.ts';
import { looksOf } from '../../src/backtest/allocators/looks.ts';
import { type AllocatorRun, walkAllocator } from '../../src/backtest/allocators/walk.ts';
import { type Candles, head } from '../../src/market/candles.ts';
import { dailyOf, fifteenBps, gridOf } from '../support/allocator-grids.ts';
import { dayMs, randomCloses } from '../support/panels.ts';

const symbols = ['BTC', 'ETH', 'SOL', 'XRP', 'ADA'];
const days = 400;

/** SOL joins after 150 days. */
const daily = symbols.map((symbol, k) => {
  const late = symbol === 'SOL' ? 150 : 0;
  const volatilities = Array.from(
    { length: days - late },
    (_, day) => 0.01 * (1 + k) * (day > 200 ? 2 : 1),
  );
  return dailyOf(symbol, randomCloses(k + 1, volatilities), late * dayMs);
});

function runsOf(series: readonly Candles[]): readonly AllocatorRun[] {
  const grid = gridOf(series);
  const looks = looksOf(grid, {
    ...{ from: 100 * dayMs, every: 'monthly', windowDays: 120, care: 'linear' },
  });
  const fixed = Float64Array.from(series, ({ symbol }) => (symbol === 'BTC' ? 0.5 : 0.1));
  const capitalisations = {
    values: Float64Array.from(series, ({ symbol }) => 1 + symbols.indexOf(symbol)),
    from: 100 * dayMs,
  };
  const dayMarkets = createDayMarkets(fifteenBps, series, grid);
  const rules = { limits: { least: 0.02, most: 0.5 }, volTarget: 0.15, fixed, capitalisations };
  return createAllocators(grid, rules).map((allocator) =>
    walkAllocator({ grid, looks, dayMarkets, initialNav: 100_000 }, allocator),
  );
}

function scaled(candles: Candles, factor: number): Candles {
  const { open, high, low, close } = candles;
  const times = (values: Float64Array): Float64Array => values.map((value) => value * factor);
  return { ...candles, open: times(open), high: times(high), low: times(low), close: times(close) };
}

const runs = runsOf(daily);

function expectSame(others: readonly AllocatorRun[], count = runs[0]?.returns.length ?? 0): void {
  for (const [k, { name, returns }] of runs.entries()) {
    expect(others[k]?.name).toBe(name);
    for (let day = 0; day < count; day++) {
      expect(others[k]?.returns[day], `${name} on day ${day}`).toBeCloseTo(
        returns[day] as number,
        9,
      );
    }
  }
}

describe('allocators', () => {
  it('know nothing of the days after', () => {
    const until = 300;
    const changed = daily.map((candles) => {
      const [past, last] = [candles.openTime.findIndex((time) => time >= until * dayMs), days];
      const other = randomCloses(99 + candles.symbol.length, new Array(last).fill(0.2));
      const close = candles.close.map((value, bar) =>
        bar < past ? value : (other[bar] as number),
      );
      return {
        ...candles,
        close,
        open: candles.open.map((value, bar) => (bar <= past ? value : (close[bar - 1] as number))),
      };
    });
    const later = runsOf(changed);
    // The first return is of day 101.
    expectSame(later, until - 101);
    expect(later[0]?.returns[until - 101]).not.toBeCloseTo(
      runs[0]?.returns[until - 101] as number,
      6,
    );
  });

  it('decide the same where the days after have not come yet', () => {
    expectSame(
      runsOf(
        daily.map((candles) =>
          head(
            candles,
            candles.openTime.findIndex((time) => time >= 300 * dayMs),
          ),
        ),
      ),
      300 - 101,
    );
  });

  it('do not mind the order of assets', () => {
    expectSame(runsOf([3, 0, 4, 2, 1].map((k) => daily[k] as Candles)));
  });

  it('do not mind the unit of a price', () => {
    expectSame(runsOf(daily.map((candles, k) => scaled(candles, 10 ** (k - 2)))));
  });
});
