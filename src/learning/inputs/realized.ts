/** What forecasts are judged by: Σ of v over the next h days, for each day, asset and horizon, row-major; NaN until complete. */
import type { DailyPanel } from './daily-panel.ts';
import { oncePerPanel } from './once-per-panel.ts';
import { sumsAhead } from './sums-ahead.ts';

export const realizedOf = oncePerPanel(
  (panel: DailyPanel): Float64Array => sumsAhead(panel, panel.variance),
);
