/** What is asked of a growing store reads an index: no query walks through a whole table or sorts it. */
import { DatabaseSync } from 'node:sqlite';
import { CamelCasePlugin, Kysely } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unpublishedHead } from '../../src/adapters/store/audit-head.ts';
import { noSeal } from '../../src/adapters/store/file-seal.ts';
import { migrate } from '../../src/adapters/store/migrate.ts';
import type { Tables } from '../../src/adapters/store/schema.ts';
import { createSqliteDialect } from '../../src/adapters/store/sqlite-dialect.ts';
import { sqliteEngine } from '../../src/adapters/store/sqlite-engine.ts';
import { createStore } from '../../src/adapters/store/store.ts';
import type { Store } from '../../src/ports/store.ts';
import { fillEveryTable, sampleCandles } from '../support/store-samples.ts';

let database: DatabaseSync;
let store: Store;
let asked: string[];

beforeEach(async () => {
  database = new DatabaseSync(':memory:');
  asked = [];
  const db = new Kysely<Tables>({
    dialect: createSqliteDialect(database),
    plugins: [new CamelCasePlugin()],
    log: ({ query }) => {
      asked.push(query.sql);
    },
  });
  await migrate(db, sqliteEngine);
  store = createStore(db, {
    engine: sqliteEngine,
    head: unpublishedHead,
    seal: noSeal,
    now: Date.now,
  });
  await fillEveryTable(store);
});
afterEach(() => store.close());

type List = Parameters<Store['recommendations']['list']>[0];
const lists: readonly Omit<List, 'limit'>[] = [
  {},
  { portfolio: 'core' },
  { account: 'paper:core' },
  { states: ['proposed', 'approved'] },
  { portfolio: 'core', states: ['none', 'proposed'] },
  { account: 'paper:core', states: ['none'] },
  { account: 'paper:core', until: 1e15 },
];

const questions: readonly [string, (store: Store) => Promise<unknown>][] = [
  ...lists.flatMap((filter): (typeof questions)[number][] => [
    [`list ${JSON.stringify(filter)}`, (s) => s.recommendations.list({ ...filter, limit: 5 })],
    [
      `next page of ${JSON.stringify(filter)}`,
      (s) => s.recommendations.list({ ...filter, before: 'rec-2', limit: 5 }),
    ],
  ]),
  ['events after a number', (s) => s.events.list({ after: 1, limit: 5 })],
  ['events of a subject', (s) => s.events.list({ subject: 'key-1', after: 1, limit: 5 })],
  ['events of a type', (s) => s.events.list({ types: ['SignedIn'], limit: 5 })],
  ['the newest events of a type', (s) => s.events.newest({ type: 'SignedIn', limit: 5 })],
  [
    'events of a type before a number',
    (s) => s.events.newest({ type: 'SignedIn', before: 9, limit: 5 }),
  ],
  ['the last event', (s) => s.events.head()],
  ['live executions', (s) => s.executions.live()],
  ['the last filled execution', (s) => s.executions.lastFilled('paper:core')],
  ['the execution of a recommendation', (s) => s.executions.ofRecommendation('rec-1')],
  ['attempts', (s) => s.executions.attempts('exec-1')],
  ['attempts left to a person', (s) => s.executions.uncertain('paper:core', 'manual')],
  ['attempts never taken', (s) => s.executions.uncertain('paper:core', 'not_accepted')],
  ['what was traded lately', (s) => s.executions.tradedSince('paper:core', 1)],
  ['fills', (s) => s.executions.fills('exec-1')],
  ['balances', (s) => s.paper.balances('paper:core')],
  ['open orders on paper', (s) => s.paper.openOrders('paper:core')],
  ['a key', (s) => s.keys.findByHash('hash')],
  ['the last slot', (s) => s.schedule.lastSlot('decide')],
  ['a job', (s) => s.jobs.get('training-1')],
  ['jobs', (s) => s.jobs.list({ kind: 'training', before: 'training-9', limit: 5 })],
  ['jobs that run', (s) => s.jobs.list({ kind: 'training', states: ['running'], limit: 5 })],
  ['target changes', (s) => s.targetChanges.list({ account: 'paper:core', limit: 5 })],
  [
    'older target changes that are approved',
    (s) =>
      s.targetChanges.list({
        ...{ account: 'paper:core', states: ['approved'], before: 'chg-1', limit: 5 },
      }),
  ],
  ['archived candles', (s) => s.candles.keep('files:sample', sampleCandles(1200))],
];

test.each(questions)('%s', async (_, ask) => {
  asked.length = 0;
  await ask(store);
  expect(asked).not.toEqual([]);
  for (const sql of asked) {
    const steps = database.prepare(`explain query plan ${sql}`).all() as { detail: string }[];
    const plan = steps.map(({ detail }) => detail).join('\n');
    expect(plan, sql).not.toMatch(/TEMP B-TREE|^SCAN (?!.*USING .*INDEX|events$)/m);
  }
});
