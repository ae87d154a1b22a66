/**
 * Takes two orders off the events that no query reads: hashes fall anywhere in an order, so each event touched pages of its own there. An
 * event after another than the last is refused by the trigger, and two after the same one by their number.
 */
import type { Migration } from '../migration.ts';

const columns = 'sequence, type, at, actor, subject, payload, records, previous_hash, hash';

export const chainBySequence: Migration = {
  version: 7,
  name: 'chain by sequence',
  statements: (engine) => [
    `create table events_by_sequence (
      sequence ${engine.integer} primary key check (sequence > 0),
      type text not null,
      at ${engine.integer} not null,
      actor text not null,
      subject text not null,
      payload text not null,
      records text not null,
      previous_hash text not null check (length(previous_hash) = 64),
      hash text not null check (length(hash) = 64)
    ) ${engine.tableEnd}`,
    `insert into events_by_sequence (${columns}) select ${columns} from events order by sequence`,
    'drop table events',
    'alter table events_by_sequence rename to events',
    'create index events_subject on events (subject, sequence)',
    'create index events_type on events (type, sequence)',
    ...engine.refuse('events', ['update', 'delete']),
    ...engine.refuseBrokenChain(),
  ],
};
