/** Where the bar loop stands: the account, the look, and the orders that wait. */
import type { Look } from '../policy/policy.ts';
import type { Account, FillTotals } from './book.ts';
import type { StageRun } from './stage-run.ts';
import type { Tally } from './tally.ts';

export type Loop = {
  readonly run: StageRun;
  readonly account: Account;
  readonly look: Look;
  /** What waits to be filled, signed base quantities by market. */
  readonly orders: Float64Array;
  /** Those of them that a bar traded through. */
  readonly reached: Float64Array;
  /** The bar at whose close the waiting orders were decided; −1 when none wait. */
  decidedAt: number;
  readonly flows: Float64Array;
  /** Weights after fills at the closes of the bar before. */
  readonly tracked: Float64Array;
  readonly openWeights: Float64Array;
  readonly fills: FillTotals;
  readonly tally: Tally;
};

export function createLoop(run: StageRun, account: Account, tally: Tally): Loop {
  const assets = run.targets.length;
  const markets = run.markets.length;
  const { previousTime, lastRebalanceTime } = account;
  const weights = new Float64Array(assets);
  return {
    ...{ run, account, tally },
    look: { time: 0, previousTime, lastRebalanceTime, weights, cash: 0, nav: 0 },
    orders: new Float64Array(markets),
    reached: new Float64Array(markets),
    decidedAt: -1,
    flows: new Float64Array(markets),
    tracked: new Float64Array(assets),
    openWeights: new Float64Array(assets),
    fills: {
      ...{ cost: 0, notional: 0, traded: false },
      moved: new Float64Array(assets),
      filled: new Float64Array(markets),
    },
  };
}
