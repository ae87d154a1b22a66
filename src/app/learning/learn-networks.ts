/** Trains the networks of the combination for each of a row of refits, on what was known then. */
import type { DailyPanel } from '../../learning/inputs/daily-panel.ts';
import type { NetworkLesson } from '../../learning/network/network-lessons.ts';
import { residualRows } from '../../learning/network/residual-rows.ts';
import type { TrainedNetwork } from '../../learning/network/train.ts';
import { type NetworkJob, trainingSpecOf } from '../../learning/network/training-spec.ts';
import { learnLinear } from '../../learning/stored/learn-model.ts';
import { pooledRidgeSpec } from '../../learning/variance/pooled-ridge.ts';
import type { NetworkTrainer } from '../../ports/network-trainer.ts';

export type LessonsRequest = {
  /** Rows of the panel, rising. */
  readonly days: readonly number[];
  readonly jobs: readonly NetworkJob[];
  readonly signal: AbortSignal;
  /** Called after each refit. */
  readonly onLesson: (done: number, lesson: TaughtLesson) => void;
};

export type TaughtLesson = NetworkLesson & { readonly trained: readonly TrainedNetwork[] };

/** Days with too few rows to learn from have none. Errors: ModelError when no backend loads; AbortError when it is interrupted. */
export async function learnNetworks(
  panel: DailyPanel,
  trainer: NetworkTrainer,
  { days, jobs, signal, onLesson }: LessonsRequest,
): Promise<readonly TaughtLesson[]> {
  const lessons: TaughtLesson[] = [];
  for (const [at, day] of days.entries()) {
    const ridge = learnLinear(panel, pooledRidgeSpec, day);
    if (ridge === undefined) continue;
    const training = residualRows(panel, { day, ridge });
    const spec = trainingSpecOf(training.rows);
    const trained = await trainer.train(training, jobs, { spec, signal });
    const shapes = [...Map.groupBy(trained, ({ job }) => job.hidden.join()).values()];
    const lesson = {
      closeTime: panel.closeTime[day] as number,
      ridge,
      shapes: shapes.map((shape) => shape.map(({ network }) => network)),
      trained,
    };
    lessons.push(lesson);
    onLesson(at + 1, lesson);
  }
  return lessons;
}
