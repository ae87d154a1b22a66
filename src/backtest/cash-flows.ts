/** Deposits and withdrawals of a backtest: so much at each slot of a schedule, or once at a time. */
import { cronSlots } from '../policy/schedule.ts';

/** In the portfolio's quote; negative to withdraw. */
export type Contribution = {
  readonly notional: number;
  /** Five cron fields in UTC. */
  readonly every?: string;
  /** Once, epoch ms. */
  readonly at?: number;
};

export type CashFlows = {
  /** What came in after a time and by another; times must rise from call to call. */
  between(after: number, until: number): number;
};

export function createCashFlows(contributions: readonly Contribution[]): CashFlows {
  const sources = contributions.map(({ notional, every, at }) => {
    const slotAfter =
      every === undefined
        ? (after: number): number =>
            at !== undefined && at > after ? at : Number.POSITIVE_INFINITY
        : cronSlots(every);
    return { notional, slotAfter, next: Number.NaN };
  });
  return {
    between(after, until) {
      let sum = 0;
      for (const source of sources) {
        // The schedule is asked once a slot, not once a bar.
        if (!(source.next > after)) source.next = source.slotAfter(after);
        while (source.next <= until) {
          sum += source.notional;
          source.next = source.slotAfter(source.next);
        }
      }
      return sum;
    },
  };
}
