/** The exchanges that Ballast trades on through ccxt. */
import { binance } from './binance.ts';
import type { CcxtVenueId, VenueQuirks } from './venue-quirks.ts';

export const ccxtVenues: Readonly<Record<CcxtVenueId, VenueQuirks>> = { binance };
