/**
 * Two forecasts by their losses, over the cells that both have: mean loss of the first as a share of the second's, the test of
 * Diebold and Mariano on the means of days, and the share of assets whose mean loss is lower.
 */
import { type DieboldMariano, dieboldMariano } from './diebold-mariano.ts';
import type { Losses } from './loss-matrix.ts';

export type LossComparison = {
  readonly cells: number;
  /** Of the mean loss over all cells, first over second, less 1; negative where the first is better. */
  readonly changeShare: number;
  /** Standard error of the change: that of the mean difference of days, over the mean loss of the second. Null as the test is. */
  readonly errorShare: number | null;
  /** Null with too few days. */
  readonly test: DieboldMariano | null;
  /** Of the assets with cells. */
  readonly wonShare: number;
};

export type CellFilter = (cell: { readonly day: number; readonly asset: number }) => boolean;

/** Of some of the cells; null when both have none in common. */
export function compareLosses(
  first: Losses,
  second: Losses,
  options: { readonly lag: number; readonly includes?: CellFilter },
): LossComparison | null {
  const { assets } = first;
  const includes = options.includes ?? (() => true);
  const days = first.values.length / assets;
  const own = new Float64Array(assets);
  const other = new Float64Array(assets);
  const count = new Float64Array(assets);
  const differences: number[] = [];
  for (let day = 0; day < days; day++) {
    let [sum, present] = [0, 0];
    for (let asset = 0; asset < assets; asset++) {
      const a = first.values[day * assets + asset] as number;
      const b = second.values[day * assets + asset] as number;
      if (Number.isNaN(a) || Number.isNaN(b) || !includes({ day, asset })) continue;
      own[asset] = (own[asset] as number) + a;
      other[asset] = (other[asset] as number) + b;
      count[asset] = (count[asset] as number) + 1;
      sum += a - b;
      present++;
    }
    if (present > 0) differences.push(sum / present);
  }
  const scored = [...count.keys()].filter((asset) => (count[asset] as number) > 0);
  if (scored.length === 0) return null;
  const won = scored.filter((asset) => (own[asset] as number) < (other[asset] as number));
  const cells = total(count);
  const test = dieboldMariano(Float64Array.from(differences), options.lag);
  return {
    cells,
    changeShare: total(own) / total(other) - 1,
    errorShare: test && test.standardError / (total(other) / cells),
    test,
    wonShare: won.length / scored.length,
  };
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
