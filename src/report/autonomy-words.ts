/** How far a portfolio goes alone, in words and as JSON. */
import type { Reason } from '../base/reasons.ts';
import type { AutonomyLevel } from '../plan/settings.ts';
import { reasonSentence } from './decision-sentence.ts';
import { isoTime, utcTime } from './format.ts';
import { reasonJson } from './recommendation-json.ts';

type Autonomy = {
  readonly level: AutonomyLevel;
  readonly configured: AutonomyLevel;
  readonly schedule: string;
  readonly demotion: { readonly reason: Reason; readonly at: number } | null;
};

/** "autonomy approve, configured is autonomous; taken down …: …". */
export function autonomyWords({ level, configured, demotion }: Autonomy): string {
  if (demotion === null) return `autonomy ${level}`;
  const cause = reasonSentence(demotion.reason);
  return `autonomy ${level}, configured is ${configured}; taken down ${utcTime(demotion.at)}: ${cause}`;
}

export function autonomyJson({ level, configured, schedule, demotion }: Autonomy) {
  const down = demotion && { since: isoTime(demotion.at), reason: reasonJson(demotion.reason) };
  return { level, configured, schedule, demotion: down };
}
