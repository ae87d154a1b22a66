/** A backtest of one portfolio: the policy of the settings, or a benchmark, from target weights at the first bar. */
import { DataError } from '../base/errors.ts';
import { firstIndexAtOrAfter } from '../market/candles.ts';
import { type Panel, periodsPerYear } from '../market/panel.ts';
import { openDecisionRoom, trackerFor } from '../plan/decision-room.ts';
import type { Settings } from '../plan/settings.ts';
import type { Policy } from '../policy/policy.ts';
import type { PolicyKind } from '../policy/settings.ts';
import type { ForecastTracker } from '../risk/forecast-tracker.ts';
import { withForesight } from './foresight.ts';
import { createLevelledPolicy, hasGoal } from './level.ts';
import { type BacktestRun, type BacktestStatistics, runBacktest } from './run.ts';

export type Period = {
  /** First and last bar by position; both are part of the run. */
  readonly firstBar: number;
  readonly lastBar: number;
  readonly periodsPerYear: number;
};

/** The bars of a panel that open in [from, to). Errors: DataError when there are fewer than two. */
export function periodOf(panel: Panel, range: { from: number; to: number }): Period {
  const firstBar = firstIndexAtOrAfter(panel.openTime, range.from);
  const lastBar = firstIndexAtOrAfter(panel.openTime, range.to) - 1;
  if (lastBar - firstBar < 1) {
    const [from, to] = [range.from, range.to].map((time) => new Date(time).toISOString());
    throw new DataError(
      `the assets have ${Math.max(0, lastBar - firstBar + 1)} bars in common from ${from} to ${to}, a backtest needs at least 2`,
    );
  }
  const openTime = panel.openTime.subarray(firstBar, lastBar + 1);
  return {
    firstBar,
    lastBar,
    periodsPerYear: periodsPerYear({ intervalMs: panel.intervalMs, openTime }),
  };
}

export type Start =
  | 'targets'
  | 'cash'
  | { readonly quantities: Float64Array; readonly cash: number };

export type BacktestInputs = {
  readonly settings: Settings;
  readonly panel: Panel;
  readonly period: Period;
  readonly initialNav: number;
  readonly start: Start;
  /** Puts the future in place of the forecast: a yardstick, never a policy. */
  readonly foresight?: boolean;
  /** Replaces the rule of the settings, for benchmarks that are no rule of a configuration. */
  readonly policy?: Policy;
  readonly record?: BacktestRun['record'];
};

/** The rules whose thresholds follow a forecast. */
const needsForecast: ReadonlySet<PolicyKind> = new Set(['risk-aware', 'asset-band']);

export function backtest(inputs: BacktestInputs): BacktestStatistics {
  const { settings, panel, period } = inputs;
  const room = openDecisionRoom(settings);
  const usesForecast = inputs.policy === undefined && needsForecast.has(settings.policy.rule.kind);
  return runBacktest({
    panel,
    firstBar: period.firstBar,
    lastBar: period.lastBar,
    periodsPerYear: period.periodsPerYear,
    targets: room.context.targets,
    markets: room.context.markets,
    policy: inputs.policy ?? policyOf(inputs, room.policy),
    tracker: usesForecast ? forecastOf(inputs) : null,
    plan: settings.plan,
    execution: settings.execution,
    initial: initialHoldings(inputs, room.context.targets),
    record: inputs.record ?? {},
  });
}

function policyOf({ settings, panel }: BacktestInputs, policy: Policy): Policy {
  return hasGoal(settings) ? createLevelledPolicy(settings, panel) : policy;
}

function forecastOf({ settings, panel, foresight }: BacktestInputs): ForecastTracker | null {
  const tracker = trackerFor(settings, panel, { trackRanges: false });
  return tracker !== null && foresight === true ? withForesight(tracker, panel) : tracker;
}

function initialHoldings(
  inputs: BacktestInputs,
  targets: Float64Array,
): { quantities: Float64Array; cash: number } {
  const { start, initialNav, panel, period, settings } = inputs;
  if (typeof start === 'object') return start;
  if (start === 'cash') return { quantities: new Float64Array(targets.length), cash: initialNav };
  const row = period.firstBar * targets.length;
  return {
    quantities: targets.map(
      (target, i) => (target * initialNav) / (panel.close[row + i] as number),
    ),
    cash: initialNav * settings.portfolio.cashTarget,
  };
}
