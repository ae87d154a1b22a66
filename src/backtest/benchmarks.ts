/** What every backtest is held against: doing nothing, buying in slowly, calendars, fixed bands, the same rule without a forecast. */
import type { Settings } from '../plan/settings.ts';
import type { Look, Policy } from '../policy/policy.ts';
import type { PolicyRule } from '../policy/settings.ts';
import { type BacktestInputs, backtest } from './backtest.ts';
import type { BacktestStatistics } from './run.ts';

export type Benchmark = {
  readonly name: string;
  /** The rule that it runs; null when it is none of a configuration. */
  rule(settings: Settings): PolicyRule | null;
  run(inputs: BacktestInputs): BacktestStatistics;
};

export const benchmarks: readonly Benchmark[] = [
  {
    name: 'hold',
    rule: () => null,
    run: (inputs) => backtest({ ...inputs, policy: neverTrade(inputs) }),
  },
  {
    name: 'dca',
    rule: () => null,
    run: (inputs) => backtest({ ...inputs, start: 'cash', policy: buyIn(inputs) }),
  },
  byRule('calendar-daily', { kind: 'calendar', every: '0 0 * * *', gate: 0 }),
  byRule('calendar-weekly', { kind: 'calendar', every: '0 0 * * 1', gate: 0 }),
  byRule('calendar-monthly', { kind: 'calendar', every: '0 0 1 * *', gate: 0 }),
  byRule('fixed-5pp', { kind: 'threshold', band: 0.05, destination: 'target' }),
  byRule('fixed-20pct', { kind: 'threshold-relative', band: 0.2, destination: 'target' }),
  {
    name: 'no-ai',
    rule: withoutForecast,
    run: (inputs) => withRule(inputs, withoutForecast(inputs.settings)),
  },
];

function byRule(name: string, rule: PolicyRule): Benchmark {
  return { name, rule: () => rule, run: (inputs) => withRule(inputs, rule) };
}

function withRule(inputs: BacktestInputs, rule: PolicyRule): BacktestStatistics {
  const { settings } = inputs;
  return backtest({ ...inputs, settings: { ...settings, policy: { ...settings.policy, rule } } });
}

/** The same tightness and event cost with the metric that needs no forecast; other rules use none anyway. */
function withoutForecast({ policy: { rule } }: Settings): PolicyRule {
  return rule.kind === 'risk-aware' ? { ...rule, kind: 'geometry' } : rule;
}

function fixed(inputs: BacktestInputs, decide: Policy['decide']): Policy {
  const multipliers = new Float64Array(inputs.settings.portfolio.symbols.length).fill(1);
  return { multipliers, observe() {}, distance: () => 0, explain: () => [], decide };
}

function neverTrade(inputs: BacktestInputs): Policy {
  return fixed(inputs, () => false);
}

const tranches = 12;

/** A twelfth of the first cash, spread as the targets are, at the close of the first bar of each month. */
function buyIn(inputs: BacktestInputs): Policy {
  const { settings, initialNav, panel, period } = inputs;
  const { targets, cashTarget } = settings.portfolio;
  const invested = 1 - cashTarget;
  let month = monthOf((panel.openTime[period.firstBar] as number) - panel.intervalMs);
  let done = 0;
  return fixed(inputs, (look: Look, flows: Float64Array) => {
    const current = monthOf(look.time - panel.intervalMs);
    if (current === month || done === tranches) return false;
    month = current;
    done++;
    const share = (initialNav * invested) / tranches / look.nav;
    flows.fill(0);
    for (let i = 0; i < targets.length; i++) {
      flows[i] = invested > 0 ? (share * (targets[i] as number)) / invested : 0;
    }
    return true;
  });
}

function monthOf(time: number): number {
  const date = new Date(time);
  return 12 * date.getUTCFullYear() + date.getUTCMonth();
}
