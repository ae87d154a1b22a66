/** Makes a stored model: what the members learnt by the close of a day, and the smearing constants that go with them. */
import type { DailyPanel } from '../inputs/daily-panel.ts';
import type { NetworkLesson } from '../network/network-lessons.ts';
import type { LinearModel } from '../variance/linear-model.ts';
import { pooledHarSpec } from '../variance/pooled-har.ts';
import { createPooledLinear, type PooledLinearSpec } from '../variance/pooled-linear.ts';
import { pooledRidgeSpec } from '../variance/pooled-ridge.ts';
import { smearingConstants } from '../variance/smearing.ts';
import { meanOfMembers, type StoredIntervals, type StoredModel } from './stored-model.ts';

/** Undefined where the days are too few to learn from. The lesson is that of the same day. */
export function learnModel(
  panel: DailyPanel,
  options: {
    readonly day: number;
    readonly lesson: NetworkLesson | null;
    readonly intervals: StoredIntervals | null;
  },
): StoredModel | undefined {
  const { day, lesson, intervals } = options;
  const har = learnLinear(panel, pooledHarSpec, day);
  const ridge = lesson?.ridge ?? learnLinear(panel, pooledRidgeSpec, day);
  if (har === undefined || ridge === undefined) return undefined;
  const members = { har, ridge, shapes: lesson?.shapes ?? [] };
  const smearing = smearingConstants(panel, meanOfMembers(members)(panel), day);
  const { sessions, symbols, closeTime } = panel;
  const [from, to] = [closeTime[0] as number, closeTime[day] as number];
  return { sessions, from, to, symbols, ...members, smearing, intervals };
}

/** What a pooled linear member learns by a day, one for each horizon; undefined where the days are too few for one of them. */
export function learnLinear(
  panel: DailyPanel,
  spec: PooledLinearSpec,
  day: number,
): readonly LinearModel[] | undefined {
  const learner = createPooledLinear(panel, spec);
  learner.fit(day);
  const models = learner.models();
  const known = models.filter((model) => model !== undefined);
  return known.length === models.length ? known : undefined;
}
