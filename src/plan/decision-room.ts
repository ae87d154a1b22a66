/** What a decision is made with: the portfolio's markets, its rule and its forecast, made from the settings alone. */
import type { ExpressionParser } from '../base/expression.ts';
import { fullSpreadBps } from '../cost/leg-cost.ts';
import { hasSessions, type Panel } from '../market/panel.ts';
import { withCashFlow } from '../policy/cash-flow.ts';
import { withCooldown } from '../policy/cooldown.ts';
import { createPolicy } from '../policy/create-policy.ts';
import { withLeverageCap } from '../policy/leverage-cap.ts';
import { marginOf } from '../policy/margin.ts';
import type { Policy, PolicyContext } from '../policy/policy.ts';
import type { PolicyRule } from '../policy/settings.ts';
import { createForecastTracker, type ForecastTracker } from '../risk/forecast-tracker.ts';
import { marketsOf, type PlanMarket } from './markets.ts';
import type { ForecastModel, Settings } from './settings.ts';

export type DecisionRoom = {
  readonly context: PolicyContext & { readonly markets: readonly PlanMarket[] };
  /** The rule with its cooldown, on margin with the cap on its leverage, and with the use of what flows in and out. */
  readonly policy: Policy;
  /** The rule alone, for its thresholds. */
  readonly rule: Policy;
  /** What it was made from. */
  readonly ruleSettings: PolicyRule;
};

/**
 * Its markets are new ones, unless it shares those of another room, and so their costs. A parser is needed only where a band
 * is an expression. Errors: ConfigError when it is none.
 */
export function openDecisionRoom(
  settings: Settings,
  given: {
    readonly markets?: readonly PlanMarket[] | undefined;
    readonly parse?: ExpressionParser | undefined;
  } = {},
): DecisionRoom {
  const markets = given.markets ?? marketsOf(settings);
  const { portfolio } = settings;
  const context = {
    symbols: portfolio.symbols,
    targets: Float64Array.from(portfolio.targets),
    cashTarget: portfolio.cashTarget,
    markets,
    margin: marginOf(portfolio),
    // The markets against the quote come first, in the order of the assets.
    spreadBps: (asset: number) => fullSpreadBps(markets[asset] as PlanMarket),
    parse: given.parse,
  };
  const ruleSettings = settings.policy.rule;
  const rule = createPolicy(context, ruleSettings);
  const cooled = withCooldown(rule, context, settings.policy);
  const capped = withLeverageCap(cooled, context);
  return {
    context,
    rule,
    ruleSettings,
    policy: withCashFlow(capped, context, settings.policy.cashFlow),
  };
}

/** The same settings with the goal of the rule reached at a tightness. */
export function atTightness(settings: Settings, tightness: number): Settings {
  const { rule } = settings.policy;
  if (rule.kind !== 'risk-aware' && rule.kind !== 'geometry') return settings;
  return {
    ...settings,
    policy: { ...settings.policy, rule: { ...rule, tightness, goal: null } },
  };
}

/** The forecast of the settings over a panel; null for the model `geometry`, which needs none. */
export function trackerFor(
  settings: Settings,
  panel: Panel,
  options: { trackRanges: boolean },
): ForecastTracker | null {
  const { shrinkage } = settings.forecast;
  const model = modelInUse(settings);
  if (model === 'geometry') return null;
  return createForecastTracker({
    assets: panel.symbols.length,
    intervalMs: panel.intervalMs,
    sessions: hasSessions(panel),
    model,
    shrinkage,
    trackRanges: options.trackRanges,
  });
}

/** The chain of forecasts: where no model has been promoted, ewma60 stands in for the champion. */
export function modelInUse(settings: Settings): Exclude<ForecastModel, 'champion'> {
  const { model } = settings.forecast;
  return model === 'champion' ? 'ewma60' : model;
}
