/** The exchanges that Ballast trades on through ccxt. */
import { binance } from './binance.ts';
import { binanceUsdm } from './binance-usdm.ts';
import { bitvavo } from './bitvavo.ts';
import { coinbase } from './coinbase.ts';
import { kraken } from './kraken.ts';
import { onetrading } from './onetrading.ts';
import type { CcxtVenueId, VenueQuirks } from './venue-quirks.ts';

export const ccxtVenues: Readonly<Record<CcxtVenueId, VenueQuirks>> = {
  binance,
  kraken,
  coinbase,
  bitvavo,
  onetrading,
  binanceusdm: binanceUsdm,
};
