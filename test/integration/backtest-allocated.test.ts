/** Backtests with targets by an allocator: set walk-forward at their times, tracked and traded to, with fixed and equal ones beside. */
import { describe, expect, it } from 'vitest';
import { scheduleOf } from '../../src/app/targets/target-schedule.ts';
import { type BacktestInputs, backtest } from '../../src/backtest/backtest.ts';
import { targetBenchmarks } from '../../src/backtest/benchmarks.ts';
import type { TargetSchedule } from '../../src/backtest/moving-targets.ts';
import { commonUniverse } from '../../src/backtest/universe.ts';
import type { Candles } from '../../src/market/candles.ts';
import type { AllocatedTargets } from '../../src/plan/allocated-targets.ts';
import type { AllocationSettings } from '../../src/plan/allocation-settings.ts';
import type { Settings } from '../../src/plan/settings.ts';
import { allocationOf } from '../support/allocated.ts';
import {
  barsOf,
  hourMs,
  origin,
  panelOf,
  regionRule,
  settingsWith,
  simulatedSeries,
} from '../support/backtest-worlds.ts';
import { changedFrom } from '../support/changed-candles.ts';

const dayMs = 24 * hourMs;
const symbols = ['BTC', 'ETH', 'SOL'];
const days = 110;
const series = simulatedSeries(symbols, 24 * days);
const range = { from: origin + 70 * dayMs, to: origin + days * dayMs };

const threshold = { kind: 'threshold', band: 0.02, destination: 'target' } as const;

function settingsOf(
  change: Partial<AllocationSettings>,
  rule: Settings['policy']['rule'] = threshold,
) {
  return {
    ...settingsWith({ targets: { BTC: 0.5, ETH: 0.2, SOL: 0.2 }, rule }),
    allocation: allocationOf(3, { every: '0 0 * * 1', ...change }),
  };
}

function scheduled(settings: Settings, candles: readonly Candles[] = series) {
  const universe = commonUniverse(panelOf(...candles), range);
  return scheduleOf(candles, {
    ...{ settings, universe, kind: 'common', learned: undefined, held: null },
  }) as readonly AllocatedTargets[];
}

function inputsOf(settings: Settings, schedule?: TargetSchedule): BacktestInputs {
  const universe = commonUniverse(panelOf(...series), range);
  return { settings, universe, initialNav: 100_000, start: 'targets', schedule };
}

describe('the schedule of a backtest', () => {
  it('begins with the time before the first close, and goes on to the end', () => {
    const found = scheduled(settingsOf({ method: 'erc' }));
    expect(new Date(found[0]?.at ?? 0).toISOString()).toBe('2022-03-07T00:00:00.000Z');
    expect(found.map(({ at }, k) => at - (found[0]?.at ?? 0) - k * 7 * dayMs)).toEqual(
      found.map(() => 0),
    );
    expect(found).toHaveLength(7);
    expect(found.every(({ used }) => used === 'erc')).toBe(true);
  });

  it('knows nothing of later bars', () => {
    const changed = series.map((candles) => changedFrom(candles, origin + 90 * dayMs));
    const settings = settingsOf({ method: 'min-variance', volatilityTarget: 0.3 });
    const [before, after] = [scheduled(settings), scheduled(settings, changed)];
    const known = before.filter(({ at }) => at <= origin + 90 * dayMs);
    expect(after.slice(0, known.length)).toEqual(known);
    expect(after.at(-1)?.targets).not.toEqual(before.at(-1)?.targets);
    const past = settingsOf({
      ...{ method: 'min-variance' },
      covariance: { kind: 'past', care: 'linear', days: 60 },
    });
    expect(scheduled(past, changed).slice(0, known.length)).toEqual(
      scheduled(past).slice(0, known.length),
    );
  });

  it('goes no further than a step from one time to the next', () => {
    const found = scheduled(settingsOf({ method: 'min-variance', maximumStep: 0.01 }));
    for (const [k, { targets }] of found.entries()) {
      targets.forEach((target, i) => {
        const before = found[k - 1]?.targets[i] ?? target;
        expect(Math.abs(target - before)).toBeLessThan(0.01 + 1e-9);
      });
    }
  });

  it('is refused where the past cannot be told', () => {
    const universe = commonUniverse(panelOf(...series), range);
    const request = { universe, learned: undefined, held: null };
    const erc = settingsOf({ method: 'erc' });
    expect(() => scheduleOf(series, { ...request, settings: erc, kind: 'listed' })).toThrow(
      '--universe listed runs with fixed targets only',
    );
    const index = settingsOf({ method: 'market-cap', capitalisations: [3, 2, 1] });
    expect(() => scheduleOf(series, { ...request, settings: index, kind: 'common' })).toThrow(
      'holds those of one day, and the past must not know them',
    );
    const often = settingsOf({ method: 'erc', every: '* * * * *' });
    expect(() => scheduleOf(series, { ...request, settings: often, kind: 'common' })).toThrow(
      'more than 10000 computations',
    );
  });
});

describe('a backtest', () => {
  it.each([threshold, regionRule, { kind: 'calendar', every: 24, gate: 0 }] as const)(
    'on targets that never change is that of fixed ones: $kind',
    (rule) => {
      const settings = settingsOf({ method: 'equal' }, rule);
      const { targets, cashTarget } = settings.portfolio;
      const same = [0, 8, 16, 30].map((day) => ({
        at: range.from + day * dayMs,
        targets,
        cashTarget,
      }));
      const moving = backtest(inputsOf(settings, same));
      expect(moving).toEqual(backtest(inputsOf(settings)));
    },
  );

  it('trades to the new targets, and tracks them from the close of their time on', () => {
    // Flat prices: only the change of targets moves anything.
    const rows = Array.from({ length: 6 }, () => [100, 100] as const);
    const flat = ['BTC', 'ETH', 'SOL'].map((symbol) => barsOf(symbol, rows));
    const settings = settingsOf({}, { kind: 'calendar', every: 1, gate: 0 });
    const schedule = [
      { at: origin, targets: [0.5, 0.2, 0.2], cashTarget: 0.1 },
      { at: origin + 3 * hourMs, targets: [0.2, 0.2, 0.2], cashTarget: 0.4 },
    ];
    const trades: (readonly [number, string, number])[] = [];
    const weights: number[] = [];
    backtest({
      ...inputsOf(settings, schedule),
      universe: commonUniverse(panelOf(...flat), { from: origin, to: origin + 6 * hourMs }),
      recordFor: () => ({
        trade: ({ time, side, notional }) =>
          trades.push([(time - origin) / hourMs, side, notional]),
        close: (_, look) => weights.push(look.weights[0] as number),
      }),
    });
    // Decided at the close of the third bar, filled at the open of the fourth.
    expect(trades[0]?.[0]).toBe(3);
    expect(trades[0]?.[2]).toBeCloseTo(30_000, 6);
    expect(weights[2]).toBeCloseTo(0.5, 9);
    expect(weights[3]).toBeCloseTo(0.2, 3);
  });

  it('that never trades to new targets is further from them', () => {
    const settings = settingsOf({ method: 'erc' });
    const schedule = scheduled(settings);
    const { trackingErrorPct } = backtest(inputsOf(settings, schedule));
    const lazy = { ...settings, policy: { ...settings.policy, rule: { ...threshold, band: 0.9 } } };
    expect(trackingErrorPct).toBeLessThan(backtest(inputsOf(lazy, schedule)).trackingErrorPct);
  });

  it('has fixed and equal targets beside it', () => {
    const settings = settingsOf({ method: 'erc' });
    const inputs = inputsOf(settings, scheduled(settings));
    const [fixed, equal] = targetBenchmarks.map((benchmark) => benchmark.run(inputs));
    expect(fixed).toEqual(backtest(inputsOf(settings)));
    const { portfolio } = settings;
    const even = { ...settings, portfolio: { ...portfolio, targets: [0.3, 0.3, 0.3] } };
    expect(equal?.finalNav).toBeCloseTo(backtest(inputsOf(even)).finalNav, 6);
  });
});
