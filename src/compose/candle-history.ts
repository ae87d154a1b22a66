/** Opens the candles of an exchange for a download. */
import { openCandleHistory } from '../adapters/ccxt/candle-history.ts';
import { ccxtVenues } from '../adapters/ccxt/venues.ts';
import type { ExchangeId } from '../config/venue-settings.ts';
import type { CandleHistory } from '../ports/candle-history.ts';

/** Errors: VenueError when the exchange cannot be reached. */
export function openHistory(
  { id, baseUrl, speed }: { id: ExchangeId; baseUrl: string | null; speed: number },
  attention: { readonly signal: AbortSignal; readonly say: (text: string) => void },
): Promise<CandleHistory> {
  return openCandleHistory({ venue: ccxtVenues[id], baseUrl, speed, ...attention });
}
