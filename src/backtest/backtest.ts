/** A backtest of one portfolio: the policy of the settings, or a benchmark, through all stages of a universe. */
import { DataError } from '../base/errors.ts';
import type { ExpressionParser } from '../base/expression.ts';
import { createRandom } from '../base/random.ts';
import { createTradedWindow } from '../cost/traded-window.ts';
import { type DecisionRoom, openDecisionRoom } from '../plan/decision-room.ts';
import { createMarketConditions } from '../plan/market-conditions.ts';
import type { PlanMarket } from '../plan/markets.ts';
import type { Settings } from '../plan/settings.ts';
import { needsForecast } from '../policy/create-policy.ts';
import type { Policy } from '../policy/policy.ts';
import type { Account } from './book.ts';
import { createCashFlows } from './cash-flows.ts';
import { type Conduct, plainConduct } from './conduct.ts';
import { createLevelledPolicy, hasGoal } from './level.ts';
import { createMovingTargets, settingsAt, type TargetSchedule } from './moving-targets.ts';
import { runStage } from './run.ts';
import type { SaleWatch } from './sale-watch.ts';
import { type ForecastSource, stageForecast } from './stage-forecast.ts';
import { stageMargin } from './stage-margin.ts';
import type { Handling, RunRecord } from './stage-run.ts';
import { createStageSales } from './stage-sales.ts';
import { type BacktestStatistics, createTally, statisticsOf } from './tally.ts';
import { type Stage, settingsFor, type Universe } from './universe.ts';

export type Start =
  | 'targets'
  | 'cash'
  /** Units of every asset of the portfolio, and of the quote. */
  | { readonly quantities: Float64Array; readonly cash: number };

/** What one stage is run with. */
export type StageRules = {
  readonly settings: Settings;
  readonly room: DecisionRoom;
  readonly stage: Stage;
  readonly initialNav: number;
};

export type BacktestInputs = ForecastSource & {
  readonly settings: Settings;
  readonly universe: Universe;
  readonly initialNav: number;
  readonly start: Start;
  /** Needed where a band of the settings is an expression. */
  readonly parse?: ExpressionParser;
  readonly conduct?: Conduct;
  /** What an allocator set, and when; absent where targets are those of the settings. */
  readonly schedule?: TargetSchedule | undefined;
  /** Makes the policy of a stage, for benchmarks that are no rule of a configuration. */
  readonly policyFor?: (rules: StageRules) => Policy;
  /** The markets of a stage, made of those of the settings, for a policy that trades on others. */
  readonly marketsFor?: (markets: readonly PlanMarket[]) => readonly PlanMarket[];
  readonly recordFor?: (stage: Stage) => RunRecord;
  /** Told of all sales, and may delay them; none for a benchmark. */
  readonly watch?: SaleWatch | null;
};

/** Errors: DataError when the first holdings cannot be valued, or more is withdrawn than there is. */
export function backtest(inputs: BacktestInputs): BacktestStatistics {
  const { universe } = inputs;
  const handling = handlingOf(inputs.conduct ?? plainConduct);
  const tally = createTally();
  const { quantities: units, cash } = firstUnits(inputs);
  const start = closeOfFirst(universe.stages[0] as Stage);
  let account: Account = {
    book: { quantities: units, cash },
    lastRebalanceTime: start,
    previousTime: start,
    traded: createTradedWindow(),
  };
  for (const stage of universe.stages) {
    const quantities = Float64Array.from(stage.members, (i) => units[i] as number);
    account = { ...account, book: { quantities, cash: account.book.cash } };
    runStage(stageRun(inputs, stage, handling), account, tally);
    stage.members.forEach((i, k) => {
      units[i] = stage.ended.includes(k) ? 0 : (quantities[k] as number);
    });
    if (!(tally.nav > 0)) break;
  }
  return statisticsOf(tally, universe.periodsPerYear);
}

function stageRun(inputs: BacktestInputs, stage: Stage, handling: Handling) {
  const settings = settingsFor(settingsAtFirst(inputs, stage), stage);
  const room = openDecisionRoom(settings, { parse: inputs.parse });
  const { markets } = room.context;
  const { policyFor, marketsFor, initialNav, schedule, watch = null } = inputs;
  const usesForecast = policyFor === undefined && needsForecast(settings.policy.rule);
  const policyIn = (own: Settings, ownRoom: DecisionRoom): Policy =>
    policyFor?.({ settings: own, room: ownRoom, stage, initialNav }) ??
    policyOf(inputs, own, stage, ownRoom);
  const { context } = room;
  const moving =
    schedule &&
    createMovingTargets(schedule, { settings, context, time: closeOfFirst(stage) }, (own) =>
      policyIn(own, openDecisionRoom(own, { markets, parse: inputs.parse })),
    );
  const policy = moving?.policy ?? policyIn(settings, room);
  const sold = { context: moving?.context ?? context };
  return {
    ...stage,
    targets: context.targets,
    follow: moving?.follow ?? null,
    markets: marketsFor?.(markets) ?? markets,
    margin: stageMargin(settings, context),
    policy,
    sales: watch && createStageSales({ watch, stage, policy, room: sold, settings }),
    tracker: usesForecast ? stageForecast(settings, stage, inputs) : null,
    conditions: createMarketConditions(settings, stage.panel, markets),
    plan: settings.plan,
    execution: settings.execution,
    handling,
    record: inputs.recordFor?.(stage) ?? {},
  };
}

function closeOfFirst({ panel, firstBar }: Stage): number {
  return (panel.openTime[firstBar] as number) + panel.intervalMs;
}

function settingsAtFirst({ settings, schedule }: BacktestInputs, stage: Stage): Settings {
  return settingsAt(settings, schedule, closeOfFirst(stage));
}

function policyOf(
  inputs: BacktestInputs,
  settings: Settings,
  stage: Stage,
  { policy, context }: DecisionRoom,
): Policy {
  if (!hasGoal(settings)) return policy;
  return createLevelledPolicy(settings, stage, {
    markets: context.markets,
    learned: inputs.learned,
  });
}

function handlingOf(conduct: Conduct): Handling {
  const { delayBars, missedLooks, seed, contributions, rules } = conduct;
  const random = createRandom(seed);
  return {
    delayBars,
    isMissed: missedLooks > 0 ? () => random.uniform() < missedLooks : null,
    flows: contributions.length > 0 ? createCashFlows(contributions) : null,
    lots: rules,
  };
}

/** What is held at the close of the first bar, by asset of the portfolio. */
function firstUnits(inputs: BacktestInputs): { quantities: Float64Array; cash: number } {
  const { start, initialNav, universe, settings } = inputs;
  const { symbols } = settings.portfolio;
  const stage = universe.stages[0] as Stage;
  if (typeof start === 'object') {
    symbols.forEach((symbol, i) => {
      if (stage.members.includes(i) || start.quantities[i] === 0) return;
      throw new DataError(`${symbol} is held at first, but has no price then`);
    });
    return { quantities: start.quantities.slice(), cash: start.cash };
  }
  const quantities = new Float64Array(symbols.length);
  if (start === 'cash') return { quantities, cash: initialNav };
  const { portfolio } = settingsFor(settingsAtFirst(inputs, stage), stage);
  const row = stage.firstBar * stage.members.length;
  stage.members.forEach((i, k) => {
    quantities[i] =
      ((portfolio.targets[k] as number) * initialNav) / (stage.panel.close[row + k] as number);
  });
  return { quantities, cash: initialNav * portfolio.cashTarget };
}
