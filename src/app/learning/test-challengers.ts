/** Tests the challengers that are due, on the days after each was stored; one that passes is put into use where that is automatic. */
import { type Reason, sentenceOf } from '../../base/reasons.ts';
import { isTestDue } from '../../learning/stored/challengers.ts';
import { liveGateReasons, type WalkedCoverage } from '../../learning/stored/live-gate.ts';
import { championOf, modelName } from '../../learning/stored/model-registry.ts';
import type { ModelEntry } from '../../ports/model-store.ts';
import { plural } from '../../report/format.ts';
import { promoteChampion } from './change-champion.ts';
import type { LearningDay } from './learning-day.ts';
import type { WatchedModel } from './watched-models.ts';

export type ChallengerTest = {
  readonly model: string;
  readonly champion: string | null;
  readonly passed: boolean;
  /** Why it stays in shadow. */
  readonly reasons: readonly Reason[];
  readonly news: readonly Reason[];
};

/** Until one is put into use: the others are then to be judged against that one. Errors: ModelError when a record is damaged. */
export async function testChallengers(day: LearningDay): Promise<readonly ChallengerTest[]> {
  const { workspace, panel, watched } = day;
  const closeTime = panel.closeTime[panel.days - 1] as number;
  const due = watched.challengers.filter(({ id }) => isTestDue(watched.events, id, closeTime));
  if (due.length === 0) return [];
  const entries = await workspace.models.list();
  const tests: ChallengerTest[] = [];
  for (const challenger of due) {
    const test = await testOne(day, challenger, walkedCoverage(entries, challenger));
    if (test === null) continue;
    tests.push(test);
    if (test.news.some(({ code }) => code === 'MODEL_PROMOTED')) break;
  }
  return tests;
}

/** Null while its days are too few. */
async function testOne(
  { workspace, keeper, panel, watched }: LearningDay,
  { id, name, trial }: WatchedModel,
  walked: readonly WalkedCoverage[],
): Promise<ChallengerTest | null> {
  const { models, learning } = workspace;
  const { wallClock } = keeper;
  const { sessions } = panel;
  const inUse = championOf(watched.events, sessions);
  const champion = inUse === undefined ? null : modelName(inUse);
  const reasons = liveGateReasons(trial, { champion, walked });
  if (reasons === null) return null;
  const passed = reasons.length === 0;
  const to = panel.closeTime[panel.days - 1] as number;
  const test = { champion, to, passed };
  await models.record({ ...id, sessions, action: 'tested', at: wallClock.now(), test });
  const days = trial.comparisons.find(({ horizonDays }) => horizonDays === 1)?.comparison.test
    ?.days;
  const told = { model: name, days: days ?? 0 };
  const verdict = { model: name, champion, passed, reasons };
  if (!passed) {
    const [first, ...others] = reasons;
    const more = others.length === 0 ? '' : `; and ${plural(others.length, 'reason')} more`;
    const cause = `${first === undefined ? '' : sentenceOf(first)}${more}`;
    return { ...verdict, news: [{ code: 'MODEL_UNPROVED', ...told, cause }] };
  }
  const before = champion ?? 'a pooled HAR that learns as it goes';
  const proved: Reason = { code: 'MODEL_PROVED', ...told, champion: champion ?? 'all baselines' };
  if (learning.promotion === 'manual') return { ...verdict, news: [proved] };
  const refusal = await promoteChampion(workspace, { id, actor: 'system', wallClock });
  const done: Reason = refusal ?? { code: 'MODEL_PROMOTED', model: name, before };
  return { ...verdict, news: [proved, done] };
}

/** How its intervals held in the walk forward of its training. */
function walkedCoverage(
  entries: readonly ModelEntry[],
  { name }: WatchedModel,
): readonly WalkedCoverage[] {
  const entry = entries.find((found) => modelName(found) === name);
  if (entry === undefined || !('card' in entry)) return [];
  return entry.card.walkForward.coverage.map(({ horizonDays, days, insidePct }) => ({
    ...{ horizonDays, days },
    inside: insidePct / 100,
  }));
}
