/**
 * The forecast that is used: the mean of the members' logs (see log-mean), made a mean by one constant for each horizon (see
 * smearing). Where the members have none, the fallback stands in; an asset with less than 20 days of history gets the median
 * of the members' forecasts over its class, and the fallback while its whole class is that young.
 */

import { median } from '../../risk/median.ts';
import { centresOf, youngestDays } from '../inputs/centre.ts';
import { horizons } from '../inputs/daily-panel.ts';
import type { ForecasterRecipe } from './forecaster.ts';
import { logMean } from './log-mean.ts';
import { smeared } from './smearing.ts';
import type { Teaching } from './teaching.ts';

export type CombinationSpec = Teaching & {
  readonly name: string;
  /** The simplest member, which guards the others; not smeared, as none is. */
  readonly base: ForecasterRecipe;
  readonly others: readonly ForecasterRecipe[];
  /** Of mean variances, from the first day of an asset on. */
  readonly fallback: ForecasterRecipe;
};

export function combination(spec: CombinationSpec): ForecasterRecipe {
  return withFallbacks(smeared(logMean(spec.base, spec.others), spec), spec);
}

/** A mean of members, completed where it has no forecast. */
export function withFallbacks(
  mean: ForecasterRecipe,
  { name, fallback }: Pick<CombinationSpec, 'name' | 'fallback'>,
): ForecasterRecipe {
  return (panel) => {
    const assets = panel.symbols.length;
    const { historyDays } = centresOf(panel);
    const members = mean(panel);
    const spare = fallback(panel);
    const spares = new Float64Array(assets * horizons.length);

    const medianAt = (out: Float64Array, horizonAt: number): number =>
      median(out.filter((value, at) => at % horizons.length === horizonAt && !Number.isNaN(value)));

    return {
      name,
      fit(day) {
        members.fit(day);
        spare.fit(day);
      },
      forecast(day, out) {
        members.forecast(day, out);
        const medians = horizons.map((_, horizonAt) => medianAt(out, horizonAt));
        spare.forecast(day, spares);
        for (let at = 0; at < out.length; at++) {
          const seen = historyDays[day * assets + Math.floor(at / horizons.length)] as number;
          const middle = medians[at % horizons.length] as number;
          const own = spares[at] as number;
          const chain = seen < youngestDays ? [middle, own] : [out[at] as number, own, middle];
          out[at] = chain.find((value) => !Number.isNaN(value)) ?? Number.NaN;
        }
      },
    };
  };
}
