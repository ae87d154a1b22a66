/** The venues that a configuration may name, and how it may trade there. */

/** Where positions are on margin: weights may be below zero, and add up to more than one. */
export const futuresVenueIds = ['binanceusdm'] as const;

export const venueIds = [
  'simulated',
  'binance',
  'kraken',
  'coinbase',
  'bitvavo',
  'onetrading',
  ...futuresVenueIds,
] as const;

export const venueModes = ['paper', 'live', 'advisory'] as const;

export function isFuturesVenue(id: string | undefined): boolean {
  return (futuresVenueIds as readonly (string | undefined)[]).includes(id);
}
