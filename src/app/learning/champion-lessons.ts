/**
 * What the networks of the champion knew at each moment of a walk forward: those of the promoted model from the end of its
 * training on, which before that would know the future; and, where a trainer is given, networks learnt at the start of each year.
 */
import type { DailyPanel } from '../../learning/inputs/daily-panel.ts';
import type { NetworkLesson } from '../../learning/network/network-lessons.ts';
import { networkJobs } from '../../learning/network/training-spec.ts';
import type { StoredModel } from '../../learning/stored/stored-model.ts';
import type { ModelStore } from '../../ports/model-store.ts';
import type { NetworkTrainer } from '../../ports/network-trainer.ts';
import { findChampion } from './find-champion.ts';
import { learnNetworks } from './learn-networks.ts';
import { refitDays } from './walk-in-steps.ts';

export type LessonsWanted = {
  readonly models: ModelStore;
  /** Rows to walk forward over, the second not included. */
  readonly from: number;
  readonly to: number;
  /** Null trains none. */
  readonly trainer: NetworkTrainer | null;
  readonly signal: AbortSignal;
  readonly onProgress?: (words: string) => void;
};

/** In the order of their days; none where there is neither a promoted model with networks nor a trainer. */
export async function championLessons(
  panel: DailyPanel,
  wanted: LessonsWanted,
): Promise<readonly NetworkLesson[]> {
  const { models, from, to, trainer, signal, onProgress } = wanted;
  if (trainer !== null) {
    const days = refitDays(panel, { from, to, refitEvery: 'year' });
    return learnNetworks(panel, trainer, {
      ...{ days, jobs: networkJobs, signal },
      onLesson: (done) => onProgress?.(`networks of ${done} of ${days.length} years`),
    });
  }
  const found = await findChampion(models, panel.sessions);
  return 'cause' in found || found.model.shapes.length === 0 ? [] : [lessonOf(found.model)];
}

function lessonOf({ to, ridge, shapes }: StoredModel): NetworkLesson {
  return { closeTime: to, ridge, shapes };
}
