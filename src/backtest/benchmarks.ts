/** What every backtest is held against: doing nothing, buying in slowly, calendars, fixed bands, no forecast, what people use. */
import type { PortfolioSettings, Settings } from '../plan/settings.ts';
import { withoutForecast } from '../policy/create-policy.ts';
import type { Look, Policy } from '../policy/policy.ts';
import type { PolicyRule } from '../policy/settings.ts';
import { type BacktestInputs, backtest, type StageRules } from './backtest.ts';
import { type Preset, type PresetWords, presets } from './presets.ts';
import type { BacktestStatistics } from './tally.ts';

export type Benchmark = {
  readonly name: string;
  /** What a preset does and who says so; left out where the name says it. */
  readonly about?: PresetWords;
  /** The rule that it runs; null when it is none of a configuration. */
  rule(settings: Settings): PolicyRule | null;
  run(inputs: BacktestInputs): BacktestStatistics;
};

export const benchmarks: readonly Benchmark[] = [
  {
    name: 'hold',
    rule: () => null,
    run: (inputs) => backtest({ ...inputs, policyFor: neverTrade }),
  },
  {
    name: 'dca',
    rule: () => null,
    run: (inputs) => backtest({ ...inputs, start: 'cash', policyFor: buyIn() }),
  },
  byRule('calendar-daily', { kind: 'calendar', every: '0 0 * * *', gate: 0 }),
  byRule('calendar-weekly', { kind: 'calendar', every: '0 0 * * 1', gate: 0 }),
  byRule('calendar-monthly', { kind: 'calendar', every: '0 0 1 * *', gate: 0 }),
  byRule('fixed-5pp', { kind: 'threshold', band: 0.05, destination: 'target' }),
  byRule('fixed-20pct', { kind: 'threshold-relative', band: 0.2, destination: 'target' }),
  {
    name: 'no-ai',
    rule: ({ policy }) => withoutForecast(policy.rule),
    run: (inputs) => withRule(inputs, withoutForecast(inputs.settings.policy.rule)),
  },
  ...presets.map(byPreset),
];

/** What a portfolio is not held against, and why. */
export type LeftOut = { readonly name: string; readonly why: string };

const onMarginWhy = 'made for portfolios that are never short and borrow nothing';

/** Those that make sense for a portfolio; `leftOut` is absent where all do. */
export function benchmarksOf({ portfolio }: Settings): {
  readonly compared: readonly Benchmark[];
  readonly leftOut?: readonly LeftOut[];
} {
  if (portfolio.leverage === undefined) return { compared: benchmarks };
  return {
    compared: benchmarks.filter(({ about }) => about === undefined),
    leftOut: presets.map(({ name }) => ({ name, why: onMarginWhy })),
  };
}

/** Beside targets that an allocator sets: the same policy on those of the file, and on equal ones; each tracks its own. */
export const targetBenchmarks: readonly Benchmark[] = [
  {
    name: 'fixed-targets',
    rule: ({ policy }) => policy.rule,
    run: onTargets(({ targets }) => targets),
  },
  {
    name: 'equal-targets',
    rule: ({ policy }) => policy.rule,
    run: onTargets(({ targets, cashTarget }) => {
      const weighed = targets.filter((target) => target > 0).length;
      return targets.map((target) => (target > 0 ? (1 - cashTarget) / weighed : 0));
    }),
  },
];

function onTargets(
  targetsOf: (portfolio: PortfolioSettings) => readonly number[],
): Benchmark['run'] {
  return (inputs) => {
    const { portfolio } = inputs.settings;
    const settings = {
      ...inputs.settings,
      portfolio: { ...portfolio, targets: targetsOf(portfolio) },
    };
    return backtest({ ...inputs, settings, schedule: undefined });
  };
}

function byRule(name: string, rule: PolicyRule): Benchmark {
  return { name, rule: () => rule, run: (inputs) => withRule(inputs, rule) };
}

/** Its rule alone: without the cooldown of the settings, and what flows in stays cash until the rule trades. */
function byPreset({ name, title, source, rule, own }: Preset): Benchmark {
  return {
    name,
    about: { title, source },
    rule: () => rule,
    run: (inputs) => {
      const { settings } = inputs;
      const bare = { cooldownHours: 0, cashFlow: 'ignore' } as const;
      const policy = { ...settings.policy, ...bare, rule: rule ?? settings.policy.rule };
      return backtest({ ...inputs, ...own, settings: { ...settings, policy } });
    },
  };
}

function withRule(inputs: BacktestInputs, rule: PolicyRule): BacktestStatistics {
  const { settings } = inputs;
  return backtest({ ...inputs, settings: { ...settings, policy: { ...settings.policy, rule } } });
}

function fixed({ settings }: StageRules, decide: Policy['decide']): Policy {
  const multipliers = new Float64Array(settings.portfolio.symbols.length).fill(1);
  return { multipliers, observe() {}, distance: () => 0, explain: () => [], decide };
}

/** Nothing is traded but what flows in and out: deposits are spread as the targets are, withdrawals as the holdings. */
function neverTrade(rules: StageRules): Policy {
  return fixed(rules, (look, flows) => {
    const flow = (look.cashFlow ?? 0) / look.nav;
    if (flow !== 0) spread(flow, flow > 0 ? rules.settings.portfolio.targets : look.weights, flows);
    return flow !== 0;
  });
}

/** A share of NAV into (or out of) assets against cash. */
function spread(share: number, weights: ArrayLike<number>, flows: Float64Array): void {
  flows.fill(0);
  for (let i = 0; i < weights.length; i++) flows[i] = share * (weights[i] as number);
}

const tranches = 12;

/**
 * A twelfth of the first cash, spread as the targets are, at the close of the first bar of each month; deposits as they
 * come.
 */
function buyIn(): (rules: StageRules) => Policy {
  let month = Number.NaN;
  let done = 0;
  return (rules) => {
    const { settings, stage, initialNav } = rules;
    const { intervalMs, openTime } = stage.panel;
    const monthBefore = monthOf((openTime[stage.firstBar] as number) - intervalMs);
    if (Number.isNaN(month)) month = monthBefore;
    return fixed(rules, (look: Look, flows: Float64Array) => {
      const current = monthOf(look.time - intervalMs);
      let invested = look.cashFlow ?? 0;
      if (current !== month && done < tranches) {
        month = current;
        done++;
        invested += initialNav / tranches;
      }
      if (invested === 0) return false;
      const isOut = invested < 0;
      spread(invested / look.nav, isOut ? look.weights : settings.portfolio.targets, flows);
      return true;
    });
  };
}

function monthOf(time: number): number {
  const date = new Date(time);
  return 12 * date.getUTCFullYear() + date.getUTCMonth();
}
