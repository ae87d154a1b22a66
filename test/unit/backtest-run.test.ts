/** The backtest against numbers worked out by hand. */
import { describe, expect, it } from 'vitest';
import { type BacktestInputs, backtest } from '../../src/backtest/backtest.ts';
import type { Trade } from '../../src/backtest/book.ts';
import { commonUniverse } from '../../src/backtest/universe.ts';
import { DataError } from '../../src/base/errors.ts';
import type { PolicyRule } from '../../src/policy/settings.ts';
import { barsOf, hourMs, origin, panelOf, settingsWith } from '../support/backtest-worlds.ts';

/**
 * One asset, half in cash. Bar 0 closes at 100: 500 units and 50,000 in cash. Bar 1 closes at 120: NAV 110,000, weight
 * 60/110 = .545454…, beyond the band of 4 pp: sell (.5 − .54…)·110,000/120 = 41.666… units. Bar 2 opens at 125: they bring
 * 5,208.333 less 15 bps = 7.8125.
 */
const threeBars = [
  [100, 100],
  [100, 120],
  [125, 125],
] as const;

function inputsFor(rows: readonly (readonly [number, number])[], rule: PolicyRule): BacktestInputs {
  const panel = panelOf(barsOf('BTC', rows));
  return {
    settings: settingsWith({ targets: { BTC: 0.5 }, rule }),
    universe: commonUniverse(panel, { from: origin, to: origin + rows.length * hourMs }),
    initialNav: 100_000,
    start: 'targets',
  };
}

describe('a backtest by hand', () => {
  it('decides at a close, fills at the next open, and pays fee, spread and slippage', () => {
    const trades: Trade[] = [];
    const result = backtest({
      ...inputsFor(threeBars, { kind: 'threshold', band: 0.04, destination: 'target' }),
      recordFor: () => ({ trade: (trade) => trades.push(trade) }),
    });
    expect(trades).toHaveLength(1);
    expect(trades[0]).toMatchObject({
      time: origin + 2 * hourMs,
      symbol: 'BTC/USDT',
      side: 'sell',
      price: 125,
    });
    expect(trades[0]?.quantity).toBeCloseTo(41.6666666667, 9);
    expect(trades[0]?.notional).toBeCloseTo(5_208.3333333, 6);
    expect(trades[0]?.cost).toBeCloseTo(7.8125, 9);
    expect(trades[0]?.fee).toBeCloseTo(5.2083333333, 9);
    expect(result.finalNav).toBeCloseTo(50_000 + 500 * 125 - 7.8125, 6);
  });

  it('measures cost against the NAV at the open before the trades, in bps a year', () => {
    const result = backtest(
      inputsFor(threeBars, { kind: 'threshold', band: 0.04, destination: 'target' }),
    );
    const years = 3 / 8_760;
    expect(result.costBpsPerYear).toBeCloseTo((1e4 * 7.8125) / 112_500 / years, 6);
    expect(result.eventsPerYear).toBeCloseTo(1 / years, 9);
    expect(result.turnoverPerYear).toBeCloseTo(5_208.3333333 / 112_500 / 2 / years, 5);
  });

  it('takes weights after the fills at the closes of the bar before for the tracking error', () => {
    const result = backtest(
      inputsFor(threeBars, { kind: 'threshold', band: 0.04, destination: 'target' }),
    );
    // From bar 0 to 1 there is no drift; from 1 to 2 units are 458.33…, cash 55,200.52…, valued at 120.
    const held = 500 - 41.6666666667;
    const cash = 50_000 + 5_208.3333333 - 7.8125;
    const drift = (held * 120) / (held * 120 + cash) - 0.5;
    const error = drift * (125 / 120 - 1);
    expect(result.trackingErrorPct).toBeCloseTo(100 * Math.sqrt((error ** 2 / 2) * 8_760), 6);
    expect(result.driftRmsPp).toBeCloseTo(100 * Math.sqrt(drift ** 2 / 2), 6);
  });

  it('makes no decision after the last bar but one', () => {
    const result = backtest(
      inputsFor(threeBars.slice(0, 2), { kind: 'threshold', band: 0.04, destination: 'target' }),
    );
    expect(result.eventsPerYear).toBe(0);
  });

  it('scales all buys by one factor when the cash would fall below zero', () => {
    const panel = panelOf(
      barsOf('AAA', [
        [100, 100],
        [100, 130],
        [130, 130],
      ]),
      barsOf('BBB', [
        [100, 100],
        [100, 100],
        [100, 100],
      ]),
    );
    const trades: Trade[] = [];
    const settings = settingsWith({
      targets: { AAA: 0.5, BBB: 0.5 },
      rule: { kind: 'threshold', band: 0.01, destination: 'target' },
    });
    const universe = commonUniverse(panel, { from: origin, to: origin + 3 * hourMs });
    const result = backtest({
      ...{ settings, universe, initialNav: 100_000, start: 'targets' },
      recordFor: () => ({
        trade: (trade) => trades.push(trade),
        close: (_bar, _look, book) => expect(book.cash).toBeGreaterThanOrEqual(-1e-9),
      }),
    });
    // Sold for 7,500; after 15 bps on both sides the buy is 7,500 · .9985 / 1.0015.
    expect(trades.map(({ side }) => side)).toEqual(['sell', 'buy']);
    expect(trades[1]?.notional).toBeCloseTo((7_500 * 0.9985) / 1.0015, 8);
    expect(result.finalNav).toBeCloseTo(115_000 - 11.25 - (trades[1]?.cost as number), 6);
  });

  it('counts drawdown as positive and growth by years of bars', () => {
    const rows = [
      [100, 100],
      [100, 50],
      [50, 75],
    ] as const;
    const result = backtest(inputsFor(rows, { kind: 'calendar', every: 1_000, gate: 0 }));
    expect(result.maxDrawdownPct).toBeCloseTo(25, 9);
    expect(result.cagrPct).toBeCloseTo(100 * (0.875 ** (8_760 / 3) - 1), 9);
  });

  it('refuses a period with fewer than two bars, naming it', () => {
    const panel = panelOf(barsOf('BTC', threeBars));
    expect(() =>
      commonUniverse(panel, { from: origin + hourMs * 2, to: origin + hourMs * 9 }),
    ).toThrow(DataError);
    expect(() =>
      commonUniverse(panel, { from: origin + hourMs * 2, to: origin + hourMs * 9 }),
    ).toThrow(/1 bars in common from 2022-01-01T02:00/);
  });
});
