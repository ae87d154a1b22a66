/** The venue of a configuration, checked: what goes with a simulated market, with an exchange on paper, and with one that is live. */
import { ConfigError } from '../base/errors.ts';
import type { CompleteConfig } from './complete.ts';
import { type LoadedConfig, placeOf } from './load.ts';
import type { venueIds, venueModes } from './venue-ids.ts';

export type VenueId = (typeof venueIds)[number];

/** The venues that are exchanges. */
export type ExchangeId = Exclude<VenueId, 'simulated'>;

export type VenueSettings = {
  readonly id: VenueId;
  readonly mode: (typeof venueModes)[number];
  /** Scheme and host in place of the exchange's own; null: its own. */
  readonly baseUrl: string | null;
  readonly seed: number;
  /** Of the simulated market, or of the clock of a test host. */
  readonly speed: number;
  readonly acceptUnknownKeyRights: boolean;
};

/** Errors: ConfigError when the parts do not fit each other. */
export function venueOf({ venue }: CompleteConfig, config: LoadedConfig): VenueSettings {
  const { id, mode, seed, acceptUnknownKeyRights, baseUrl = null } = venue;
  const isExchange = id !== 'simulated';
  const refuse = (key: string, problem: string): never => {
    throw new ConfigError(`${placeOf(config, `venue.${key}`)}: venue.${key} was ${problem}`);
  };
  if (!isExchange && mode === 'live') {
    refuse('mode', 'live; nothing on the simulated market is real');
  }
  if (!isExchange && baseUrl !== null) {
    refuse('baseUrl', `${baseUrl}; the simulated market has no address`);
  }
  if (mode === 'live' && baseUrl !== null && !isPrivate(baseUrl)) {
    refuse('baseUrl', `${baseUrl}; live, it must be https or on this machine`);
  }
  // The pace of the simulated market says nothing of an exchange; only a test host has a pace of its own.
  const exchangeSpeed = baseUrl === null ? 1 : (config.input.venue?.speed ?? 1);
  const speed = isExchange ? exchangeSpeed : venue.speed;
  return { id, mode, baseUrl, seed, speed, acceptUnknownKeyRights };
}

/** Nobody between can read it: encrypted, or it does not leave the machine. */
function isPrivate(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
