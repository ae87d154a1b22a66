/**
 * Keeps the models learning: once a day of the portfolio's clock, half an hour after midnight UTC, when the candles of the day before
 * are there. A day is claimed in the store, so that two processes never judge the same one; of days that were missed only the
 * last is made up for, because all that was forecast since is scored each time.
 */

import type { Reason } from '../../base/reasons.ts';
import { dayMs } from '../../base/time.ts';
import type { Workspace } from '../workspace.ts';
import { keepLearning } from './keep-learning.ts';
import type { LearningKeeper } from './learning-day.ts';

const delayMs = 1_800_000;

export type LearningEvents = {
  readonly onNews: (news: readonly Reason[]) => void;
  /** A day that failed; the next follows. */
  readonly onFault: (fault: unknown) => void;
};

/** Runs until the signal aborts. */
export async function runLearning(
  workspace: Workspace,
  keeper: LearningKeeper,
  events: LearningEvents,
): Promise<void> {
  const { clock, store, settings } = workspace;
  const { signal } = keeper;
  const scheduleId = `learn:${settings.portfolio.name}`;
  const turn = async (slot: number): Promise<void> => {
    try {
      const isOurs = await store.transact(({ schedule }) => schedule.claim(scheduleId, slot));
      if (isOurs) events.onNews(await keepLearning(workspace, keeper));
    } catch (fault) {
      if (!signal.aborted) events.onFault(fault);
    }
  };
  while (!signal.aborted) {
    const slot = Math.floor((clock.now() - delayMs) / dayMs) * dayMs + delayMs;
    await turn(slot);
    await clock.sleep(slot + dayMs - clock.now(), signal);
  }
}
