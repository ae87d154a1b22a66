/** What the last day of the models left behind, kept as a fact of the store: scores for people, and what the next day must know. */
import type { JsonValue } from '../../base/canonical-json.ts';
import type { Store, StoreSession } from '../../ports/store.ts';
import type { LiveScore } from '../../report/live-scores.ts';
import type { reasonJson } from '../../report/recommendation-json.ts';

export type LearningRecord = {
  /** Close of the last day that was scored, epoch ms. */
  readonly day: number;
  readonly assets: number;
  /** The champion first. */
  readonly scores: readonly LiveScore[];
  readonly news: readonly ReturnType<typeof reasonJson>[];
  /** Close of the day on which a challenger was last wanted, epoch ms. */
  readonly challengerDay: number | null;
  /** A champion of which it was said that it fell behind. */
  readonly behind: string | null;
};

/** Of a class of markets; null before its first day. */
export async function readLearningRecord(
  { facts }: Pick<Store, 'facts'>,
  sessions: boolean,
): Promise<LearningRecord | null> {
  const kept = await facts.get(nameOf(sessions));
  return kept === undefined ? null : (kept as unknown as LearningRecord);
}

/** Of both classes, as of their last days. */
export async function liveScores(store: Pick<Store, 'facts'>): Promise<readonly LiveScore[]> {
  const records = [await readLearningRecord(store, false), await readLearningRecord(store, true)];
  return records.flatMap((record) => record?.scores ?? []);
}

export function writeLearningRecord(
  { facts }: StoreSession,
  sessions: boolean,
  record: LearningRecord,
): Promise<void> {
  return facts.set(nameOf(sessions), record as unknown as JsonValue);
}

function nameOf(sessions: boolean): string {
  return `learning:${sessions ? 'sessions' : 'never-closes'}`;
}
