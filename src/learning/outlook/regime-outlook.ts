/** Whether assets are calm or turbulent, day by day as it was known then, and where they have gone: labels for a person to read. */
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
  /** Of the last days, the last of them now. */
  readonly past: readonly (Regime | null)[];
};

/** One for each asset, from forecasts of variance as a walk forward gives them. */
export function regimeOutlook(
  panel: DailyPanel,
  forecasts: Float64Array,
  { pastDays }: { readonly pastDays: number },
): readonly RegimeOutlook[] {
  const events = turbulenceEvents(panel, forecasts, turbulenceDays);
  const { probability } = eventProbabilities(panel, events);
  return panel.symbols.map((_, asset) => {
    const column = columnOf(panel, probability, asset);
    const past = regimesOf(column).map((regime) => regime ?? null);
    const turbulence = column.at(-1) ?? Number.NaN;
    return {
      turbulence: Number.isNaN(turbulence) ? null : turbulence,
      regime: past.at(-1) ?? null,
      trend: trendsOf(panel, asset).at(-1) ?? null,
      past: past.slice(-pastDays),
    };
  });
}
