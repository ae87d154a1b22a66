/** How volatile assets have been: day by day, and over the last days together; fractions a year. */
import { dayMs } from '../../base/time.ts';
import { barsPerYear } from '../../market/panel.ts';
import type { DailyPanel } from '../inputs/daily-panel.ts';

export type PastVolatility = {
  /** Closes of the days, epoch ms. */
  readonly closeTime: readonly number[];
  /** Null for a day that is missing. */
  readonly volAnnual: readonly (number | null)[];
  /** Of all these days together; null with fewer than half of them. */
  readonly together: number | null;
};

/** One for each asset. */
export function pastVolatility(panel: DailyPanel, pastDays: number): readonly PastVolatility[] {
  const { days, closeTime, variance, symbols, sessions } = panel;
  const perYear = barsPerYear({ intervalMs: dayMs, sessions });
  const from = Math.max(0, days - pastDays);
  return symbols.map((_, asset) => {
    const column = Array.from(
      { length: days - from },
      (_, k) => variance[(from + k) * symbols.length + asset] as number,
    );
    const known = column.filter((value) => !Number.isNaN(value));
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    return {
      closeTime: [...closeTime.subarray(from)],
      volAnnual: column.map((value) => (Number.isNaN(value) ? null : Math.sqrt(value * perYear))),
      together: 2 * known.length < pastDays ? null : Math.sqrt(mean * perYear),
    };
  });
}
