/** The model confidence set of forecasts for many assets: mean losses of days over the cells that all models asked have. */
import type { Losses } from './loss-matrix.ts';
import { modelConfidenceSet } from './model-confidence-set.ts';

/** A model that lacks more of the reference's cells than this would take them from the others too, and is not asked. */
const smallestShareOfCells = 0.9;
const resamples = 1_000;
const seed = 1;

/** The p-value of each model; null for one that is not asked, and for all of them with fewer than two days. */
export function confidenceSetOf(
  losses: readonly Losses[],
  options: { readonly reference: Losses; readonly meanBlock: number },
): readonly (number | null)[] {
  const cells = cellsWhere(options.reference, () => true);
  const isAsked = losses.map(
    (model) =>
      cellsWhere(model, (cell) => cells.has(cell)).size >= smallestShareOfCells * cells.size,
  );
  const asked = losses.filter((_, model) => isAsked[model]);
  const common = [...cells].filter((cell) =>
    asked.every(({ values }) => !Number.isNaN(values[cell] as number)),
  );
  const days = Map.groupBy(common, (cell) => Math.floor(cell / options.reference.assets));
  if (days.size < 2) return losses.map(() => null);
  const series = asked.map(({ values }) =>
    Float64Array.from(days.values(), (ofDay) => {
      const sum = ofDay.reduce((total, cell) => total + (values[cell] as number), 0);
      return sum / ofDay.length;
    }),
  );
  const { meanBlock } = options;
  const entries = modelConfidenceSet(series, { meanBlock, resamples, seed });
  return losses.map((model) => {
    const place = asked.indexOf(model);
    return entries.find((entry) => entry.model === place)?.p ?? null;
  });
}

function cellsWhere({ values }: Losses, isWanted: (cell: number) => boolean): ReadonlySet<number> {
  const cells = [...values.keys()];
  return new Set(cells.filter((cell) => !Number.isNaN(values[cell] as number) && isWanted(cell)));
}
