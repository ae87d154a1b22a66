/** The notional that an account trades day by day, of which the last 30 days decide its fees. */
import { dayMs } from '../base/time.ts';

const feeDays = 30;

export type TradedWindow = {
  /** Counts a fill; the notional in the portfolio's quote. */
  add(time: number, notional: number): void;
  /** Sum over the 30 UTC days before that of the time. */
  before(time: number): number;
};

/** The 30 days before the UTC day of a time: from (included) to (left out), epoch ms. */
export function feeWindow(time: number): { from: number; to: number } {
  const to = Math.floor(time / dayMs) * dayMs;
  return { from: to - feeDays * dayMs, to };
}

export function createTradedWindow(): TradedWindow {
  // One place for each day, and one for the day that goes on.
  const sums = new Float64Array(feeDays + 1);
  const days = new Float64Array(feeDays + 1).fill(Number.NaN);
  return {
    add(time, notional) {
      const day = Math.floor(time / dayMs);
      const place = day % days.length;
      if (days[place] !== day) sums[place] = 0;
      days[place] = day;
      sums[place] = (sums[place] as number) + notional;
    },
    before(time) {
      const today = Math.floor(time / dayMs);
      let sum = 0;
      for (let place = 0; place < days.length; place++) {
        const age = today - (days[place] as number);
        if (age >= 1 && age <= feeDays) sum += sums[place] as number;
      }
      return sum;
    },
  };
}
