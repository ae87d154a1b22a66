/** What trading costs, as configured; all rates in bps of the notional of a leg. */

export type CostSettings = {
  readonly takerFeeBps: number;
  readonly makerFeeBps: number;
  /** Half the difference between ask and bid, in bps of the mid. */
  readonly halfSpreadBps: number;
  /** Expected movement against the order beyond the touch. */
  readonly slippageBps: number;
  /** Half-spread of direct markets such as ETH/BTC, in place of halfSpreadBps. */
  readonly directHalfSpreadBps: number;
  /** True when neither the account nor the configuration names the fees. */
  readonly assumed: boolean;
};
