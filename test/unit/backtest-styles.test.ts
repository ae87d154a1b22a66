/** Maker-first in a backtest, by hand. */
import { describe, expect, it } from 'vitest';
import { backtest } from '../../src/backtest/backtest.ts';
import type { Trade } from '../../src/backtest/book.ts';
import { commonUniverse } from '../../src/backtest/universe.ts';
import type { Settings } from '../../src/plan/settings.ts';
import { barsOf, hourMs, origin, panelOf, settingsWith } from '../support/backtest-worlds.ts';

type Row = readonly [number, number];

/**
 * Half in BTC, half in cash, threshold 4 pp. Bar 0 closes at 100, bar 1 at 120: 41.666… units are to be sold, at a limit of
 * 120. What bars 2 and 3 do is up to the test.
 */
function run(
  after: readonly Row[],
  execution: Partial<Settings['execution']> = {},
): { trades: Trade[]; result: ReturnType<typeof backtest> } {
  const rows: Row[] = [[100, 100], [100, 120], ...after];
  const panel = panelOf(barsOf('BTC', rows));
  const trades: Trade[] = [];
  const result = backtest({
    settings: settingsWith({
      targets: { BTC: 0.5 },
      rule: { kind: 'threshold', band: 0.04, destination: 'target' },
      execution: { style: 'maker-first', patienceBars: 1, throughBps: 2, ...execution },
    }),
    universe: commonUniverse(panel, { from: origin, to: origin + rows.length * hourMs }),
    initialNav: 100_000,
    start: 'targets',
    recordFor: () => ({ trade: (trade) => trades.push(trade) }),
  });
  return { trades, result };
}

const units = 41.6666666667;

describe('maker-first', () => {
  it('fills at its limit for the maker fee when the bar trades through it', () => {
    const { trades, result } = run([
      [119, 121],
      [121, 121],
    ]);
    expect(trades).toHaveLength(1);
    const [trade] = trades;
    expect(trade).toMatchObject({ time: origin + 2 * hourMs, price: 120, liquidity: 'maker' });
    expect(trade?.quantity).toBeCloseTo(units, 9);
    expect(trade?.cost).toBeCloseTo(5, 9);
    expect(trade?.fee).toBeCloseTo(5, 9);
    expect(result.eventsPerYear).toBeCloseTo(8_760 / 4, 9);
  });

  it('is not filled by a touch, and takes the rest at the open after', () => {
    // The high of 120.02 is not 2 bps through 120.
    const { trades } = run([
      [119, 120.02],
      [118, 118],
    ]);
    expect(trades).toHaveLength(1);
    expect(trades[0]).toMatchObject({ time: origin + 3 * hourMs, price: 118, liquidity: 'taker' });
    expect(trades[0]?.cost).toBeCloseTo(units * 118 * 0.0015, 8);
  });

  it('setting: execution.throughBps decides what is a touch', () => {
    const { trades } = run(
      [
        [119, 120.02],
        [118, 118],
      ],
      { throughBps: 1 },
    );
    expect(trades[0]).toMatchObject({ price: 120, liquidity: 'maker' });
  });

  it('setting: execution.patienceBars lets it rest longer, and no decision is made meanwhile', () => {
    const bars: readonly Row[] = [
      [119, 119],
      [119, 121],
      [121, 121],
    ];
    expect(run(bars).trades[0]).toMatchObject({ liquidity: 'taker', price: 119 });
    expect(run(bars, { patienceBars: 2 }).trades).toMatchObject([
      { time: origin + 3 * hourMs, liquidity: 'maker', price: 120 },
    ]);
  });

  it('setting: execution.style takes at the next open otherwise', () => {
    const { trades } = run(
      [
        [119, 121],
        [121, 121],
      ],
      { style: 'taker' },
    );
    expect(trades[0]).toMatchObject({ time: origin + 2 * hourMs, liquidity: 'taker', price: 119 });
  });

  it('counts in the weights from the close of its bar on', () => {
    // Until the close of bar 2 the units are 500, from there on 458.33….
    const { result } = run([
      [119, 121],
      [121, 125],
    ]);
    const before = 60_000 / 110_000 - 0.5;
    const held = 500 - units;
    const cash = 50_000 + units * 120 - 5;
    const after = (held * 121) / (held * 121 + cash) - 0.5;
    const errors = [0, before * (121 / 120 - 1), after * (125 / 121 - 1)];
    const mean = errors.reduce((sum, error) => sum + error ** 2, 0) / 3;
    expect(result.trackingErrorPct).toBeCloseTo(100 * Math.sqrt(mean * 8_760), 6);
  });

  it('drops the part of a buy that the sells, all filled, did not pay for', () => {
    const panel = panelOf(
      barsOf('AAA', [
        [100, 100],
        [100, 130],
        [130, 131],
        [131, 131],
      ]),
      barsOf('BBB', [
        [100, 100],
        [100, 100],
        [100, 99],
        [99, 99],
      ]),
    );
    const trades: Trade[] = [];
    backtest({
      settings: settingsWith({
        targets: { AAA: 0.5, BBB: 0.5 },
        rule: { kind: 'threshold', band: 0.01, destination: 'target' },
        execution: { style: 'maker-first', patienceBars: 1, throughBps: 2 },
      }),
      universe: commonUniverse(panel, { from: origin, to: origin + 4 * hourMs }),
      initialNav: 100_000,
      start: 'targets',
      recordFor: () => ({ trade: (trade) => trades.push(trade) }),
    });
    // 7,500 are sold; after 10 bps on both sides they buy 7,500 · .999 / 1.001, and nothing waits for the rest.
    const notional = (7_500 * 0.999) / 1.001;
    expect(trades).toMatchObject([
      { symbol: 'AAA/USDT', side: 'sell', liquidity: 'maker' },
      { symbol: 'BBB/USDT', side: 'buy', liquidity: 'maker' },
    ]);
    expect(trades[1]?.notional).toBeCloseTo(notional, 8);
  });

  it('setting: costs.makerFeeBps is what a resting order pays and what decisions go by', () => {
    const panel = panelOf(
      barsOf('BTC', [
        [100, 100],
        [100, 120],
        [119, 121],
        [121, 121],
      ]),
    );
    const base = settingsWith({
      targets: { BTC: 0.5 },
      rule: { kind: 'threshold', band: 0.04, destination: 'target' },
      execution: { style: 'maker-first', patienceBars: 1, throughBps: 2 },
    });
    const costWith = (makerFeeBps: number): number =>
      backtest({
        settings: { ...base, costs: { ...base.costs, makerFeeBps } },
        universe: commonUniverse(panel, { from: origin, to: origin + 4 * hourMs }),
        initialNav: 100_000,
        start: 'targets',
      }).costBpsPerYear;
    expect(costWith(5) / costWith(10)).toBeCloseTo(0.5, 9);
  });
});
