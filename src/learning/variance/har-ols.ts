/** Baseline: the heterogeneous autoregression of each asset in levels, by ordinary least squares. Corsi 2009. */

import { harColumnsOf } from '../inputs/har-columns.ts';
import type { ForecasterRecipe } from './forecaster.ts';
import { createOwnRegression } from './own-regression.ts';

export const harOls: ForecasterRecipe = (panel) =>
  createOwnRegression(panel, { name: 'har-ols', columns: harColumnsOf(panel), target: 'level' });
