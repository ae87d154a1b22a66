/** The safety rails of a portfolio: what binds every order, and what binds trading without a person. */
export type RailSettings = {
  /** Markets that may be traded, such as BTC/USDT; null: those of the portfolio. */
  readonly markets: readonly string[] | null;
  /** Without a person, fractions of NAV: the largest order, and what a plan and 24 hours may sell or buy. */
  readonly order: number;
  readonly plan: number;
  readonly day: number;
  /** Without a person, in 24 hours. */
  readonly ordersPerDay: number;
  /** Widest spread that an order is placed into, in bps of the mid; of BTC and ETH the second. */
  readonly spreadBps: number;
  readonly majorsSpreadBps: number;
  /** How far two sources of a price may differ, as a fraction. */
  readonly priceDeviation: number;
  /** Oldest book that an order is placed on. */
  readonly priceAgeSeconds: number;
  /** How far a stablecoin may be off its peg while trading goes on without a person, as a fraction. */
  readonly pegDeviation: number;
  /** Loss from the peak of the NAV from which on a person approves each plan, as a fraction. */
  readonly drawdown: number;
};

/** What holds where nothing is configured. */
export const usualRails: RailSettings = {
  markets: null,
  ...{ order: 0.1, plan: 0.2, day: 0.3, ordersPerDay: 500 },
  ...{ spreadBps: 100, majorsSpreadBps: 50 },
  ...{ priceDeviation: 0.1, priceAgeSeconds: 60, pegDeviation: 0.02, drawdown: 0.2 },
};
