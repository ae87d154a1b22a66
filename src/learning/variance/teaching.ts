/** Which assets of a panel a model learns from; it forecasts the others all the same, as it would an asset it never saw. */
import type { DailyPanel } from '../inputs/daily-panel.ts';

export type Teaching = {
  /** Symbols that nothing is learnt from. */
  readonly without?: readonly string[];
};

/** Asset by asset, whether a model learns from it. */
export function taughtBy({ symbols }: DailyPanel, { without = [] }: Teaching): readonly boolean[] {
  return symbols.map((symbol) => !without.includes(symbol));
}
