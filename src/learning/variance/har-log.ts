/**
 * The baseline that counts: the heterogeneous autoregression of each asset in logs, by ordinary least squares, corrected by
 * each asset's own ln mean exp(e).
 */

import { harColumnsOf } from '../inputs/har-columns.ts';
import type { ForecasterRecipe } from './forecaster.ts';
import { createOwnRegression } from './own-regression.ts';
import { smearedByAsset } from './smearing.ts';

export const harLog: ForecasterRecipe = smearedByAsset((panel) => {
  const columns = harColumnsOf(panel).map((column) => column.map(Math.log));
  return createOwnRegression(panel, { name: 'har-log', columns, target: 'log' });
});
