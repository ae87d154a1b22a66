/**
 * What the journal adds to an order: the transaction that keeps an attempt before it is sent, beside the least that a durable record
 * costs, two rows in SQLite, committed and synced. Both on files of one folder, turn by turn, and each after a pause as a venue makes one.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { createSqliteStore } from '../src/adapters/store/open-sqlite.ts';
import { execute } from '../src/app/execution/execute.ts';
import { approve } from '../src/app/plans/approve.ts';
import type { Workspace } from '../src/app/workspace.ts';
import type { OrderReport, OrderRequest } from '../src/execution/order.ts';
import type { Broker } from '../src/ports/broker.ts';
import type { Store, StoreSession } from '../src/ports/store.ts';
import { holdings, recommendation, record } from '../test/support/execution-plans.ts';
import { createTestWorkspace, propose } from '../test/support/execution-workspace.ts';

export type JournalTimes = {
  /** Ms of each transaction that kept an attempt. */
  readonly kept: readonly number[];
  /** The same in memory: what of it is computing and not waiting for the disk. */
  readonly unsynced: readonly number[];
  /** Of a bare commit after each. */
  readonly bare: readonly number[];
};

export async function journalTimes(options: {
  readonly folder: string;
  readonly executions: number;
}): Promise<JournalTimes> {
  const { folder, executions } = options;
  const bareCommit = createBareCommit(join(folder, 'bare.sqlite'));
  const bare: number[] = [];
  const afterEach = (): void => void bare.push(bareCommit());
  const kept = await keptTimes({ file: join(folder, 'journal.sqlite'), executions, afterEach });
  const unsynced = await keptTimes({ file: ':memory:', executions, afterEach: () => {} });
  // The first ones are before the compiler of Node has done its work.
  const [first = [], second = [], third = []] = [kept, unsynced, bare].map((times) =>
    times.slice(Math.floor(times.length / 5)),
  );
  return { kept: first, unsynced: second, bare: third };
}

async function keptTimes(options: {
  readonly file: string;
  readonly executions: number;
  readonly afterEach: () => void;
}): Promise<readonly number[]> {
  const { file, executions, afterEach } = options;
  const kept: number[] = [];
  const own = await createSqliteStore({ file });
  const store = timed(own, (ms) => void kept.push(ms));
  const broker = quickBroker(afterEach);
  const workspace: Workspace = { ...(await createTestWorkspace({ store })), broker };
  for (let k = 0; k < executions; k += 1) {
    const plan = recommendation({ id: `r${k}` });
    const { id, hash } = await propose(workspace, record({ recommendation: plan }));
    await approve(workspace, { id, hash, actor: 'eva' });
    const done = await execute(workspace, { id, actor: 'eva' });
    if (!done.ok) throw new Error(`an execution must not be refused, was ${done.reason.code}`);
  }
  await own.close();
  return kept;
}

/** Two rows of 200 bytes, as an attempt and an event have at least. */
function createBareCommit(file: string): () => number {
  const database = new DatabaseSync(file);
  database.exec('pragma journal_mode = wal; pragma synchronous = full');
  database.exec('create table attempts (id integer primary key, content text) strict');
  database.exec('create table events (id integer primary key, content text) strict');
  const [attempt, event] = ['attempts', 'events'].map((table) =>
    database.prepare(`insert into ${table} (content) values (?)`),
  );
  const content = 'x'.repeat(200);
  return () => {
    const startedAt = performance.now();
    database.exec('begin immediate');
    attempt?.run(content);
    event?.run(content);
    database.exec('commit');
    return performance.now() - startedAt;
  };
}

/** Tells how long each transaction took in which an attempt was kept. */
function timed(store: Store, onKept: (ms: number) => void): Store {
  return {
    ...store,
    async transact(work) {
      let isKept = false;
      const startedAt = performance.now();
      const result = await store.transact((session) =>
        work(
          watched(session, () => {
            isKept = true;
          }),
        ),
      );
      if (isKept) onKept(performance.now() - startedAt);
      return result;
    },
  };
}

function watched(session: StoreSession, onAttempt: () => void): StoreSession {
  const { executions } = session;
  return {
    ...session,
    executions: {
      ...executions,
      insertAttempt(attempt) {
        onAttempt();
        return executions.insertAttempt(attempt);
      },
    },
  };
}

/** Fills every order whole, from an account that never changes; what it is asked takes a little while, as at a venue. */
function quickBroker(onOrder: () => void): Broker {
  let trades = 0;
  const reportOf = (order: OrderRequest): OrderReport => {
    trades += 1;
    const { clientOrderId, market, side, quantity, limitPrice: price, quote, signedAt } = order;
    const fill = { tradeId: String(trades), clientOrderId, market, side, quantity, price };
    const fills = [{ ...fill, fee: '0', feeAsset: quote, at: signedAt }];
    return { clientOrderId, status: 'closed', fills };
  };
  return {
    account: 'paper:core',
    async holdings() {
      await setTimeout(1);
      return { free: holdings, total: holdings };
    },
    async submit(order) {
      await setTimeout(1);
      onOrder();
      return { kind: 'accepted', report: reportOf(order) };
    },
    query: async () => undefined,
    cancel: async () => undefined,
    sweep: async () => ({ order: undefined, trades: [], total: holdings }),
    openOrders: async () => [],
  };
}
