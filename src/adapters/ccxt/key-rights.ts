/** Whether a key is fit to trade with: it reads and trades, and cannot withdraw. */
import { ConfigError } from '../../base/errors.ts';
import type { KeyRights } from '../../ports/venue-facts.ts';
import type { Connection } from './connection.ts';

/** Undefined where the venue, or the host in its place, does not tell. Errors: VenueError. */
export async function readKeyRights({
  venue,
  exchange,
  readIfServed,
}: Connection): Promise<KeyRights | undefined> {
  const { rights } = venue;
  const told = rights === undefined ? 'unknown' : await readIfServed(() => rights(exchange));
  return told === 'unknown' ? undefined : told;
}

/** Errors: ConfigError naming what the key must not be able to do, or must. */
export async function refuseUnsafeKey(
  connection: Connection,
  { acceptUnknown }: { acceptUnknown: boolean },
): Promise<void> {
  const { name } = connection.venue;
  const rights = await readKeyRights(connection);
  if (rights === undefined) {
    if (acceptUnknown) return;
    throw new ConfigError(
      `${name} does not tell what its keys may do: make sure that yours cannot withdraw, then set venue.acceptUnknownKeyRights: true`,
    );
  }
  if (rights.canWithdraw) {
    throw new ConfigError(
      `the key of ${name} may withdraw: make one that may read and trade only, and delete this one`,
    );
  }
  const missing = [rights.canRead ? [] : ['read'], rights.canTrade ? [] : ['trade']].flat();
  if (missing.length > 0) {
    throw new ConfigError(
      `the key of ${name} may not ${missing.join(' and ')}: give it that right`,
    );
  }
}
