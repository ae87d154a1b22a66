/** What an account pays at an exchange, by the best source that the host has: of its markets, else of the account as a whole. */
import type { AccountFees } from '../../ports/venue-facts.ts';
import type { Connection } from './connection.ts';

/** Of the dearest market; null where the host tells none. Errors: VenueError. */
export async function readFees(
  { venue, exchange, readIfServed }: Connection,
  markets: readonly string[],
): Promise<AccountFees | null> {
  const { fees, accountFees } = venue;
  const ofMarkets = await readIfServed(() => fees(exchange, markets));
  if (ofMarkets !== undefined || accountFees === undefined) return ofMarkets ?? null;
  return (await readIfServed(() => accountFees(exchange))) ?? null;
}
