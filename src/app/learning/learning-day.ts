/** What a day of the models is judged by. */
import type { DailyPanel } from '../../learning/inputs/daily-panel.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Workspace } from '../workspace.ts';
import type { LearningRecord } from './learning-record.ts';
import type { WatchedModels } from './watched-models.ts';

export type LearningKeeper = {
  /** The record of models goes by the time of the machine. */
  readonly wallClock: Clock;
  readonly signal: AbortSignal;
};

export type LearningDay = {
  readonly workspace: Workspace;
  readonly keeper: LearningKeeper;
  /** To the last closed day. */
  readonly panel: DailyPanel;
  readonly watched: WatchedModels;
  /** What the scored day before left behind; null on the first. */
  readonly kept: LearningRecord | null;
};
