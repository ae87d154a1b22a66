/**
 * The two kinds of assets in a panel, those whose days have a range or hours and those of closes only, each as a panel of its own
 * over the same days. The square of one return is so much noisier than a range that neither kind can learn from the other.
 */
import type { DailyPanel } from './daily-panel.ts';
import { oncePerPanel } from './once-per-panel.ts';

export type Kind = {
  readonly panel: DailyPanel;
  readonly closesOnly: boolean;
  /** Places of its assets in the whole panel. */
  readonly places: readonly number[];
};

/** Those that there are; the panel itself where it is all of one kind. */
export const kindsOf = oncePerPanel((panel: DailyPanel): readonly Kind[] =>
  [false, true]
    .map((closesOnly) => ({ closesOnly, places: placesOf(panel, closesOnly) }))
    .filter(({ places }) => places.length > 0)
    .map((kind) => ({ ...kind, panel: assetsOf(panel, kind.places) })),
);

/** Symbols of the assets of closes only. */
export function closesOnlyOf({ symbols, closesOnly }: DailyPanel): readonly string[] {
  return symbols.filter((_, asset) => closesOnly[asset]);
}

function placesOf({ symbols, closesOnly }: DailyPanel, wanted: boolean): readonly number[] {
  return [...symbols.keys()].filter((asset) => closesOnly[asset] === wanted);
}

/** Some of the assets, all of the days. */
function assetsOf(panel: DailyPanel, places: readonly number[]): DailyPanel {
  const { symbols, closesOnly, days } = panel;
  if (places.length === symbols.length) return panel;
  const columns = (matrix: Float64Array): Float64Array =>
    Float64Array.from({ length: days * places.length }, (_, cell) => {
      const [day, k] = [Math.floor(cell / places.length), cell % places.length];
      return matrix[day * symbols.length + (places[k] as number)] as number;
    });
  return {
    ...panel,
    symbols: places.map((place) => symbols[place] as string),
    closesOnly: places.map((place) => closesOnly[place] as boolean),
    close: columns(panel.close),
    logReturn: columns(panel.logReturn),
    variance: columns(panel.variance),
    fallingShare: columns(panel.fallingShare),
    jumpShare: columns(panel.jumpShare),
    unevenness: columns(panel.unevenness),
    lateShare: columns(panel.lateShare),
    logVolume: columns(panel.logVolume),
  };
}
