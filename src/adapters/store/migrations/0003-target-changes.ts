/** Target changes: one of an account waits at a time, one is approved. */
import type { Migration } from '../migration.ts';

export const targetChanges: Migration = {
  version: 3,
  name: 'target changes',
  statements: ({ integer, tableEnd, refuse }) => [
    `create table target_changes (
      id text primary key not null,
      account text not null,
      created_at ${integer} not null,
      state text not null check (state in ('proposed', 'approved', 'rejected', 'expired', 'superseded', 'withdrawn')),
      proposer text not null,
      approved_at ${integer},
      body text not null,
      check (state not in ('approved', 'withdrawn') or approved_at is not null),
      check (state not in ('proposed', 'rejected', 'expired') or approved_at is null)
    ) ${tableEnd}`,
    'create index target_changes_order on target_changes (account, created_at, id)',
    'create index target_changes_state on target_changes (account, state, created_at, id)',
    ...(['proposed', 'approved'] as const).map(
      (state) =>
        `create unique index target_changes_${state} on target_changes (account) where state = '${state}'`,
    ),
    `create table target_approvals (
      change_id text not null references target_changes (id),
      hash text not null check (length(hash) = 64),
      actor text not null,
      at ${integer} not null,
      primary key (change_id, actor)
    ) ${tableEnd}`,
    ...refuse('target_changes', ['delete']),
    ...refuse('target_approvals', ['update', 'delete']),
  ],
};
