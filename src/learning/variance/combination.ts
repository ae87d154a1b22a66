/**
 * The forecast that is used: the mean of the members' logs (see log-mean), made a mean by one constant for each horizon (see
 * smearing). Where the members have none, the fallback stands in. Below 20 days of history, when members do not know an asset
 * yet, it is w · fallback + (1 − w) · the median of the members' forecasts over the class, in logs, w = n/(n + 2) after n days;
 * one of the two alone where the other is missing.
 */

import { median } from '../../risk/median.ts';
import { centresOf, youngestDays } from '../inputs/centre.ts';
import { horizons } from '../inputs/daily-panel.ts';
import type { ForecasterRecipe } from './forecaster.ts';
import { logMean } from './log-mean.ts';
import { smeared } from './smearing.ts';
import type { Teaching } from './teaching.ts';

/** With so many days the fallback of a young asset weighs half, the median of its class the other half. */
const fallbackShrinkageDays = 2;

export type CombinationSpec = Teaching & {
  readonly name: string;
  /** The simplest member, which guards the others; smeared if they are means of variances, and not if they are of logs. */
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
          const young = middle + (seen / (seen + fallbackShrinkageDays)) * (own - middle);
          const first = seen < youngestDays ? young : (out[at] as number);
          out[at] = [first, own, middle].find((value) => !Number.isNaN(value)) ?? Number.NaN;
        }
      },
    };
  };
}
