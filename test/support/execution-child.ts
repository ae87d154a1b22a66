/**
 * A process that executes the plan r1 of a store and kills itself at a point that the environment names:
 * `DIE_AT=k` dies at the k-th of the points before, inside and after each transaction and each call of the broker.
 * With `JOIN=1` its plan is one of recorded data, so that it joins an execution that is under way.
 * It prints `{ ok, code, points }`.
 */
import { execute } from '../../src/app/execution/execute.ts';
import type { Workspace } from '../../src/app/workspace.ts';
import type { Broker } from '../../src/ports/broker.ts';
import type { Store } from '../../src/ports/store.ts';
import { steadyMarket } from './execution-plans.ts';
import { createTestWorkspace } from './execution-workspace.ts';

const [file = ''] = process.argv.slice(2);
const dieAt = Number(process.env.DIE_AT ?? Number.POSITIVE_INFINITY);
const joins = process.env.JOIN === '1';
let points = 0;

function point(): void {
  points += 1;
  if (points === dieAt) process.kill(process.pid, 'SIGKILL');
}

async function between<T>(work: () => Promise<T>): Promise<T> {
  point();
  const result = await work();
  point();
  return result;
}

function watched(store: Store): Store {
  return {
    ...store,
    transact: (work) =>
      between(() =>
        store.transact(async (session) => {
          const result = await work(session);
          point();
          return result;
        }),
      ),
  };
}

function watchedBroker(broker: Broker): Broker {
  return {
    ...broker,
    submit: (order) => between(() => broker.submit(order)),
    query: (order) => between(() => broker.query(order)),
    sweep: (order) => between(() => broker.sweep(order)),
    holdings: () => between(() => broker.holdings()),
  };
}

/** So thin that legs of 10,000 need more than one order. */
const market = steadyMarket({ levelNotional: 1_500 });
const workspace: Workspace = await createTestWorkspace({ file, market });
const result = await execute(
  {
    ...workspace,
    ...(joins ? { origin: { kind: 'files', directory: 'any' } } : {}),
    store: watched(workspace.store),
    broker: watchedBroker(workspace.broker),
  },
  { id: 'r1', actor: 'child' },
);
const code = result.ok ? null : result.reason.code;
process.stdout.write(JSON.stringify({ ok: result.ok, code, points }));
await workspace.store.close();
