/**
 * The lease of an account: one driver at a time sends its orders. Each write of a driver names its epoch, so that one that was paused
 * and overtaken writes nothing more; what it was about to send is past its receive window by then.
 */
import { randomUUID } from 'node:crypto';
import type { StoreSession } from '../../ports/store.ts';
import type { Workspace } from '../workspace.ts';

/** A driver that has not written for so long is taken to be dead. */
export const leaseMs = 15_000;

export type Lease = {
  /** Prolongs it inside a transaction; false when another driver has taken over. */
  renew(session: StoreSession): Promise<boolean>;
  release(): Promise<void>;
};

/** Undefined while another driver holds it. */
export async function takeLease({ store, broker }: Workspace): Promise<Lease | undefined> {
  const name = `account:${broker.account}`;
  const holder = randomUUID();
  const wanted = { name, holder, lastsMs: leaseMs };
  const epoch = await store.transact((session) => session.leases.take(wanted));
  if (epoch === undefined) return undefined;
  const own = { name, holder, epoch };
  return {
    renew: (session) => session.leases.renew({ ...own, lastsMs: leaseMs }),
    async release() {
      await store.transact((session) => session.leases.renew({ ...own, lastsMs: 0 }));
    },
  };
}
