/** Asks an exchange what it tells of itself and of a key. */
import { type Examination, examineExchange } from '../adapters/ccxt/examine-exchange.ts';
import { ccxtVenues } from '../adapters/ccxt/venues.ts';
import type { ExchangeId } from '../config/venue-settings.ts';
import type { VenueFacts } from '../ports/venue-facts.ts';

/** Errors: VenueError when the exchange cannot be reached. */
export function venueFacts(
  id: ExchangeId,
  examination: Omit<Examination, 'venue'>,
): Promise<VenueFacts> {
  return examineExchange({ ...examination, venue: ccxtVenues[id] });
}
