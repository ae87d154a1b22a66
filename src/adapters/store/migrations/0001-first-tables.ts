/** The first tables: events, recommendations, approvals, executions, the paper venue, candles, keys, schedule, facts. */
import type { Engine } from '../engine.ts';
import type { Migration } from '../migration.ts';

const hex = (column: string): string => `check (length(${column}) = 64)`;

export const firstTables: Migration = {
  version: 1,
  name: 'first tables',
  statements: (engine) => [
    ...events(engine),
    ...recommendations(engine),
    ...executions(engine),
    ...venueOrders(engine),
    ...paper(engine),
    ...candles(engine),
    ...rest(engine),
    ...engine.refuse('events', ['update', 'delete']),
    ...engine.refuseBrokenChain(),
    ...engine.refuse('approvals', ['update', 'delete']),
    ...engine.refuse('fills', ['update', 'delete']),
    ...['recommendations', 'executions', 'execution_legs', 'attempts', 'api_keys'].flatMap(
      (table) => engine.refuse(table, ['delete']),
    ),
  ],
};

const events = ({ integer, tableEnd }: Engine): readonly string[] => [
  `create table events (
    sequence ${integer} primary key check (sequence > 0),
    type text not null,
    at ${integer} not null,
    actor text not null,
    subject text not null,
    payload text not null,
    records text not null,
    previous_hash text not null unique ${hex('previous_hash')},
    hash text not null unique ${hex('hash')}
  ) ${tableEnd}`,
  'create index events_subject on events (subject, sequence)',
  'create index events_type on events (type, sequence)',
];

const recommendations = ({ integer, tableEnd }: Engine): readonly string[] => [
  `create table recommendations (
    id text primary key not null,
    portfolio text not null,
    account text not null,
    as_of ${integer} not null,
    state text not null check (state in ('none', 'denied', 'proposed', 'approved', 'rejected', 'expired',
      'superseded', 'drifted', 'executing', 'settled', 'partial', 'halted', 'failed')),
    proposer text not null,
    body text not null,
    inputs text not null
  ) ${tableEnd}`,
  ...['', 'portfolio, ', 'account, ', 'state, ', 'portfolio, state, ', 'account, state, '].map(
    (columns, number) =>
      `create index recommendations_order_${number} on recommendations (${columns}as_of, id)`,
  ),
  `create table approvals (
    recommendation_id text not null references recommendations (id),
    plan_hash text not null ${hex('plan_hash')},
    actor text not null,
    at ${integer} not null,
    primary key (recommendation_id, plan_hash, actor)
  ) ${tableEnd}`,
];

const executions = ({ integer, tableEnd }: Engine): readonly string[] => [
  `create table executions (
    id text primary key not null,
    recommendation_id text not null unique references recommendations (id),
    portfolio text not null,
    account text not null,
    plan_hash text not null ${hex('plan_hash')},
    status text not null check (status in ('executing', 'settled', 'partial', 'halted', 'failed')),
    started_at ${integer} not null,
    finished_at ${integer},
    check ((status = 'executing') = (finished_at is null))
  ) ${tableEnd}`,
  `create unique index executions_live_portfolio on executions (portfolio) where status = 'executing'`,
  `create unique index executions_live_account on executions (account) where status = 'executing'`,
  'create index executions_finished on executions (account, finished_at, id)',
  `create table execution_legs (
    execution_id text not null references executions (id),
    leg_index ${integer} not null check (leg_index >= 0),
    symbol text not null,
    base text not null,
    quote text not null,
    side text not null check (side in ('buy', 'sell')),
    quantity text not null,
    limit_price text not null,
    filled text not null,
    filled_notional text not null,
    fees text not null,
    status text not null check (status in ('pending', 'working', 'filled', 'partial', 'skipped', 'failed')),
    reason text,
    primary key (execution_id, leg_index)
  ) ${tableEnd}`,
];

const venueOrders = ({ integer, tableEnd }: Engine): readonly string[] => [
  `create table attempts (
    client_order_id text primary key not null,
    execution_id text not null,
    leg_index ${integer} not null,
    number ${integer} not null,
    quantity text not null,
    limit_price text not null,
    request_hash text not null ${hex('request_hash')},
    state text not null check (state in ('sending', 'unknown', 'open', 'closed', 'rejected', 'not_accepted', 'manual')),
    sent_at ${integer} not null,
    unique (execution_id, leg_index, number),
    foreign key (execution_id, leg_index) references execution_legs (execution_id, leg_index)
  ) ${tableEnd}`,
  `create unique index attempts_open on attempts (execution_id, leg_index)
    where state in ('sending', 'unknown', 'open')`,
  `create table fills (
    account text not null,
    market text not null,
    trade_id text not null,
    execution_id text not null references executions (id),
    client_order_id text not null references attempts (client_order_id),
    side text not null check (side in ('buy', 'sell')),
    quantity text not null,
    price text not null,
    fee text not null,
    fee_asset text not null,
    at ${integer} not null,
    primary key (account, market, trade_id)
  ) ${tableEnd}`,
  'create index fills_execution on fills (execution_id, at, market, trade_id)',
  'create index fills_order on fills (client_order_id)',
];

const paper = ({ integer, tableEnd }: Engine): readonly string[] => [
  `create table paper_accounts (
    account text primary key not null,
    checksum text not null
  ) ${tableEnd}`,
  `create table paper_balances (
    account text not null references paper_accounts (account),
    asset text not null,
    quantity text not null,
    checksum text not null,
    primary key (account, asset)
  ) ${tableEnd}`,
  `create table paper_orders (
    client_order_id text primary key not null,
    account text not null references paper_accounts (account),
    request text not null,
    accepted_at ${integer} not null,
    status text not null check (status in ('open', 'closed')),
    fills text not null,
    checksum text not null
  ) ${tableEnd}`,
];

const candles = ({ integer, bytes, tableEnd }: Engine): readonly string[] => [
  `create table candle_series (
    id text primary key not null,
    source text not null,
    symbol text not null,
    interval_ms ${integer} not null check (interval_ms > 0),
    version ${integer} not null check (version > 0),
    bars ${integer} not null check (bars >= 0),
    checksum text not null,
    unique (source, symbol, interval_ms, version)
  ) ${tableEnd}`,
  `create table candle_blocks (
    series_id text not null references candle_series (id),
    block ${integer} not null check (block >= 0),
    bars ${integer} not null check (bars between 1 and 1024),
    hash text not null ${hex('hash')},
    data_hash text not null ${hex('data_hash')},
    data ${bytes} not null,
    primary key (series_id, block)
  ) ${tableEnd}`,
];

const rest = ({ integer, tableEnd }: Engine): readonly string[] => [
  `create table api_keys (
    id text primary key not null,
    name text not null,
    scopes text not null,
    secret_hash text not null unique ${hex('secret_hash')},
    created_at ${integer} not null,
    expires_at ${integer},
    revoked_at ${integer}
  ) ${tableEnd}`,
  'create index api_keys_created on api_keys (created_at, id)',
  `create table schedule_slots (
    schedule_id text not null,
    slot ${integer} not null,
    checksum text not null,
    primary key (schedule_id, slot)
  ) ${tableEnd}`,
  `create table facts (
    name text primary key not null,
    value text not null,
    checksum text not null
  ) ${tableEnd}`,
];
