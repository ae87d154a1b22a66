/** The champion as it is for an asset that it never saw: its members learn from all others of the panel. */
import { horizons } from '../inputs/daily-panel.ts';
import { championRecipe } from './champion.ts';
import type { ForecasterRecipe } from './forecaster.ts';

export const unseenChampionName = 'champion-unseen';

/** Of the asset only, with linear members. */
export function unseenChampion(symbol: string): ForecasterRecipe {
  return (panel) => {
    const first = panel.symbols.indexOf(symbol) * horizons.length;
    const { fit, forecast } = championRecipe({ lessons: [], without: [symbol] })(panel);
    return {
      name: unseenChampionName,
      fit,
      forecast(day, out) {
        forecast(day, out);
        out.fill(Number.NaN, 0, first).fill(Number.NaN, first + horizons.length);
      },
    };
  };
}
