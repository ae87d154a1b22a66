/**
 * The equal-weight mean of members' logs, within ± ln 3 of the first, which is the simplest: with 20 to 60 days of history the
 * first member alone, from 180 days on all of them, in between w · all + (1 − w) · first, w = (n − 60)/120. A member without a
 * figure is left out; without the first there is none.
 */
import { centresOf } from '../inputs/centre.ts';
import { horizons } from '../inputs/daily-panel.ts';
import type { ForecasterRecipe } from './forecaster.ts';

const farthest = Math.log(3);
const rampFromDays = 60;
const rampToDays = 180;

export function logMean(
  base: ForecasterRecipe,
  others: readonly ForecasterRecipe[],
): ForecasterRecipe {
  return (panel) => {
    const assets = panel.symbols.length;
    const width = assets * horizons.length;
    const { historyDays } = centresOf(panel);
    const first = base(panel);
    const rest = others.map((recipe) => ({
      member: recipe(panel),
      forecasts: new Float64Array(width),
    }));

    const together = (at: number, own: number): number => {
      let [sum, count] = [own, 1];
      for (const { forecasts } of rest) {
        const value = forecasts[at] as number;
        if (Number.isNaN(value)) continue;
        sum += value;
        count++;
      }
      return sum / count;
    };

    return {
      name: `mean of ${[first, ...rest.map(({ member }) => member)].map(({ name }) => name).join(', ')}`,
      fit(day) {
        first.fit(day);
        for (const { member } of rest) member.fit(day);
      },
      forecast(day, out) {
        first.forecast(day, out);
        for (const { member, forecasts } of rest) member.forecast(day, forecasts);
        for (let at = 0; at < width; at++) {
          const own = out[at] as number;
          const seen = historyDays[day * assets + Math.floor(at / horizons.length)] as number;
          const share = Math.min(
            1,
            Math.max(0, (seen - rampFromDays) / (rampToDays - rampFromDays)),
          );
          const apart = share * (together(at, own) - own);
          out[at] = own + Math.max(-farthest, Math.min(farthest, apart));
        }
      },
    };
  };
}
