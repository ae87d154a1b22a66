/** The variance forecasts of the product: the champion, which is used, and the models that it has to beat. */
import { championRecipe } from './champion.ts';
import { ewmaRealized, ewmaReturns } from './ewma-forecasters.ts';
import type { ForecasterRecipe } from './forecaster.ts';
import { garch, gjrT } from './garch-forecasters.ts';
import { harLog } from './har-log.ts';
import { harOls } from './har-ols.ts';
import { harWls } from './har-wls.ts';
import { harq } from './harq.ts';
import { pooledHar } from './pooled-har.ts';
import { pooledRidge } from './pooled-ridge.ts';

/** Without networks. */
export const champion: ForecasterRecipe = championRecipe({ lessons: [] });

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
