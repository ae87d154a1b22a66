/** The settings of a configuration: what a file says, completed with the defaults of its use. */

import type { Contribution } from '../backtest/cash-flows.ts';
import type { Conduct } from '../backtest/conduct.ts';
import type { Decimal } from '../base/decimal.ts';
import { ConfigError } from '../base/errors.ts';
import type { RailSettings } from '../plan/rail-settings.ts';
import type { AutonomyLevel, PortfolioSettings, Settings } from '../plan/settings.ts';
import { cronSlots } from '../policy/schedule.ts';
import type { Goal, Objective, PolicyRule, SaleDelay } from '../policy/settings.ts';
import { allocationOf } from './allocation-settings.ts';
import { checkBand } from './band-check.ts';
import { type CompleteConfig, completeConfig } from './complete.ts';
import { costsOf } from './cost-settings.ts';
import type { Use } from './defaults.ts';
import { type LoadedConfig, placeOf } from './load.ts';
import { holdingsOf, portfolioOf } from './portfolio-settings.ts';
import { railsOf } from './rail-settings.ts';
import { type VenueSettings, venueOf } from './venue-settings.ts';

/** How models are kept up to date. */
export type LearningSettings = {
  /** Folder with candles that models are trained on over the API, or folders with them; null: none are. */
  readonly data: string | null;
  /** Whether an alarm of the model in use trains another. */
  readonly challengers: 'alarm' | 'off';
  /** Whether a challenger that passes the gate on days after it was stored is put into use, or only named. */
  readonly promotion: 'manual' | 'automatic';
  /** Whether a model in use that fell behind the one before it makes way for that, or is only named. */
  readonly rollback: 'automatic' | 'manual';
};

export type Configured = {
  readonly settings: Settings;
  readonly venue: VenueSettings;
  readonly autonomy: { readonly level: AutonomyLevel; readonly schedule: string };
  readonly rails: RailSettings;
  readonly learning: LearningSettings;
  /** How backtests are run; the trading rules are those of the folder, or none. */
  readonly conduct: Omit<Conduct, 'rules'> & { readonly tradingRules: 'none' | 'folder' };
  /** Units that a paper account starts with. */
  readonly initialHoldings: Readonly<Record<string, Decimal>>;
  /** Whether the file names them. */
  readonly holdingsAreGiven: boolean;
  /** Whether the file names them, if only none; else an exchange is asked which it has. */
  readonly directMarketsAreGiven: boolean;
};

/** Errors: ConfigError when the parts do not fit each other. */
export function settingsOf(config: LoadedConfig, use: Use): Configured {
  const complete = completeConfig(config.input, use);
  const portfolio = portfolioOf(complete, config);
  checkSchedule('autonomy.schedule', complete.autonomy.schedule, config);
  const directMarkets = directMarketsOf(complete, portfolio, config);
  const allocation = allocationOf(complete, portfolio, config);
  const isOnMargin = portfolio.leverage !== undefined;
  const settings: Settings = {
    portfolio,
    ...(allocation === undefined ? {} : { allocation }),
    costs: costsOf(
      complete,
      { names: [...portfolio.symbols, ...directMarkets], isOnMargin },
      config,
    ),
    directMarkets,
    policy: {
      rule: ruleOf(complete.policy, config),
      cooldownHours: complete.policy.cooldownHours,
      hardBand: complete.policy.hardBand,
      cashFlow: complete.policy.cashFlow,
      saleDelay: saleDelayOf(complete, use, config),
    },
    forecast: complete.forecast,
    plan: complete.limits,
    execution: complete.execution,
    approvalRules: complete.approval.rules.map(({ when, approvers }) => ({
      when: when ?? null,
      approvers,
    })),
  };
  checkBand(settings, config);
  return {
    settings,
    venue: venueOf(complete, config),
    autonomy: complete.autonomy,
    rails: railsOf(complete, portfolio, config),
    learning: { ...complete.learning, data: complete.learning.data ?? null },
    conduct: { ...complete.backtest, contributions: contributionsOf(complete, config) },
    initialHoldings: holdingsOf(complete, portfolio, config),
    directMarketsAreGiven: config.input.markets?.direct !== undefined,
    holdingsAreGiven:
      config.input.portfolio.holdings !== undefined ||
      config.input.venue?.initialCash !== undefined,
  };
}

function contributionsOf({ backtest }: CompleteConfig, config: LoadedConfig): Contribution[] {
  return backtest.contributions.map(({ every, at, notional }, k) => {
    if (every === undefined) return { notional, at: Date.parse(`${at}T00:00:00Z`) };
    checkSchedule(`backtest.contributions.${k}.every`, every, config);
    return { notional, every };
  });
}

/** Outside a backtest nothing waits, so what asks for it is refused. */
function saleDelayOf({ policy }: CompleteConfig, use: Use, config: LoadedConfig): SaleDelay {
  if (use === 'live' && policy.saleDelay === 'gated') {
    throw new ConfigError(
      `${placeOf(config, 'policy.saleDelay')}: policy.saleDelay was gated; outside a backtest it must be off or shadow`,
    );
  }
  return policy.saleDelay;
}

/** Errors: ConfigError that names the place of the schedule. */
function checkSchedule(key: string, expression: string, config: LoadedConfig): void {
  try {
    cronSlots(expression);
  } catch (cause) {
    const problem = (cause as Error).message;
    throw new ConfigError(`${placeOf(config, key)}: ${key}: ${problem}`, { cause });
  }
}

function directMarketsOf(
  { markets }: CompleteConfig,
  { symbols }: PortfolioSettings,
  config: LoadedConfig,
): readonly string[] {
  const known = new Set<string>();
  for (const market of markets.direct) {
    const [base = '', quote = ''] = market.split('/');
    const where = `${placeOf(config, 'markets.direct')}: markets.direct names ${market}`;
    if (base === quote || !symbols.includes(base) || !symbols.includes(quote)) {
      const among = symbols.join(', ');
      throw new ConfigError(`${where}: it must be between two different assets of ${among}`);
    }
    if (known.has(market) || known.has(`${quote}/${base}`)) {
      throw new ConfigError(`${where}: there may be one market between two assets`);
    }
    known.add(market);
  }
  return markets.direct;
}

/** A budget or a target sets the tightness; where the tightness is given instead, there is nothing to search for. */
function goalOf(objective: Objective, { input, origins, file }: LoadedConfig): Goal | null {
  const { costBudgetBps, trackingTargetPct, tightness } = input.policy ?? {};
  const needed = {
    'cost-budget': 'costBudgetBps',
    'tracking-target': 'trackingTargetPct',
  } as const;
  if (objective !== 'cost-budget' && objective !== 'tracking-target') return null;
  const value = objective === 'cost-budget' ? costBudgetBps : trackingTargetPct;
  if (value !== undefined) {
    return objective === 'cost-budget'
      ? { kind: 'cost', bpsPerYear: value }
      : { kind: 'tracking', pctPerYear: value };
  }
  if (tightness !== undefined) return null;
  const where = origins.get('policy.objective') ?? file;
  throw new ConfigError(
    `${where}: policy.objective ${objective} needs policy.${needed[objective]}, or a policy.tightness`,
  );
}

function ruleOf(policy: CompleteConfig['policy'], config: LoadedConfig): PolicyRule {
  const { kind, band, destination, tolerance, every, gate, riskAversion } = policy;
  const { objective, tightness, eventCostBps, rho, multiplier } = policy;
  switch (kind) {
    case 'threshold':
    case 'threshold-relative':
      return { kind, band, destination };
    case 'five-twenty-five':
      return { kind };
    case 'asset-band':
      return { kind, riskAversion, eventCostBps };
    case 'percentage':
      return { kind, tolerance };
    case 'calendar':
      if (typeof every === 'string') checkSchedule('policy.every', every, config);
      return { kind, every, gate, destination };
    case 'geometry':
    case 'risk-aware':
      return {
        ...{ kind, objective, tightness, eventCostBps, rho, multiplier },
        goal: goalOf(objective, config),
      };
  }
}
