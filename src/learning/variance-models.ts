/** The variance forecasts of the product: the champion, which is used, and the models that it has to beat. */
import { combination } from './combination.ts';
import { ewmaRealized, ewmaReturns } from './ewma-forecasters.ts';
import type { ForecasterRecipe } from './forecaster.ts';
import { garch, gjrT } from './garch-forecasters.ts';
import { harLog } from './har-log.ts';
import { harOls } from './har-ols.ts';
import { harWls } from './har-wls.ts';
import { harq } from './harq.ts';
import { pooledHar, pooledHarSpec } from './pooled-har.ts';
import { pooledLinear } from './pooled-linear.ts';
import { pooledRidge, pooledRidgeSpec } from './pooled-ridge.ts';

/** The name of what the product uses, among variances and covariances alike. */
export const championName = 'champion';

/** Members are not smeared: the combination is. */
export const champion: ForecasterRecipe = combination({
  name: championName,
  base: pooledLinear(pooledHarSpec),
  others: [pooledLinear(pooledRidgeSpec)],
  fallback: ewmaRealized(20),
});

/** From the strongest to the simplest; the first two are its members on their own. */
export const varianceBaselines: readonly ForecasterRecipe[] = [
  pooledRidge,
  pooledHar,
  harLog,
  harWls,
  harOls,
  harq,
  garch,
  gjrT,
  ewmaRealized(20),
  ewmaReturns,
];
