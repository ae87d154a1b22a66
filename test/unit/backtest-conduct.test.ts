/** What happens in a backtest beside the policy, by hand: deposits and withdrawals, late orders, missed looks, lots. */
import { describe, expect, it } from 'vitest';
import { type BacktestInputs, backtest } from '../../src/backtest/backtest.ts';
import type { Trade } from '../../src/backtest/book.ts';
import { type Conduct, plainConduct } from '../../src/backtest/conduct.ts';
import { commonUniverse } from '../../src/backtest/universe.ts';
import { parseConfig } from '../../src/config/load.ts';
import { settingsOf } from '../../src/config/settings.ts';
import {
  barsOf,
  hourMs,
  origin,
  panelOf,
  settingsWith,
  simulatedSeries,
} from '../support/backtest-worlds.ts';

type Row = readonly [number, number];

const flat: Row = [100, 100];
const never = { kind: 'threshold', band: 0.9, destination: 'target' } as const;
const narrow = { kind: 'threshold', band: 0.04, destination: 'target' } as const;

function run(
  rows: readonly Row[],
  conduct: Partial<Conduct>,
  change: {
    rule?: BacktestInputs['settings']['policy']['rule'];
    cashFlow?: 'first' | 'ignore';
  } = {},
) {
  const trades: Trade[] = [];
  const settings = settingsWith({ targets: { BTC: 0.5 }, rule: change.rule ?? never });
  const policy = { ...settings.policy, cashFlow: change.cashFlow ?? 'ignore' };
  const statistics = backtest({
    settings: { ...settings, policy },
    universe: commonUniverse(panelOf(barsOf('BTC', rows)), {
      from: origin,
      to: origin + rows.length * hourMs,
    }),
    initialNav: 100_000,
    start: 'targets',
    conduct: { ...plainConduct, ...conduct },
    recordFor: () => ({ trade: (trade) => trades.push(trade) }),
  });
  return { statistics, trades };
}

const at = (bar: number): number => origin + bar * hourMs;

describe('deposits and withdrawals', () => {
  it('enter at the close by which they are due, and are no growth', () => {
    const rows: Row[] = [flat, flat, [100, 200], flat];
    const { statistics } = run(rows, { contributions: [{ at: at(2), notional: 10_000 }] });
    // 500 units: 100,000 + 10,000, then 160,000 at the double price.
    expect(statistics.contributed).toBe(10_000);
    expect(statistics.finalNav).toBeCloseTo(110_000, 6);
    const doubled = run(rows.slice(0, 3), { contributions: [{ at: at(2), notional: 10_000 }] });
    expect(doubled.statistics.finalNav).toBeCloseTo(160_000, 6);
    expect(doubled.statistics.cagrPct).toBeCloseTo(100 * ((160 / 110) ** (8_760 / 3) - 1), 4);
    expect(statistics.maxDrawdownPct).toBeCloseTo(100 * (1 - 110 / 160), 9);
  });

  it('follow a schedule, and one that is not due yet changes nothing', () => {
    const rows = Array.from({ length: 6 }, () => flat);
    const every = '0 */2 * * *';
    const { statistics } = run(rows, { contributions: [{ every, notional: 100 }] });
    // Closes at 02:00, 04:00 and 06:00.
    expect(statistics.contributed).toBe(300);
    const late = run(rows, { contributions: [{ at: at(7), notional: 100 }] });
    expect(late.statistics.contributed).toBe(0);
  });

  it('buys with a deposit at the open after it when flows are used first', () => {
    const rows = [flat, flat, flat];
    const contributions = [{ at: at(1) + hourMs, notional: 10_000 }];
    const used = run([...rows, flat], { contributions }, { cashFlow: 'first' });
    expect(used.trades).toHaveLength(1);
    expect(used.trades[0]).toMatchObject({ side: 'buy', time: at(2) });
    expect(used.trades[0]?.notional).toBeCloseTo(5_000, 6);
    expect(run([...rows, flat], { contributions }).trades).toHaveLength(0);
  });

  it('raises what a withdrawal takes beyond the cash at the next open, costs included', () => {
    const rows = [flat, flat, flat, flat];
    const contributions = [{ at: at(2), notional: -60_000 }];
    const { trades, statistics } = run(rows, { contributions });
    // 10,000 are missing: 10,000 / .9985 are sold for it.
    expect(trades).toMatchObject([{ side: 'sell', time: at(2) }]);
    expect(trades[0]?.notional).toBeCloseTo(10_000 / 0.9985, 6);
    expect(statistics.finalNav).toBeCloseTo(40_000 - (trades[0]?.cost as number), 6);
  });

  it('refuses to withdraw more than there is, with time and worth', () => {
    const contributions = [{ at: at(2), notional: -100_001 }];
    expect(() => run([flat, flat, flat], { contributions })).toThrow(
      /at 2022-01-01T02:00:00.000Z 100001 was to be withdrawn, more than the portfolio was worth \(100000\)/,
    );
  });
});

describe('orders', () => {
  const rows: Row[] = [
    [100, 100],
    [100, 120],
    [120, 120],
    [125, 125],
    [130, 130],
  ];

  it('setting: backtest.delayBars makes orders late by so many bars', () => {
    const times = [0, 1, 2].map(
      (delayBars) => run(rows, { delayBars }, { rule: narrow }).trades[0]?.time,
    );
    expect(times).toEqual([at(2), at(3), at(4)]);
    expect(run(rows, { delayBars: 1 }, { rule: narrow }).trades[0]?.price).toBe(125);
  });

  it('setting: backtest.tradingRules cuts orders to whole lots, and drops what is too small', () => {
    const rulesWith = (minNotional: string) =>
      new Map([
        [
          'BTC/USDT',
          {
            ...{ market: 'BTC/USDT', base: 'BTC', quote: 'USDT', tickSize: '0.01' },
            ...{ stepSize: '0.5', minNotional },
          },
        ],
      ]);
    const all = run(rows, {}, { rule: narrow }).trades[0]?.quantity as number;
    expect(all).toBeCloseTo(500 - 55_000 / 120, 9);
    const cut = run(rows, { rules: rulesWith('5') }, { rule: narrow });
    expect(cut.trades[0]?.quantity).toBe(41.5);
    expect(run(rows, { rules: rulesWith('50000') }, { rule: narrow }).trades).toHaveLength(0);
  });
});

describe('missed looks', () => {
  const panel = panelOf(...simulatedSeries(['BTC', 'ETH'], 24 * 60));
  const universe = commonUniverse(panel, { from: origin, to: at(24 * 60) });

  const eventsWith = (missedLooks: number, seed = 7): { events: number; times: number[] } => {
    const times: number[] = [];
    const statistics = backtest({
      settings: settingsWith({
        targets: { BTC: 0.5, ETH: 0.3 },
        rule: { kind: 'calendar', every: '0 0 * * *', gate: 0 },
      }),
      universe,
      initialNav: 100_000,
      start: 'targets',
      conduct: { ...plainConduct, missedLooks, seed },
      recordFor: () => ({ trade: ({ time }) => times.push(time) }),
    });
    return { events: Math.round((statistics.eventsPerYear * statistics.bars) / 8_760), times };
  };

  it('setting: backtest.missedLooks makes a slot wait for the next look, and drops none', () => {
    const [all, half] = [eventsWith(0), eventsWith(0.5)];
    expect(half.events).toBe(all.events);
    expect(half.times).not.toEqual(all.times);
    expect(eventsWith(1).events).toBe(0);
  });

  it('setting: backtest.seed decides which looks are missed', () => {
    expect(eventsWith(0.5, 7)).toEqual(eventsWith(0.5, 7));
    expect(eventsWith(0.5, 8).times).not.toEqual(eventsWith(0.5, 7).times);
  });
});

describe('the configuration of a backtest', () => {
  const configured = (lines: string) =>
    settingsOf(
      parseConfig(
        `portfolio: { name: core, quote: USDT, targets: { BTC: 50%, cash: 50% } }\nbacktest:\n${lines}`,
        { file: 'test.yaml' },
      ),
      'backtest',
    ).conduct;

  it('setting: backtest.contributions.every, backtest.contributions.at, backtest.contributions.notional say when and how much', () => {
    const { contributions } = configured(
      '  contributions: [{ every: "0 0 1 * *", notional: 500 }, { at: 2021-05-01, notional: -2000 }]',
    );
    expect(contributions).toEqual([
      { every: '0 0 1 * *', notional: 500 },
      { at: Date.UTC(2021, 4, 1), notional: -2_000 },
    ]);
  });

  it.each([
    [
      '  contributions: [{ every: "0 0 1 * *", at: 2021-05-01, notional: 5 }]',
      /either every or at/,
    ],
    ['  contributions: [{ notional: 5 }]', /either every or at/],
    ['  contributions: [{ at: 2021-05-01, notional: 0 }]', /notional.*must not be 0/],
    ['  contributions: [{ every: "at noon", notional: 5 }]', /contributions.0.every.*at noon/],
    ['  missedLooks: 120%', /missedLooks/],
    ['  delayBars: -1', /delayBars/],
  ])('refuses %s', (lines, message) => {
    expect(() => configured(lines)).toThrow(message);
  });
});
