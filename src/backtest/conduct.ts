/** How a backtest is run beside its policy: what goes wrong on the way, what flows in and out, what a venue takes. */
import type { TradingRules } from '../market/trading-rules.ts';
import type { Contribution } from './cash-flows.ts';

export type Conduct = {
  /** Bars between the next open and the open at which an order really arrives. */
  readonly delayBars: number;
  /** Share of looks that do not take place, drawn from the seed. */
  readonly missedLooks: number;
  readonly seed: number;
  readonly contributions: readonly Contribution[];
  /** Steps and minimums of the markets by symbol; null: any quantity is taken. */
  readonly rules: ReadonlyMap<string, TradingRules> | null;
};

/** Every look takes place, orders arrive at once, nothing flows, any quantity is taken. */
export const plainConduct: Conduct = {
  delayBars: 0,
  missedLooks: 0,
  seed: 7,
  contributions: [],
  rules: null,
};
