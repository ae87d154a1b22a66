/** The exchange that a command asks: the one that its options name, else that of the configuration. */
import { ConfigError } from '../base/errors.ts';
import type { Configured } from '../config/settings.ts';
import { venueIds } from '../config/venue-ids.ts';
import type { ExchangeId } from '../config/venue-settings.ts';
import type { Call } from './command.ts';
import { configuredFor, hasConfig } from './configured.ts';

export type AskedVenue = {
  readonly id: ExchangeId;
  /** Null: the exchange's own. */
  readonly baseUrl: string | null;
  readonly speed: number;
  /** Null where there is no configuration. */
  readonly configured: Configured | null;
};

/** Errors: ConfigError when no exchange is named, or the address is none. */
export function venueAsked(call: Call): AskedVenue {
  const isAsked = hasConfig(call) || call.overrides.length > 0;
  const configured = isAsked ? configuredFor(call, { use: 'live' }) : null;
  const own = configured?.venue;
  const id = exchangeOf(call.text('venue') || own?.id);
  const isOwn = id === own?.id;
  return {
    id,
    baseUrl: addressOf(call.text('base-url')) ?? (isOwn ? own.baseUrl : null),
    speed: isOwn ? own.speed : 1,
    configured,
  };
}

function exchangeOf(id: string | undefined): ExchangeId {
  const known = venueIds.filter((each) => each !== 'simulated');
  const found = known.find((each) => each === id);
  if (found !== undefined) return found;
  const was = id === undefined ? 'and there is no configuration that names it' : `was ${id}`;
  throw new ConfigError(`--venue must be one of ${known.join(', ')}, ${was}`);
}

function addressOf(text: string | undefined): string | undefined {
  if (text === undefined || (URL.canParse(text) && /^https?:/.test(text))) return text;
  throw new ConfigError(`--base-url must be an address such as https://example.org, was ${text}`);
}
