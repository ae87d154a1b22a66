/** The safety rails of a configuration, refused where one could never hold. */
import { ConfigError } from '../base/errors.ts';
import type { RailSettings } from '../plan/rail-settings.ts';
import type { PortfolioSettings } from '../plan/settings.ts';
import type { CompleteConfig } from './complete.ts';
import { type LoadedConfig, placeOf } from './load.ts';

/** Errors: ConfigError when a market is named that is not between what the portfolio holds. */
export function railsOf(
  { rails }: CompleteConfig,
  { symbols, quote }: PortfolioSettings,
  config: LoadedConfig,
): RailSettings {
  const { markets = null, ...limits } = rails;
  const held = [...symbols, quote];
  const strange = markets?.find((market) => market.split('/').some((side) => !held.includes(side)));
  if (strange === undefined) return { markets, ...limits };
  throw new ConfigError(
    `${placeOf(config, 'rails.markets')}: rails.markets names ${strange}; it must be between two of ${held.join(', ')}`,
  );
}
