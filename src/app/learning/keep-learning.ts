/**
 * A day of the models: they are scored on what has happened, alarms are raised, challengers are tested, and the champion is changed
 * where the settings allow that without a person.
 */

import type { JsonValue } from '../../base/canonical-json.ts';
import { type Reason, sentenceOf } from '../../base/reasons.ts';
import { dayMs } from '../../base/time.ts';
import {
  alarmReasons,
  behindReason,
  type ChampionInUse,
} from '../../learning/alarms/champion-alarms.ts';
import type { DailyPanel } from '../../learning/inputs/daily-panel.ts';
import { promotedAt } from '../../learning/stored/challengers.ts';
import type { EventType, NewEvent } from '../../ledger/event.ts';
import { firstIndexAtOrAfter } from '../../market/candles.ts';
import { isoTime, plural } from '../../report/format.ts';
import { liveScore } from '../../report/live-scores.ts';
import { reasonJson } from '../../report/recommendation-json.ts';
import { watchedPanel } from '../candles/watched-candles.ts';
import type { Workspace } from '../workspace.ts';
import { rollBackChampion } from './change-champion.ts';
import { fewestDays } from './learned-risk.ts';
import type { LearningDay, LearningKeeper } from './learning-day.ts';
import { type LearningRecord, readLearningRecord, writeLearningRecord } from './learning-record.ts';
import { type ChallengerTest, testChallengers } from './test-challengers.ts';
import { startTraining } from './trainings.ts';
import { reference } from './try-model.ts';
import { type WatchedModels, watchModels } from './watched-models.ts';

/** Of the detectors: one alarm is not to train a model every day. */
const challengerPauseMs = 30 * dayMs;
const actor = 'system';

/**
 * What there is to say of the last closed day; nothing where it was scored already, or no model has outcomes yet. Errors: ModelError when the record of the models
 * is damaged; AbortError when it is interrupted.
 */
export async function keepLearning(
  workspace: Workspace,
  keeper: LearningKeeper,
): Promise<readonly Reason[]> {
  const { models, store } = workspace;
  const panel = await watchedPanel(workspace);
  if ('cause' in panel) return [unwatched(panel.cause)];
  if (panel.days <= fewestDays) {
    const has = plural(panel.days, 'day');
    return [unwatched(`${has} of history, more than ${fewestDays} are needed`)];
  }
  const kept = await readLearningRecord(store, panel.sessions);
  if (kept !== null && lastClose(panel) <= kept.day) return [];
  const watched = await watchModels(models, panel, keeper.signal);
  if (watched === null) return [];
  const day = { workspace, keeper, panel, watched, kept };
  const alarms = alarmsOf(day);
  const { behind, isDone } = await rollBackIfBehind(day);
  const tests = isDone ? [] : await testChallengers(day);
  const news = [
    ...watched.faults.map(unwatched),
    ...scoreReasons(watched),
    ...[...alarms, ...behind, ...tests.flatMap((test) => test.news)],
    ...(alarms.length > 0 || isDone ? await wantChallenger(day) : []),
  ];
  await keep(day, { news, alarms: [...alarms, ...behind], tests });
  return news;
}

function alarmsOf({ panel, watched, kept }: LearningDay): readonly Reason[] {
  const inUse = championInUse(panel, watched);
  return inUse === null ? [] : alarmReasons(panel, inUse, kept?.day ?? Number.NEGATIVE_INFINITY);
}

/** Whether it was done, and what there is to say: without a person it is said once of a champion, else when it is done. */
async function rollBackIfBehind({
  workspace,
  keeper,
  panel,
  watched,
  kept,
}: LearningDay): Promise<{ readonly behind: readonly Reason[]; readonly isDone: boolean }> {
  const inUse = championInUse(panel, watched);
  const found = inUse && behindReason(panel, inUse);
  const { champion } = watched;
  if (found === null || champion === null) return { behind: [], isDone: false };
  if (workspace.learning.rollback === 'manual') {
    return { behind: kept?.behind === champion.name ? [] : [found], isDone: false };
  }
  const { name } = champion.id;
  const { wallClock } = keeper;
  const done = await rollBackChampion(workspace, { name, actor, wallClock });
  if ('code' in done) return { behind: [found, done], isDone: false };
  const news = { model: done.retired, champion: done.champion ?? watched.before.name };
  return { behind: [found, { code: 'MODEL_ROLLED_BACK', ...news }], isDone: true };
}

function championInUse(panel: DailyPanel, watched: WatchedModels): ChampionInUse | null {
  const { champion, before, pooledHar, events } = watched;
  if (champion === null) return null;
  const { track, from, id } = champion;
  const promoted = firstIndexAtOrAfter(panel.closeTime, promotedAt(events, id) ?? 0);
  return { track, before, simple: pooledHar, since: Math.max(from, promoted) };
}

/** On all candles, with networks; it stays in shadow, whatever its gate says. */
async function wantChallenger({ workspace, panel, kept }: LearningDay): Promise<readonly Reason[]> {
  if (workspace.learning.challengers === 'off') return [];
  const last = kept?.challengerDay ?? Number.NEGATIVE_INFINITY;
  if (lastClose(panel) - last < challengerPauseMs) return [];
  const request = { directory: null, to: null, networks: true, promote: false, actor };
  const started = await startTraining(workspace, request);
  if (started.ok) return [{ code: 'CHALLENGER_TRAINED', training: started.value.id }];
  return [{ code: 'CHALLENGER_REFUSED', cause: sentenceOf(started.reason) }];
}

/** Of the champion, beside the baseline that counts; nothing before there are outcomes. */
function scoreReasons({ champion }: WatchedModels): readonly Reason[] {
  const found = champion?.trial.comparisons.find(
    ({ opponent, horizonDays }) => opponent === reference && horizonDays === 1,
  );
  const test = found?.comparison.test ?? null;
  if (champion === null || found === undefined || test === null) return [];
  const changePct = Math.round(1_000 * found.comparison.changeShare) / 10;
  const told = { model: champion.name, opponent: reference, days: test.days, changePct };
  return [{ code: 'MODEL_SCORED', ...told, t: Math.round(10 * test.t) / 10 }];
}

/** In one transaction: the scores for people, what the next day must know, and the events. */
async function keep(
  { workspace, panel, watched, kept }: LearningDay,
  found: {
    readonly news: readonly Reason[];
    readonly alarms: readonly Reason[];
    readonly tests: readonly ChallengerTest[];
  },
): Promise<void> {
  const { store, clock } = workspace;
  const { news, alarms, tests } = found;
  const { champion, challengers } = watched;
  const has = (code: Reason['code']): boolean => news.some((reason) => reason.code === code);
  const record: LearningRecord = {
    day: lastClose(panel),
    assets: panel.symbols.length,
    scores: [
      ...(champion ? [liveScore(champion.name, 'champion', champion.trial)] : []),
      ...challengers.map(({ name, trial }) => liveScore(name, 'shadow', trial)),
    ],
    news: news.map(reasonJson),
    challengerDay: has('CHALLENGER_TRAINED') ? lastClose(panel) : (kept?.challengerDay ?? null),
    behind: has('MODEL_FELL_BEHIND') ? (champion?.name ?? null) : (kept?.behind ?? null),
  };
  const subject = champion?.name ?? 'none';
  const event = (type: EventType, about: string, payload: unknown): NewEvent => ({
    ...{ type, actor, at: clock.now(), subject: about, payload: payload as JsonValue },
  });
  const { day, assets, scores } = record;
  await store.transact(async (session) => {
    await writeLearningRecord(session, panel.sessions, record);
    await session.events.append(
      event('ModelScored', subject, { to: isoTime(day), assets, scores }),
    );
    if (alarms.length > 0) {
      await session.events.append(
        event('ModelAlarmed', subject, { reasons: alarms.map(reasonJson) }),
      );
    }
    for (const { model, champion: against, passed, reasons } of tests) {
      const payload = { champion: against, passed, reasons: reasons.map(reasonJson) };
      await session.events.append(event('ModelTested', model, payload));
    }
  });
}

function unwatched(cause: string): Reason {
  return { code: 'MODELS_UNWATCHED', cause };
}

function lastClose({ closeTime, days }: DailyPanel): number {
  return closeTime[days - 1] as number;
}
