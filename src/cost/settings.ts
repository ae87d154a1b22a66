/** What trading costs, as configured; all rates in bps of the notional of a leg. */

/** Fees from so much traded notional on, in the portfolio's quote within 30 days. */
export type FeeTier = {
  readonly volume: number;
  readonly takerFeeBps: number;
  readonly makerFeeBps: number;
};

/** Rates of one market; what is left out is as for all. */
export type OwnRates = {
  readonly halfSpreadBps?: number | undefined;
  readonly slippageBps?: number | undefined;
};

/** `depth`: the order book where there is one, and `square-root` where there is none. */
export const impactModels = ['none', 'square-root', 'depth'] as const;

export type ImpactSettings = {
  readonly model: (typeof impactModels)[number];
  /** Y of the square-root law. */
  readonly coefficient: number;
  /** What decisions take a leg to be worth, in the portfolio's quote; plans and fills know their own. */
  readonly typicalNotional: number;
  /** Impact is never more, and is this where volatility or volume is not known. */
  readonly maximumBps: number;
};

export type CostSettings = {
  readonly takerFeeBps: number;
  readonly makerFeeBps: number;
  /** Half the difference between ask and bid, in bps of the mid. */
  readonly halfSpreadBps: number;
  /** Expected movement against the order beyond the touch, whatever its notional. */
  readonly slippageBps: number;
  /** Half-spread of direct markets such as ETH/BTC, in place of halfSpreadBps. */
  readonly directHalfSpreadBps: number;
  /** By asset for its market against the quote, such as BTC, and by direct market, such as ETH/BTC. */
  readonly assets: Readonly<Record<string, OwnRates>>;
  /** By rising volume; below the first the fees above hold. */
  readonly feeTiers: readonly FeeTier[];
  /** Half-spread and slippage go as volatility to this power; 0: they stay as configured. */
  readonly volatilityExponent: number;
  readonly impact: ImpactSettings;
  /** In backtests on margin: what a long pays a day, and a short gets, in bps of the notional; absent where nothing is borrowed. */
  readonly fundingBpsPerDay?: number;
  /** True when neither the account nor the configuration names the fees. */
  readonly assumed: boolean;
};
