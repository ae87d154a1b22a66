/** Jobs: long work in a queue of its kind. */
import type { Migration } from '../migration.ts';

export const jobs: Migration = {
  version: 2,
  name: 'jobs',
  statements: ({ integer, tableEnd }) => [
    `create table jobs (
      number ${integer} primary key check (number > 0),
      kind text not null,
      actor text not null,
      request text not null,
      state text not null check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
      progress text not null,
      result text not null,
      created_at ${integer} not null,
      started_at ${integer},
      finished_at ${integer},
      checksum text not null
    ) ${tableEnd}`,
    'create index jobs_kind on jobs (kind, number)',
    'create index jobs_state on jobs (kind, state, number)',
    "create unique index jobs_running on jobs (kind) where state = 'running'",
  ],
};
