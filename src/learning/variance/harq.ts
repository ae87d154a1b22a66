/**
 * Baseline: HARQ, the heterogeneous autoregression in levels whose weight on the last day falls with how badly that day was
 * measured: one more regressor, v √RQ. It needs realised quarticity RQ, and so hourly bars; √RQ = v · exp(unevenness).
 * Bollerslev, Patton and Quaedvlieg 2016, "Exploiting the Errors".
 */

import { harColumnsOf } from '../inputs/har-columns.ts';
import type { ForecasterRecipe } from './forecaster.ts';
import { createOwnRegression } from './own-regression.ts';

export const harq: ForecasterRecipe = (panel) => {
  const columns = harColumnsOf(panel);
  const uncertain = panel.variance.map(
    (variance, cell) => variance * variance * Math.exp(panel.unevenness[cell] as number),
  );
  return createOwnRegression(panel, {
    name: 'harq',
    columns: [...columns, uncertain],
    target: 'level',
  });
};
