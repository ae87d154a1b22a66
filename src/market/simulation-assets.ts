/**
 * The assets of the simulated market. Names and rough levels are borrowed from real ones so that a page reads
 * naturally; every price, volume and book is made up by a seeded generator.
 */

export type SimulatedAsset = {
  readonly symbol: string;
  /** Where the price starts and, over years, is drawn back to; in quote units. */
  readonly level: number;
  /** Places after the point of its prices and volumes. */
  readonly priceDecimals: number;
  readonly volumeDecimals: number;
  /** Loadings on the market factor and on the factor of the smart-contract block. */
  readonly marketBeta: number;
  readonly blockBeta: number;
  /** Annual volatility of its own shocks (fraction), before regimes. */
  readonly ownVolAnnual: number;
  /** Jumps of its own a year, and their standard deviation (log). */
  readonly jumpsPerYear: number;
  readonly jumpSize: number;
  /** Traded in an hour of usual volatility, in quote units. */
  readonly hourlyNotional: number;
  /** At usual volatility; one level holds so much, in quote units. */
  readonly halfSpreadBps: number;
  readonly levelNotional: number;
};

export const simulatedAssets: readonly SimulatedAsset[] = [
  {
    symbol: 'BTC',
    level: 60_000,
    priceDecimals: 2,
    volumeDecimals: 5,
    marketBeta: 1,
    blockBeta: 0,
    ownVolAnnual: 0.2,
    jumpsPerYear: 4,
    jumpSize: 0.02,
    hourlyNotional: 60_000_000,
    halfSpreadBps: 0.5,
    levelNotional: 120_000,
  },
  {
    symbol: 'ETH',
    level: 3_000,
    priceDecimals: 2,
    volumeDecimals: 4,
    marketBeta: 1.15,
    blockBeta: 0.5,
    ownVolAnnual: 0.25,
    jumpsPerYear: 5,
    jumpSize: 0.03,
    hourlyNotional: 30_000_000,
    halfSpreadBps: 0.7,
    levelNotional: 80_000,
  },
  {
    symbol: 'SOL',
    level: 150,
    priceDecimals: 2,
    volumeDecimals: 3,
    marketBeta: 1.35,
    blockBeta: 1,
    ownVolAnnual: 0.5,
    jumpsPerYear: 8,
    jumpSize: 0.05,
    hourlyNotional: 12_000_000,
    halfSpreadBps: 1.5,
    levelNotional: 30_000,
  },
  {
    symbol: 'LINK',
    level: 15,
    priceDecimals: 3,
    volumeDecimals: 2,
    marketBeta: 1.25,
    blockBeta: 1,
    ownVolAnnual: 0.5,
    jumpsPerYear: 8,
    jumpSize: 0.05,
    hourlyNotional: 3_000_000,
    halfSpreadBps: 2.5,
    levelNotional: 12_000,
  },
  {
    symbol: 'PAXG',
    level: 2_400,
    priceDecimals: 2,
    volumeDecimals: 4,
    marketBeta: 0.02,
    blockBeta: 0,
    ownVolAnnual: 0.13,
    jumpsPerYear: 3,
    jumpSize: 0.008,
    hourlyNotional: 800_000,
    halfSpreadBps: 3,
    levelNotional: 10_000,
  },
];
