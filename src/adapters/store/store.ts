/** The store over any engine: reads outside transactions, writes and their events inside. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Kysely, KyselyPlugin } from 'kysely';
import { invariant } from '../../base/errors.ts';
import type { EventLog, Store } from '../../ports/store.ts';
import type { PublishedHead } from './audit-head.ts';
import type { Engine } from './engine.ts';
import type { FileSeal } from './file-seal.ts';
import type { Tables } from './schema.ts';
import { createSession } from './session.ts';
import { closedTrail, createTrail } from './trail.ts';
import { verifyStore } from './verification.ts';

export function createStore(
  db: Kysely<Tables>,
  given: { engine: Engine; head: PublishedHead; seal: FileSeal; now: () => number },
): Store {
  const { engine, head, seal, now } = given;
  /** Set in the work of a transaction for as long as it runs. */
  const inside = new AsyncLocalStorage<{ running: boolean }>();
  const refuseInside = (): void =>
    invariant(
      inside.getStore()?.running !== true,
      'the work of a transaction uses its session, never the store itself',
    );
  const snapshot = db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
  const verifyAll: EventLog['verify'] = async () => {
    refuseInside();
    return snapshot.execute((transaction) =>
      verifyStore(transaction, { engine, published: head, seal }),
    );
  };
  const reads = createSession(db.withPlugin(readsOnly(refuseInside)), {
    ...{ trail: closedTrail, verify: verifyAll, now },
  });

  return {
    ...reads,
    async transact(work) {
      refuseInside();
      seal.break();
      const done = await db.transaction().execute(async (transaction) => {
        const trail = createTrail(transaction);
        const verify = () => verifyStore(transaction, { engine, published: head, seal });
        const session = createSession(transaction, { trail, verify, now });
        const state = { running: true };
        const result = await inside
          .run(state, () => work(session))
          .finally(() => {
            state.running = false;
          });
        return { result, end: await trail.finish() };
      });
      if (done.end !== undefined) head.write(done.end);
      return done.result;
    },
    async close() {
      await db.destroy();
      head.close();
      seal.close();
    },
  };
}

/** Lets nothing but queries through. */
function readsOnly(check: () => void): KyselyPlugin {
  return {
    transformQuery({ node }) {
      check();
      invariant(node.kind === 'SelectQueryNode', 'the store is written to inside transact only');
      return node;
    },
    transformResult: async ({ result }) => result,
  };
}
