/** Periods run one after the other: what they end with is carried on, and joined they are one run. */
import { describe, expect, it } from 'vitest';
import { backtest, type Start } from '../../src/backtest/backtest.ts';
import { createCostBlocks } from '../../src/backtest/cost-blocks.ts';
import {
  averaged,
  fromCloseBefore,
  joined,
  runNextPeriod,
} from '../../src/backtest/next-periods.ts';
import type { BacktestStatistics } from '../../src/backtest/tally.ts';
import { commonUniverse, type Range, type Universe } from '../../src/backtest/universe.ts';
import { panelAt, partOf } from '../../src/backtest/universe-part.ts';
import {
  hourMs,
  origin,
  panelOf,
  regionRule,
  settingsWith,
  simulatedSeries,
} from '../support/backtest-worlds.ts';

const dayMs = 24 * hourMs;
const end = origin + 120 * dayMs;
const panel = panelOf(...simulatedSeries(['BTC', 'ETH', 'PAXG'], 120 * 24));
const universe = commonUniverse(panel, { from: origin, to: end });
const settings = settingsWith({ targets: { BTC: 0.4, ETH: 0.3, PAXG: 0.2 }, rule: regionRule });
const inputs = { settings, universe, initialNav: 100_000, start: 'targets' as Start };
const periods: readonly Range[] = [40, 70, 95].map((day, k, days) => ({
  from: origin + day * dayMs,
  to: k + 1 < days.length ? origin + (days[k + 1] as number) * dayMs : end,
}));

describe('next periods', () => {
  const whole = fromCloseBefore(universe, { from: (periods[0] as Range).from, to: end });
  const alone = backtest({ ...inputs, universe: partOf(universe, whole) });
  const found: BacktestStatistics[] = [];
  let start: Start = 'targets';
  for (const period of periods) {
    const next = runNextPeriod({ ...inputs, start }, period);
    found.push(next.statistics);
    start = next.end;
  }

  it('with one rule are, joined, the one run that they are parts of', () => {
    const figures = joined(found);
    expect(figures.costBpsPerYear).toBeCloseTo(alone.costBpsPerYear, 9);
    expect(figures.trackingErrorPct).toBeCloseTo(alone.trackingErrorPct, 9);
    expect(figures.eventsPerYear).toBeCloseTo(alone.eventsPerYear, 9);
    expect(figures.turnoverPerYear).toBeCloseTo(alone.turnoverPerYear, 9);
    expect(alone.eventsPerYear).toBeGreaterThan(20);
  });

  it('begin with the NAV that the one before ended with, at the close before their first bar', () => {
    expect(found.map(({ initialNav }) => initialNav).slice(1)).toEqual(
      found.map(({ finalNav }) => expect.closeTo(finalNav, 6)).slice(0, -1),
    );
    expect(whole.from).toBe((periods[0] as Range).from - hourMs);
  });

  it('that overlap are averaged, tracking errors by their squares', () => {
    const of = (costBpsPerYear: number, trackingErrorPct: number): BacktestStatistics => ({
      ...alone,
      ...{ costBpsPerYear, trackingErrorPct, eventsPerYear: 10, turnoverPerYear: 1 },
    });
    const { costBpsPerYear, trackingErrorPct } = averaged([of(10, 1), of(20, 7)]);
    expect(costBpsPerYear).toBe(15);
    expect(trackingErrorPct).toBeCloseTo(5, 9);
  });
});

describe('a part of a universe', () => {
  it('is what the universe of that range would be', () => {
    const range = { from: origin + 10 * dayMs, to: origin + 20 * dayMs };
    expect(partOf(universe, range)).toEqual(commonUniverse(panel, range));
  });

  /** ETH joins at the close of day 50 and ends with day 90, where it is worth nothing. */
  const both = panelOf(...simulatedSeries(['BTC', 'ETH'], 120 * 24));
  const one = panelOf(...simulatedSeries(['BTC'], 120 * 24));
  const staged: Universe = {
    ...universe,
    stages: [
      { panel: one, firstBar: 0, lastBar: 50 * 24, members: [0], ended: [] },
      { panel: both, firstBar: 50 * 24, lastBar: 90 * 24, members: [0, 1], ended: [1] },
      { panel: one, firstBar: 90 * 24, lastBar: 120 * 24 - 1, members: [0], ended: [] },
    ],
  };
  const membersOf = (fromDay: number, toDay: number) =>
    partOf(staged, { from: origin + fromDay * dayMs, to: origin + toDay * dayMs }).stages.map(
      ({ members, ended }) => [members, ended],
    );

  it('holds the stages that reach into it, and the end of an asset only where it lies in it', () => {
    expect(membersOf(10, 40)).toEqual([[[0], []]]);
    expect(membersOf(10, 60)).toEqual([
      [[0], []],
      [[0, 1], []],
    ]);
    expect(membersOf(50, 90)).toEqual([[[0, 1], []]]);
    expect(membersOf(60, 120)).toEqual([
      [[0, 1], [1]],
      [[0], []],
    ]);
  });

  it('knows at a time the assets that were there before it', () => {
    const at = (day: number) => panelAt(staged, origin + day * dayMs).symbols;
    expect([at(40), at(50), at(51), at(91)]).toEqual([['BTC'], ['BTC'], ['BTC', 'ETH'], ['BTC']]);
  });
});

describe('costs by block', () => {
  it('add up to the cost of the run, each where its fills are', () => {
    const range = { from: origin + 20 * dayMs, to: origin + 80 * dayMs };
    const { costs, record } = createCostBlocks(range, 4);
    const part = partOf(universe, range);
    const times: number[] = [];
    const { costBpsPerYear, bars } = backtest({
      ...inputs,
      universe: part,
      recordFor: () => ({
        close: record.close,
        trade: (trade) => {
          times.push(trade.time);
          record.trade(trade);
        },
      }),
    });
    const total = costs.reduce((sum, cost) => sum + cost, 0);
    // NAV is taken an hour earlier, at the close before the fill.
    expect((1e4 * total) / (bars / part.periodsPerYear) / costBpsPerYear).toBeCloseTo(1, 2);
    costs.forEach((cost, block) => {
      const inBlock = times.filter(
        (time) => Math.floor((time - range.from) / (15 * dayMs)) === block,
      );
      expect(cost > 0).toBe(inBlock.length > 0);
    });
  });
});
