/** The venues that a configuration may name, and how it may trade there. */

export const venueIds = [
  'simulated',
  'binance',
  'kraken',
  'coinbase',
  'bitvavo',
  'onetrading',
] as const;

export const venueModes = ['paper', 'live', 'advisory'] as const;
