/** What `doctor --venue` finds at an exchange, for the portfolio of the configuration where there is one. */
import type { Diagnosis } from '../app/doctor.ts';
import { examineVenue } from '../app/examine-venue.ts';
import { ConfigError, VenueError } from '../base/errors.ts';
import { venueFacts } from '../compose/venue-facts.ts';
import type { VenueFacts } from '../ports/venue-facts.ts';
import { venueAsked } from './asked-venue.ts';
import type { Call } from './command.ts';
import { secretsOf } from './secrets.ts';

export type VenueCheck = {
  readonly checks: readonly Diagnosis[];
  /** Null where it could not be asked. */
  readonly facts: VenueFacts | null;
  readonly isAway: boolean;
};

export async function checkVenue(call: Call): Promise<VenueCheck> {
  try {
    const { id, baseUrl, speed, configured } = venueAsked(call);
    const { portfolio, directMarkets, costs } = configured?.settings ?? {};
    const isDirectGiven = configured?.directMarketsAreGiven ?? false;
    const facts = await venueFacts(id, {
      ...{ baseUrl, speed, secretOf: secretsOf(call) },
      ...{ quote: portfolio?.quote ?? '', symbols: portfolio?.symbols ?? [] },
      direct: directMarkets ?? [],
    });
    const isLive = configured?.venue.mode === 'live' && configured.venue.id === id;
    const checks = examineVenue(facts, {
      ...{ isLive, speed },
      acceptUnknownKeyRights: configured?.venue.acceptUnknownKeyRights ?? false,
      direct: isDirectGiven && directMarkets !== undefined ? directMarkets : null,
      takerFeeBps: costs === undefined || costs.assumed ? null : costs.takerFeeBps,
      leverage: portfolio?.leverage ?? null,
    });
    return { checks, facts, isAway: false };
  } catch (fault) {
    if (!(fault instanceof VenueError || fault instanceof ConfigError)) throw fault;
    const failed: Diagnosis = { check: 'venue', status: 'fail', found: fault.message };
    return { checks: [failed], facts: null, isAway: fault instanceof VenueError };
  }
}

/** Null where the exchange could not be asked. */
export function venueJson(facts: VenueFacts | null) {
  if (facts === null) return null;
  const { key, isVerified, direct, ...others } = facts;
  return { ...others, verified: isVerified, key, directMarkets: direct };
}
