/** The benchmarks that stand beside every backtest. */
import { describe, expect, it } from 'vitest';
import { backtest } from '../../src/backtest/backtest.ts';
import { benchmarks } from '../../src/backtest/benchmarks.ts';
import { presets } from '../../src/backtest/presets.ts';
import { commonUniverse } from '../../src/backtest/universe.ts';
import {
  hourMs,
  origin,
  panelOf,
  regionRule,
  settingsWith,
  simulatedSeries,
} from '../support/backtest-worlds.ts';

const bars = 24 * 400;
const panel = panelOf(...simulatedSeries(['BTC', 'ETH', 'PAXG'], bars));
const inputs = {
  settings: settingsWith({ targets: { BTC: 0.4, ETH: 0.3, PAXG: 0.2 }, rule: regionRule }),
  universe: commonUniverse(panel, { from: origin + 30 * 24 * hourMs, to: origin + bars * hourMs }),
  initialNav: 100_000,
  start: 'targets',
} as const;
const run = (name: string) => {
  const found = benchmarks.find((benchmark) => benchmark.name === name);
  if (found === undefined) throw new Error(`no benchmark ${name}`);
  return found.run(inputs);
};

describe('benchmarks', () => {
  it('are eight of our own, then what people use today', () => {
    expect(benchmarks.map(({ name }) => name)).toEqual([
      'hold',
      'dca',
      'calendar-daily',
      'calendar-weekly',
      'calendar-monthly',
      'fixed-5pp',
      'fixed-20pct',
      'no-ai',
      ...presets.map(({ name }) => name),
    ]);
  });

  it('hold never trades and ends at its holdings times the last closes', () => {
    const result = run('hold');
    const first = 30 * 24 * 3;
    const last = (bars - 1) * 3;
    const growth = (asset: number): number =>
      (panel.close[last + asset] as number) / (panel.close[first + asset] as number);
    expect(result.eventsPerYear).toBe(0);
    expect(result.costBpsPerYear).toBe(0);
    const expected = 1e5 * (0.4 * growth(0) + 0.3 * growth(1) + 0.2 * growth(2) + 0.1);
    expect(result.finalNav).toBeCloseTo(expected, 6);
  });

  it('calendars trade once a day, once a week and once a month', () => {
    // From 31 January 2022, 00:00, to 5 February 2023, 00:00: 370 days.
    const years = 370 / 365;
    expect(run('calendar-daily').eventsPerYear * years).toBeCloseTo(369, 6);
    expect(run('calendar-weekly').eventsPerYear * years).toBeCloseTo(52, 6);
    expect(run('calendar-monthly').eventsPerYear * years).toBeCloseTo(13, 6);
  });

  it('dca invests a twelfth at the first bar of each month until all is invested', () => {
    const fills = new Map<number, number>();
    const dca = benchmarks.find(({ name }) => name === 'dca');
    dca?.run({
      ...inputs,
      recordFor: () => ({
        trade: ({ time, notional }) => fills.set(time, (fills.get(time) ?? 0) + notional),
      }),
    });
    expect(fills.size).toBe(12);
    // Decided at the close of the first bar of a month, so filled at the open of its second.
    expect(
      [...fills.keys()].every((time) => new Date(time).toISOString().endsWith('-01T01:00:00.000Z')),
    ).toBe(true);
    for (const notional of fills.values()) expect(notional / (90_000 / 12)).toBeCloseTo(1, 1);
  });

  it('no-ai is the same rule with the metric that needs no forecast', () => {
    const { settings } = inputs;
    const rule = { ...regionRule, kind: 'geometry' } as const;
    const geometry = backtest({
      ...inputs,
      settings: { ...settings, policy: { ...settings.policy, rule } },
    });
    expect(run('no-ai')).toEqual(geometry);
    expect(run('no-ai')).not.toEqual(backtest(inputs));
  });
});
