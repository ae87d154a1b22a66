/** The costs of a configuration, checked against the markets that it trades on. */
import { ConfigError } from '../base/errors.ts';
import type { CostSettings } from '../cost/settings.ts';
import type { CompleteConfig } from './complete.ts';
import { type LoadedConfig, placeOf } from './load.ts';
import { futuresVenueIds } from './venue-ids.ts';

/** `names` are the assets and the direct markets. Errors: ConfigError when rates are for another, or tiers do not rise. */
export function costsOf(
  { costs, markets }: CompleteConfig,
  { names, isOnMargin }: { readonly names: readonly string[]; readonly isOnMargin: boolean },
  config: LoadedConfig,
): CostSettings {
  for (const name of Object.keys(costs.assets)) {
    if (names.includes(name)) continue;
    const where = placeOf(config, `costs.assets.${name}`);
    throw new ConfigError(
      `${where}: costs.assets names ${name}, which is not traded: it must be one of ${names.join(', ')}`,
    );
  }
  costs.feeTiers.forEach(({ volume }, k) => {
    const before = costs.feeTiers[k - 1]?.volume ?? Number.NEGATIVE_INFINITY;
    if (volume > before) return;
    throw new ConfigError(
      `${placeOf(config, 'costs.feeTiers')}: costs.feeTiers.${k}.volume was ${volume}, must be more than the ${before} before it`,
    );
  });
  const funding = config.input.costs?.fundingBpsPerDay;
  if (funding !== undefined && !isOnMargin) {
    const where = placeOf(config, 'costs.fundingBpsPerDay');
    throw new ConfigError(
      `${where}: costs.fundingBpsPerDay was ${funding}; funding is paid on margin only, at ${futuresVenueIds.join(', ')}`,
    );
  }
  return {
    ...costs,
    directHalfSpreadBps: markets.halfSpreadBps,
    assumed: config.input.costs?.takerFeeBps === undefined && costs.feeTiers[0]?.volume !== 0,
  };
}
