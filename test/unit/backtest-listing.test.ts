/** Assets that are listed and delisted during a backtest, by hand. */
import { describe, expect, it } from 'vitest';
import { backtest } from '../../src/backtest/backtest.ts';
import type { Trade } from '../../src/backtest/book.ts';
import { listedUniverse } from '../../src/backtest/listing.ts';
import { commonUniverse, settingsFor } from '../../src/backtest/universe.ts';
import { type Candles, slice } from '../../src/market/candles.ts';
import {
  barsOf,
  hourMs,
  origin,
  panelOf,
  regionRule,
  settingsWith,
  simulatedSeries,
} from '../support/backtest-worlds.ts';

const day = 24;
const at = (bar: number): number => origin + bar * hourMs;

/** Bars at one price, from a bar on and up to another. */
function steady(symbol: string, from: number, to: number, price = 100): Candles {
  const bars = barsOf(
    symbol,
    Array.from({ length: to }, () => [price, price] as const),
  );
  return slice(bars, from, to);
}

const settings = settingsWith({
  targets: { AAA: 0.4, BBB: 0.2, CCC: 0.2 },
  rule: { kind: 'threshold', band: 0.01, destination: 'target' },
});

function run(series: readonly Candles[], bars: number, start: 'targets' | 'cash' = 'targets') {
  const universe = listedUniverse(series, { from: origin, to: at(bars) });
  const trades: Trade[] = [];
  const navs: number[] = [];
  const statistics = backtest({
    ...{ settings, universe, initialNav: 100_000, start },
    recordFor: () => ({
      trade: (trade) => trades.push(trade),
      close: (_, look) => navs.push(look.nav),
    }),
  });
  return { universe, trades, navs, statistics };
}

describe('an asset that is listed later', () => {
  const series = [steady('AAA', 0, 60), steady('BBB', 0, 60), steady('CCC', 10, 60)];

  it('joins with its first bar; before, its share is spread over the others', () => {
    const { universe, trades } = run(series, 60);
    expect(universe.stages.map(({ members }) => members)).toEqual([
      [0, 1],
      [0, 1, 2],
    ]);
    expect(universe.bars).toBe(60);
    // Decided at the close of its first bar, bought at the open of its second.
    expect(trades.map(({ symbol, side, time }) => [symbol, side, time])).toEqual([
      ['AAA/USDT', 'sell', at(11)],
      ['BBB/USDT', 'sell', at(11)],
      ['CCC/USDT', 'buy', at(11)],
    ]);
    // 80 % in AAA and BBB as 2 : 1, then 40, 20 and 20.
    expect(trades[0]?.notional).toBeCloseTo(100_000 * (0.8 * (2 / 3) - 0.4), 6);
  });

  it('is not known of before: the run until then is that of the others alone', () => {
    const before = run(series, 60).navs.slice(0, 10);
    const never = run([...series.slice(0, 2), steady('CCC', 10, 60, 7)], 60).navs.slice(0, 10);
    expect(before).toEqual(never);
  });

  it('may be the only one, even the first', () => {
    const { universe } = run(
      [steady('AAA', 5, 60), steady('BBB', 9, 60), steady('CCC', 9, 60)],
      60,
    );
    expect(universe.stages.map(({ members }) => members)).toEqual([[0], [0, 1, 2]]);
    expect(universe.bars).toBe(55);
  });
});

describe('an asset that ends', () => {
  const series = [steady('AAA', 0, 100), steady('BBB', 0, 100), steady('CCC', 0, 50)];

  it('is worth nothing from the bar after its last, and cannot be sold there', () => {
    const { navs, trades, statistics } = run(series, 100);
    expect(navs).toHaveLength(100);
    expect(navs[49]).toBeCloseTo(100_000, 6);
    expect(navs[50]).toBeCloseTo(80_000, 6);
    expect(trades.every(({ symbol }) => symbol !== 'CCC/USDT')).toBe(true);
    expect(statistics.maxDrawdownPct).toBeGreaterThan(20);
    // What is left, 40, 20 and 20 of 80, goes to 53.3, 26.7 and 20 %: 40 + 2.67 and 20 + 1.33 thousand.
    expect(trades.map(({ side, time }) => [side, time])).toEqual([
      ['buy', at(51)],
      ['buy', at(51)],
    ]);
    expect(trades[0]?.notional).toBeCloseTo(2_666.667, 2);
  });

  it('takes the loss of the bar after its last as tracking error', () => {
    // Always 20 % of it, as the targets say: the loss is the target’s too, and no tracking error.
    expect(run(series, 100).statistics.trackingErrorPct).toBeLessThan(1);
    // Held in cash until then, the targets lost a fifth and the portfolio nothing.
    const universe = listedUniverse(series, { from: origin, to: at(100) });
    const { trackingErrorPct } = backtest({
      ...{ settings, universe, initialNav: 100_000, start: 'cash' },
      policyFor: () => ({
        ...{ multipliers: new Float64Array(3), observe() {}, distance: () => 0 },
        ...{ explain: () => [], decide: () => false },
      }),
    });
    expect(trackingErrorPct).toBeCloseTo(100 * Math.sqrt((0.2 ** 2 / 99) * 8_760), 6);
  });

  it('less than 24 hours before the end of the run has not ended', () => {
    const { universe } = run([...series.slice(0, 2), steady('CCC', 0, 100 - day + 1)], 100);
    expect(universe.stages.map(({ ended }) => ended)).toEqual([[]]);
    expect(universe.bars).toBe(100 - day + 1);
    const { universe: ended } = run([...series.slice(0, 2), steady('CCC', 0, 100 - day)], 100);
    expect(ended.stages.map(({ ended }) => ended)).toEqual([[2], []]);
  });

  it('with all others at the same bar means that the candles end there', () => {
    const { universe } = run(
      ['AAA', 'BBB', 'CCC'].map((symbol) => steady(symbol, 0, 50)),
      100,
    );
    expect(universe.stages.map(({ ended }) => ended)).toEqual([[]]);
    expect(universe.bars).toBe(50);
  });

  it('one after the other leaves cash in the end', () => {
    const { universe, navs } = run(
      [steady('AAA', 0, 40), steady('BBB', 0, 50), steady('CCC', 0, 60)],
      200,
    );
    expect(universe.stages.map(({ ended }) => ended)).toEqual([[0], [0], [0]]);
    // 40 % is lost first; then half of what is left in risk, then the rest of it.
    expect(navs[39]).toBeCloseTo(100_000, 6);
    expect(navs[40]).toBeCloseTo(60_000, 6);
    expect(navs.at(-1)).toBeGreaterThan(0);
    expect(navs).toHaveLength(61);
  });
});

describe('stages', () => {
  it('of one universe make the run of the common bars when nothing comes or goes', () => {
    const series = simulatedSeries(['BTC', 'ETH'], 24 * 40);
    const range = { from: at(24 * 10), to: at(24 * 40) };
    const two = settingsWith({ targets: { BTC: 0.5, ETH: 0.3 }, rule: regionRule });
    const common = commonUniverse(panelOf(...series), range);
    const listed = listedUniverse(series, range);
    const inputs = { settings: two, initialNav: 100_000, start: 'targets' } as const;
    expect(backtest({ ...inputs, universe: listed })).toEqual(
      backtest({ ...inputs, universe: common }),
    );
  });

  it('split anywhere go on as if they had not been', () => {
    const series = simulatedSeries(['BTC', 'ETH'], 24 * 40);
    const two = settingsWith({ targets: { BTC: 0.5, ETH: 0.3 }, rule: regionRule });
    const universe = commonUniverse(panelOf(...series), { from: at(24 * 10), to: at(24 * 40) });
    const [stage] = universe.stages;
    if (stage === undefined) throw new Error('there must be a stage');
    const middle = stage.firstBar + 300;
    const split = [
      { ...stage, lastBar: middle },
      { ...stage, firstBar: middle },
    ];
    const inputs = { settings: two, initialNav: 100_000, start: 'targets' } as const;
    expect(backtest({ ...inputs, universe: { ...universe, stages: split } })).toEqual(
      backtest({ ...inputs, universe }),
    );
  });

  it('spread the risky share over what can be held and keep the cash', () => {
    const { portfolio } = settingsFor(settings, { members: [0, 2] });
    expect(portfolio.symbols).toEqual(['AAA', 'CCC']);
    expect(portfolio.targets[0]).toBeCloseTo(0.8 * (2 / 3), 12);
    expect(portfolio.targets[1]).toBeCloseTo(0.8 / 3, 12);
    expect(portfolio.cashTarget).toBeCloseTo(0.2, 12);
  });
});
