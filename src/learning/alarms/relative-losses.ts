/**
 * The loss of a model against that of the simplest one, day by day: 2 (Q − Q₀) / (Q + Q₀), Q and Q₀ the mean QLIKE over
 * the assets that both forecast. About the share by which Q is higher, within ± 2. A storm that neither foresaw raises
 * both alike, and is no sign that a model got worse.
 */
import type { Losses } from '../evaluation/loss-matrix.ts';

export const relativeLossRange = [-2, 2] as const;

/** In the places of the days that were forecast at; NaN where there is nothing to compare. */
export function relativeLosses(model: Losses, simplest: Losses): Float64Array {
  const { assets, values } = model;
  return Float64Array.from({ length: values.length / assets }, (_, day) => {
    let [own, other] = [0, 0];
    for (let cell = day * assets; cell < (day + 1) * assets; cell++) {
      const [mine, its] = [values[cell] as number, simplest.values[cell] as number];
      if (Number.isNaN(mine + its)) continue;
      own += mine;
      other += its;
    }
    return (2 * (own - other)) / (own + other);
  });
}
