/**
 * What networks learnt at each refit of a walk forward. Networks are trained ahead, on worker threads, and a forecaster looks
 * up at each fit what had been learnt by then; so it stays a plain function of its panel.
 */
import type { ForecasterRecipe } from '../variance/forecaster.ts';
import type { LinearForecast, LinearModel } from '../variance/linear-model.ts';
import type { Network } from './network.ts';
import { residualForecastsOf, shapeName } from './residual-networks.ts';

export type NetworkLesson = {
  /** Close of the day of the refit, epoch ms. */
  readonly closeTime: number;
  /** What the networks correct. */
  readonly ridge: readonly LinearModel[];
  /** A list for each shape: its networks, alike but for their seeds. */
  readonly shapes: readonly (readonly Network[])[];
};

/** A member for each shape; without a lesson by the day of a fit it has no forecast. */
export function membersOfLessons(lessons: readonly NetworkLesson[]): readonly ForecasterRecipe[] {
  const shapes = lessons[0]?.shapes ?? [];
  return shapes.map((networks, shape) => (panel) => {
    let answer: LinearForecast = (_day, out) => out.fill(Number.NaN);
    let known: NetworkLesson | undefined;
    return {
      name: shapeName(networks),
      fit(day) {
        const time = panel.closeTime[day] as number;
        const lesson = lessons.findLast(({ closeTime }) => closeTime <= time);
        if (lesson === undefined || lesson === known) return;
        known = lesson;
        const learnt = lesson.shapes[shape] as readonly Network[];
        answer = residualForecastsOf(panel, { ridge: lesson.ridge, networks: learnt });
      },
      forecast: (day, out) => answer(day, out),
    };
  });
}
