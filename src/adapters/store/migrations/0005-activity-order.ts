/** Orders of time for what an account did lately, and the attempts that ended without certainty. */
import type { Migration } from '../migration.ts';

export const activityOrder: Migration = {
  version: 5,
  name: 'activity order',
  statements: () => [
    'create index attempts_sent on attempts (sent_at)',
    'create index fills_time on fills (account, at)',
    `create index attempts_uncertain on attempts (state, sent_at) where state in ('manual', 'not_accepted')`,
  ],
};
