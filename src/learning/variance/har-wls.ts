/**
 * Baseline: the heterogeneous autoregression of each asset in levels, by weighted least squares. A row weighs 1/v̂², v̂ the
 * mean of its three regressors: errors grow with the level. Clements and Preve 2021, "A Practical Guide to Harnessing the HAR
 * Volatility Model".
 */

import { harColumnsOf } from '../inputs/har-columns.ts';
import type { ForecasterRecipe } from './forecaster.ts';
import { createOwnRegression } from './own-regression.ts';

export const harWls: ForecasterRecipe = (panel) => {
  const columns = harColumnsOf(panel);
  const [day, week, month] = columns;
  const weights = day.map(
    (value, cell) => (3 / (value + (week[cell] as number) + (month[cell] as number))) ** 2,
  );
  return createOwnRegression(panel, { name: 'har-wls', columns, target: 'level', weights });
};
