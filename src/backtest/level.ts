/**
 * The tightness that reaches a goal, a cost a year or a tracking error, chosen on the past alone: at the start of each
 * calendar month the policy is run over the year before, and κ is moved until it meets the goal there. Near a solution cost
 * grows about as κ and tracking error falls about as κ^(−4/5), which is what a step assumes.
 */
import { dayMs } from '../base/time.ts';
import { createTradedWindow } from '../cost/traded-window.ts';
import { firstIndexAtOrAfter } from '../market/candles.ts';
import { type Panel, periodsPerYear } from '../market/panel.ts';
import { atTightness, openDecisionRoom } from '../plan/decision-room.ts';
import { createMarketConditions } from '../plan/market-conditions.ts';
import type { PlanMarket } from '../plan/markets.ts';
import type { Settings } from '../plan/settings.ts';
import type { Look, Policy } from '../policy/policy.ts';
import type { Goal, PolicyRule } from '../policy/settings.ts';
import type { RiskForecast } from '../risk/risk-forecast.ts';
import { type ForecastHistory, recordForecasts } from './forecast-history.ts';
import { runStage } from './run.ts';
import { type ForecastSource, stageForecast } from './stage-forecast.ts';
import { stageMargin } from './stage-margin.ts';
import { type StageRun, undisturbed } from './stage-run.ts';
import { type BacktestStatistics, createTally, statisticsOf } from './tally.ts';
import type { Stage } from './universe.ts';

const windowMs = 365 * dayMs;
/** With less past than this the tightness stays as configured. */
const leastWindowMs = 90 * dayMs;
const steps = 6;
const bounds = { low: 1e-3, high: 1e2 };

type RegionRule = Extract<PolicyRule, { kind: 'risk-aware' | 'geometry' }>;

export type LevelledSettings = Settings & {
  readonly policy: { readonly rule: RegionRule & { readonly goal: Goal } };
};

/** Whether the tightness of the settings is to be searched for. */
export function hasGoal(settings: Settings): settings is LevelledSettings {
  const { rule } = settings.policy;
  return (rule.kind === 'risk-aware' || rule.kind === 'geometry') && rule.goal !== null;
}

export type LevelSearch = {
  /** κ for a month by any time in it; the configured one while there is too little past. */
  tightnessAt(time: number): number;
};

/** Bars of the panel after the start of a month have no say in its tightness. */
export function createLevelSearch(
  settings: LevelledSettings,
  { panel, members }: Pick<Stage, 'panel' | 'members'>,
  source: ForecastSource = {},
): LevelSearch {
  const tracker = stageForecast(settings, { panel, members }, source);
  const forecasts = tracker === null ? null : recordForecasts(tracker, panel);
  const perYear = periodsPerYear(panel);
  return {
    tightnessAt(time) {
      const window = windowBefore(panel, startOfMonth(time));
      if (window === undefined) return settings.policy.rule.tightness;
      return search(settings, (tightness) =>
        runWindow({ settings, panel, window, perYear, forecasts, tightness }),
      );
    },
  };
}

type Window = { readonly firstBar: number; readonly lastBar: number };

/** The bars of the year that closed by a time; undefined when there are too few. */
function windowBefore(panel: Panel, time: number): Window | undefined {
  const { openTime, intervalMs } = panel;
  const lastBar = firstIndexAtOrAfter(openTime, time - intervalMs + 1) - 1;
  const firstBar = firstIndexAtOrAfter(openTime, time - windowMs);
  const isLong = lastBar > firstBar && time - (openTime[firstBar] as number) >= leastWindowMs;
  return isLong ? { firstBar, lastBar } : undefined;
}

function runWindow(given: {
  settings: LevelledSettings;
  panel: Panel;
  window: Window;
  perYear: number;
  forecasts: ForecastHistory | null;
  tightness: number;
}): BacktestStatistics {
  const { panel, window, tightness } = given;
  const settings = atTightness(given.settings, tightness);
  const room = openDecisionRoom(settings);
  const { targets, cashTarget } = room.context;
  const row = window.firstBar * targets.length;
  const time = (panel.openTime[window.firstBar] as number) + panel.intervalMs;
  const run: StageRun = {
    ...{ panel, ...window, ended: [] },
    ...{ targets, follow: null },
    markets: room.context.markets,
    margin: stageMargin(settings, room.context),
    policy: room.policy,
    tracker: given.forecasts?.play() ?? null,
    conditions: createMarketConditions(settings, panel, room.context.markets),
    sales: null,
    plan: settings.plan,
    execution: settings.execution,
    handling: undisturbed,
    record: {},
  };
  const book = {
    quantities: targets.map((target, i) => target / (panel.close[row + i] as number)),
    cash: cashTarget,
  };
  const tally = createTally();
  const traded = createTradedWindow();
  runStage(run, { book, lastRebalanceTime: time, previousTime: time, traded }, tally);
  return statisticsOf(tally, given.perYear);
}

/** The tightness, of those tried, that came nearest to the goal. */
function search(
  settings: LevelledSettings,
  run: (tightness: number) => { costBpsPerYear: number; trackingErrorPct: number },
): number {
  const { goal } = settings.policy.rule;
  let tightness = settings.policy.rule.tightness;
  let best = tightness;
  let nearest = Number.POSITIVE_INFINITY;
  for (let step = 0; step < steps; step++) {
    const found = run(tightness);
    // How much tighter it should be, as a factor.
    const factor =
      goal.kind === 'cost'
        ? goal.bpsPerYear / found.costBpsPerYear
        : (found.trackingErrorPct / goal.pctPerYear) ** 1.25;
    const distance = Math.abs(Math.log(factor));
    if (distance < nearest) [nearest, best] = [distance, tightness];
    const next = tightness * (Number.isFinite(factor) && factor > 0 ? factor : 2);
    tightness = Math.min(bounds.high, Math.max(bounds.low, next));
  }
  return best;
}

/** The policy of a portfolio with a goal: that of its rule, at a tightness chosen anew each month, on these markets. */
export function createLevelledPolicy(
  settings: LevelledSettings,
  stage: Pick<Stage, 'panel' | 'members'>,
  { markets, ...source }: ForecastSource & { readonly markets: readonly PlanMarket[] },
): Policy {
  const level = createLevelSearch(settings, stage, source);
  const policyAt = (tightness: number): Policy =>
    openDecisionRoom(atTightness(settings, tightness), { markets }).policy;
  let policy = policyAt(settings.policy.rule.tightness);
  let month = Number.NaN;
  let latest: RiskForecast | null = null;

  const renew = (look: Look): void => {
    const start = startOfMonth(look.time);
    if (start === month) return;
    month = start;
    policy = policyAt(level.tightnessAt(start));
    if (latest !== null) policy.observe(latest);
  };

  return {
    get multipliers() {
      return policy.multipliers;
    },
    distance: (weights) => policy.distance(weights),
    observe(forecast) {
      latest = forecast;
      policy.observe(forecast);
    },
    decide(look, flows) {
      renew(look);
      return policy.decide(look, flows);
    },
    explain(look) {
      renew(look);
      return policy.explain(look);
    },
  };
}

function startOfMonth(time: number): number {
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}
