/** Whether assets are calm or turbulent, day by day as it was known then, and where they have gone: labels for a person to read. */
import { dayMs } from '../../base/time.ts';
import { columnOf } from '../inputs/columns.ts';
import type { DailyPanel, Horizon } from '../inputs/daily-panel.ts';
import { eventProbabilities } from '../regime/event-probabilities.ts';
import { type Regime, regimesOf } from '../regime/regimes.ts';
import { type Trend, trendsOf } from '../regime/trends.ts';
import { turbulenceEvents } from '../regime/turbulence.ts';

/** A week ahead is far enough to matter and near enough to be known. */
export const turbulenceDays: Horizon = 7;

export type RegimeOutlook = {
  /** That the next days are more volatile than is usual for the asset; null where that cannot be told. */
  readonly turbulence: number | null;
  readonly regime: Regime | null;
  readonly trend: Trend | null;
  /** The days of the last year, the last of them now. */
  readonly past: readonly RegimeDay[];
};

export type RegimeDay = {
  /** Epoch ms. */
  readonly closeTime: number;
  /** Null where it cannot be told. */
  readonly regime: Regime | null;
};

export const pastYearMs = 365 * dayMs;

/** One for each asset, from forecasts of variance as a walk forward gives them. */
export function regimeOutlook(
  panel: DailyPanel,
  forecasts: Float64Array,
): readonly RegimeOutlook[] {
  const events = turbulenceEvents(panel, forecasts, turbulenceDays);
  const { probability } = eventProbabilities(panel, events);
  return panel.symbols.map((_, asset) => {
    const column = columnOf(panel, probability, asset);
    const days = regimesOf(column).map(
      (regime, day): RegimeDay => ({
        closeTime: panel.closeTime[day] as number,
        regime: regime ?? null,
      }),
    );
    const now = days.at(-1);
    const turbulence = column.at(-1) ?? Number.NaN;
    return {
      turbulence: Number.isNaN(turbulence) ? null : turbulence,
      regime: now?.regime ?? null,
      trend: trendsOf(panel, asset).at(-1) ?? null,
      past: days.filter(({ closeTime }) => now && closeTime > now.closeTime - pastYearMs),
    };
  });
}
