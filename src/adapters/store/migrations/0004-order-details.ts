/** What is known of an order beside its states, where a leg began, the kill epoch of executions, leases, and whether trading is allowed. */
import type { Migration } from '../migration.ts';

export const orderDetails: Migration = {
  version: 4,
  name: 'order details',
  statements: (engine) => {
    const { integer, tableEnd } = engine;
    return [
      `create table attempt_details (
        client_order_id text primary key not null references attempts (client_order_id),
        kind text not null check (kind in ('take', 'rest')),
        base_before text not null,
        quote_before text not null,
        cancel_requested_at ${integer},
        degraded ${integer} not null check (degraded in (0, 1)),
        not_found_reads ${integer} not null check (not_found_reads >= 0),
        last_not_found_at ${integer}
      ) ${tableEnd}`,
      `create table execution_details (
        execution_id text primary key not null references executions (id),
        kill_epoch ${integer} not null check (kill_epoch >= 0)
      ) ${tableEnd}`,
      `create table leg_arrivals (
        execution_id text not null,
        leg_index ${integer} not null,
        price text not null,
        expected_bps text not null,
        at ${integer} not null,
        primary key (execution_id, leg_index),
        foreign key (execution_id, leg_index) references execution_legs (execution_id, leg_index)
      ) ${tableEnd}`,
      `create table trading_states (
        scope text primary key not null check (scope = 'all'),
        state text not null check (state in ('active', 'reducing', 'halted')),
        kill_epoch ${integer} not null check (kill_epoch >= 0),
        reason text not null,
        actor text not null,
        at ${integer} not null
      ) ${tableEnd}`,
      `create table leases (
        name text primary key not null,
        holder text not null,
        process text not null,
        epoch ${integer} not null check (epoch > 0),
        expires_at ${integer} not null,
        checksum text not null
      ) ${tableEnd}`,
      ...['attempt_details', 'execution_details', 'leg_arrivals', 'trading_states'].flatMap(
        (table) => engine.refuse(table, ['delete']),
      ),
      ...engine.refuse('execution_details', ['update']),
      ...engine.refuse('leg_arrivals', ['update']),
    ];
  },
};
