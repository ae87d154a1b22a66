/** A budget or a target sets the tightness from the past alone, in a backtest as in a recommendation. */
import { describe, expect, it } from 'vitest';
import { backtest } from '../../src/backtest/backtest.ts';
import type { Trade } from '../../src/backtest/book.ts';
import { createLevelSearch, hasGoal } from '../../src/backtest/level.ts';
import { commonUniverse } from '../../src/backtest/universe.ts';
import { parseConfig } from '../../src/config/load.ts';
import { settingsOf } from '../../src/config/settings.ts';
import type { Candles } from '../../src/market/candles.ts';
import { head } from '../../src/market/candles.ts';
import { assumedRules } from '../../src/market/trading-rules.ts';
import { recommend } from '../../src/plan/recommend.ts';
import type { Goal, Objective } from '../../src/policy/settings.ts';
import {
  hourMs,
  origin,
  panelOf,
  regionRule,
  settingsWith,
  simulatedSeries,
} from '../support/backtest-worlds.ts';

const days = 600;
const series = simulatedSeries(['BTC', 'ETH', 'SOL'], 24 * days);
const targets = { BTC: 0.4, ETH: 0.3, SOL: 0.2 };

function stageOf(candles: readonly Candles[]) {
  return { panel: panelOf(...candles), members: candles.map((_, i) => i) };
}

function settingsFor(objective: Objective, goal: Goal | null) {
  return settingsWith({ targets, rule: { ...regionRule, objective, goal } });
}

function run(goal: Goal | null, objective: Objective, candles: readonly Candles[] = series) {
  const panel = panelOf(...candles);
  const trades: Trade[] = [];
  const statistics = backtest({
    settings: settingsFor(objective, goal),
    universe: commonUniverse(panel, {
      from: origin + 365 * 24 * hourMs,
      to: origin + days * 24 * hourMs,
    }),
    initialNav: 100_000,
    start: 'targets',
    recordFor: () => ({ trade: (trade) => trades.push(trade) }),
  });
  return { statistics, trades };
}

describe('a goal', () => {
  it('setting: policy.trackingTargetPct holds the tracking error out of sample', {
    timeout: 60_000,
  }, () => {
    const tight = run({ kind: 'tracking', pctPerYear: 1 }, 'tracking-target').statistics;
    const wide = run({ kind: 'tracking', pctPerYear: 3 }, 'tracking-target').statistics;
    expect(tight.trackingErrorPct).toBeGreaterThan(0.7);
    expect(tight.trackingErrorPct).toBeLessThan(1.4);
    expect(wide.trackingErrorPct).toBeGreaterThan(2.1);
    expect(wide.trackingErrorPct).toBeLessThan(4.2);
  });

  it('setting: policy.costBudgetBps spends about the budget out of sample', {
    timeout: 60_000,
  }, () => {
    const { statistics } = run({ kind: 'cost', bpsPerYear: 20 }, 'cost-budget');
    expect(statistics.costBpsPerYear).toBeGreaterThan(12);
    expect(statistics.costBpsPerYear).toBeLessThan(32);
  });

  it('chooses the same tightness from the bars known at a look as in the whole panel', () => {
    const settings = settingsFor('tracking-target', { kind: 'tracking', pctPerYear: 1.5 });
    if (!hasGoal(settings)) throw new Error('the settings have a goal');
    const time = Date.UTC(2023, 3, 17, 5);
    const known = series.map((candles) => head(candles, Math.round((time - origin) / hourMs)));
    const tightnessFrom = (known: readonly Candles[]): number =>
      createLevelSearch(settings, stageOf(known)).tightnessAt(time);
    const whole = tightnessFrom(series);
    expect(tightnessFrom(known)).toBe(whole);
    expect(whole).not.toBe(regionRule.tightness);
  });

  it('leaves the tightness as configured while there is too little past', () => {
    const settings = settingsFor('cost-budget', { kind: 'cost', bpsPerYear: 5 });
    if (!hasGoal(settings)) throw new Error('the settings have a goal');
    const early = createLevelSearch(settings, stageOf(series)).tightnessAt(
      origin + 60 * 24 * hourMs,
    );
    expect(early).toBe(regionRule.tightness);
  });

  it('does not look ahead: changed prices after a time change no trade before it', {
    timeout: 60_000,
  }, () => {
    const goal: Goal = { kind: 'tracking', pctPerYear: 0.4 };
    const bar = 24 * 500;
    const until = origin + bar * hourMs;
    const changed = series.map((candles, k) => {
      const values = (column: Float64Array): Float64Array =>
        column.map((value, i) => (i >= bar && k === 0 ? 2 * value : value));
      return { ...candles, open: values(candles.open), close: values(candles.close) };
    });
    const before = ({ time }: Trade): boolean => time < until;
    const known = run(goal, 'tracking-target').trades.filter(before);
    expect(known.length).toBeGreaterThan(5);
    expect(run(goal, 'tracking-target', changed).trades.filter(before)).toEqual(known);
  });

  it('is said in the reasons of a recommendation, with the tightness that meets it', () => {
    const settings = settingsFor('tracking-target', { kind: 'tracking', pctPerYear: 1.5 });
    const asOf = origin + days * 24 * hourMs;
    const { reasons } = recommend(
      {
        asOf,
        origin: { kind: 'files', directory: 'memory' },
        settings,
        holdings: { BTC: '1', ETH: '10', SOL: '100', USDT: '10000' },
        prices: null,
        candles: [],
        rules: Object.keys(targets).map((symbol) => assumedRules(symbol, 'USDT')),
        rulesAssumed: true,
        issues: [],
        unfit: false,
        tightness: 0.41666,
        lastRebalanceAt: null,
        lastLookAt: null,
      },
      series,
    );
    const goal = '1.5 % of tracking error a year';
    expect(reasons).toContainEqual({ code: 'LEVEL_CHOSEN', tightness: 0.417, goal });
  });

  it('is asked for by its objective unless a tightness is given', () => {
    const text = (policy: string): string =>
      `portfolio: { name: a, quote: USDT, targets: { BTC: 60% } }\npolicy: ${policy}`;
    const ruleOf = (policy: string) =>
      settingsOf(parseConfig(text(policy), { file: 'a.yaml' }), 'live').settings.policy.rule;
    expect(() => ruleOf('{ kind: risk-aware, objective: tracking-target }')).toThrow(
      'a.yaml:2: policy.objective tracking-target needs policy.trackingTargetPct, or a policy.tightness',
    );
    expect(ruleOf('{ kind: risk-aware, objective: cost-budget, costBudgetBps: 12 }')).toMatchObject(
      {
        goal: { kind: 'cost', bpsPerYear: 12 },
      },
    );
    expect(ruleOf('{ kind: risk-aware, objective: cost-budget, tightness: 0.2 }')).toMatchObject({
      goal: null,
      tightness: 0.2,
    });
  });
});
