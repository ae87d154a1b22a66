/**
 * How likely it is that the next h days are turbulent: that their mean variance lies above the usual level u of the asset,
 * the EWMA with a half-life of a year of the ln of means over h days, so that about half of all days are above where nothing changes. p = 1 / (1 + e^−(a + b (ln forecast − u))), a and b learnt from days whose
 * outcome is known.
 * Platt 1999, "Probabilistic Outputs for Support Vector Machines".
 */
import { youngestDays } from '../inputs/centre.ts';
import { columnOf, daysSeen, decayingMean, setColumn, trailingMean } from '../inputs/columns.ts';
import { type DailyPanel, type Horizon, horizons } from '../inputs/daily-panel.ts';
import { realizedOf } from '../inputs/realized.ts';
import type { EventSeries } from './event-probabilities.ts';

const usualHalfLifeDays = 365;

/** To be learnt and judged by event-probabilities, from forecasts of variance as a walk forward gives them. */
export function turbulenceEvents(
  panel: DailyPanel,
  forecasts: Float64Array,
  horizonDays: Horizon,
): EventSeries {
  const usual = usualLevels(panel, horizonDays);
  const realized = realizedOf(panel);
  const place = (cell: number): number => cell * horizons.length + horizons.indexOf(horizonDays);
  return {
    features: usual.map((level, cell) => (forecasts[place(cell)] as number) - level),
    width: 1,
    events: usual.map((level, cell) => {
      const above = Math.log((realized[place(cell)] as number) / horizonDays) - level;
      return Number.isNaN(above) ? Number.NaN : Number(above > 0);
    }),
    horizonDays,
  };
}

/** u, days × assets; NaN for an asset with less than 20 days of history. */
function usualLevels(panel: DailyPanel, horizonDays: Horizon): Float64Array {
  const levels = new Float64Array(panel.days * panel.symbols.length);
  panel.symbols.forEach((_, asset) => {
    const variance = columnOf(panel, panel.variance, asset);
    const history = daysSeen(variance);
    const means = trailingMean(variance, horizonDays);
    const level = decayingMean(means.map(Math.log), usualHalfLifeDays);
    const column = level.map((value, day) =>
      (history[day] as number) < youngestDays ? Number.NaN : value,
    );
    setColumn(panel, levels, { asset, column });
  });
  return levels;
}
