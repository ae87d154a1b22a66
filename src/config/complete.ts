/** A configuration with nothing left out: what a file says, and the defaults of its use where it is silent. */
import type { ImpactSettings } from '../cost/settings.ts';
import { defaults, marginDefaults, relativeBand, type Use } from './defaults.ts';
import type { ConfigInput } from './schema.ts';
import { isFuturesVenue } from './venue-ids.ts';

type Whole<T> = { readonly [K in keyof T]-?: Exclude<T[K], undefined> };

export type CompleteConfig = {
  readonly [S in keyof ConfigInput]-?: S extends 'portfolio'
    ? ConfigInput['portfolio']
    : Whole<NonNullable<ConfigInput[S]>>;
} & { readonly costs: { readonly impact: ImpactSettings } };

/** The sections of a file with every key that it leaves out. */
export function completeConfig(input: ConfigInput, use: Use): CompleteConfig {
  const base = defaults[use];
  const own = isFuturesVenue(input.venue?.id) ? marginDefaults : undefined;
  return {
    portfolio: input.portfolio,
    venue: { ...base.venue, ...input.venue },
    allocation: { ...base.allocation, ...input.allocation },
    policy: { ...base.policy, ...ownBand(input), ...own?.policy, ...input.policy },
    costs: {
      ...base.costs,
      ...own?.costs,
      ...input.costs,
      impact: { ...base.costs.impact, ...input.costs?.impact },
    },
    markets: { ...base.markets, ...input.markets },
    forecast: { ...base.forecast, ...input.forecast },
    learning: { ...base.learning, ...input.learning },
    limits: { ...base.limits, ...input.limits },
    execution: { ...base.execution, ...input.execution },
    approval: { ...base.approval, ...input.approval },
    autonomy: { ...base.autonomy, ...input.autonomy },
    rails: { ...base.rails, ...input.rails },
    backtest: { ...base.backtest, ...input.backtest },
  } as CompleteConfig;
}

function ownBand(input: ConfigInput): { band?: number } {
  return input.policy?.kind === 'threshold-relative' ? { band: relativeBand } : {};
}
