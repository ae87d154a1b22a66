/** A worker of a simulated run: a process that may pause or end at any point, on the clock and the store that it is given. */
import { DataError } from '../../../src/base/errors.ts';
import type { Broker } from '../../../src/ports/broker.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import type { Store, StoreSession } from '../../../src/ports/store.ts';
import type { Choices } from './choices.ts';
import type { Scenario } from './scenario.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { Note, Witness } from './witness.ts';

const longestPauseMs = 150_000;

/** Of a process that has ended. */
const never = new Promise<never>(() => {});

class Death extends Error {}

export type Life = {
  readonly isOver: boolean;
  /** May pause, or end the process: then it never resolves. */
  point(): Promise<void>;
  /** Ends the process, or the transaction alone, by throwing: what surrounds it is undone. */
  pointInside(): void;
};

export function createLife(given: {
  readonly choices: Choices;
  readonly time: VirtualTime;
  readonly rates: Pick<Scenario['rates'], 'pause' | 'crash' | 'fullDisk'>;
  onDeath(): void;
}): Life {
  const { choices, time, rates, onDeath } = given;
  let isOver = false;
  const isToDie = (): boolean => {
    if (isOver || !choices.chance(rates.crash / 10)) return false;
    isOver = true;
    onDeath();
    return true;
  };
  return {
    get isOver() {
      return isOver;
    },
    async point() {
      if (isOver || isToDie()) return never;
      if (choices.chance(rates.pause / 4)) {
        await time.sleep(Math.round(choices.mostlyNear(100, longestPauseMs)));
      }
    },
    pointInside() {
      if (isOver || isToDie()) throw new Death();
      const isFull = rates.fullDisk > 0 && choices.chance(rates.fullDisk);
      if (isFull) throw new DataError('the disk is full');
    },
  };
}

type Process = { readonly name: string; readonly life: Life; readonly witness: Witness };

export function mortalStore(store: Store, { name, life, witness }: Process): Store {
  return {
    ...store,
    async transact(work) {
      await life.point();
      const notes: Note[] = [];
      const done = store.transact(async (session) => {
        const result = await work(noting(session, notes));
        life.pointInside();
        return result;
      });
      try {
        const result = await done;
        witness.kept(name, notes);
        await life.point();
        return result;
      } catch (error) {
        if (life.isOver) return never;
        throw error;
      }
    },
  };
}

/** Notes what is kept, for when the transaction is through. */
function noting(session: StoreSession, notes: Note[]): StoreSession {
  const { executions, leases, trading } = session;
  return {
    ...session,
    executions: {
      ...executions,
      async insertAttempt(attempt) {
        await executions.insertAttempt(attempt);
        notes.push({ kind: 'attempt', attempt, trading: await trading.get() });
      },
      async moveAttempt(clientOrderId, to) {
        await executions.moveAttempt(clientOrderId, to);
        notes.push({ kind: 'move', clientOrderId, to });
      },
      async insertFill(account, executionId, fill) {
        const isNew = await executions.insertFill(account, executionId, fill);
        if (isNew) notes.push({ kind: 'fill', fill });
        return isNew;
      },
      async updateLeg(executionId, leg) {
        await executions.updateLeg(executionId, leg);
        notes.push({ kind: 'leg', leg });
      },
      async finish(executionId, status, at) {
        await executions.finish(executionId, status, at);
        notes.push({ kind: 'finish', status, at });
      },
    },
    leases: {
      ...leases,
      async take(lease) {
        const epoch = await leases.take(lease);
        if (epoch !== undefined) notes.push({ kind: 'lease', epoch });
        return epoch;
      },
    },
  };
}

export function mortalBroker(broker: Broker, { name, life, witness }: Process): Broker {
  const around = async <T>(call: () => Promise<T>): Promise<T> => {
    await life.point();
    try {
      return await call();
    } finally {
      await life.point();
    }
  };
  return {
    account: broker.account,
    submit: (order) =>
      around(async () => {
        witness.sent(name, order);
        const outcome = await broker.submit(order);
        if (outcome.kind === 'accepted') witness.told(name, outcome.report);
        return outcome;
      }),
    query: (order) =>
      around(async () => {
        const report = await broker.query(order);
        witness.told(name, report);
        return report;
      }),
    holdings: () =>
      around(async () => {
        const holdings = await broker.holdings();
        witness.told(name, holdings);
        return holdings;
      }),
    cancel: (order) => around(() => broker.cancel(order)),
    sweep: (order) => around(() => broker.sweep(order)),
    openOrders: () => around(() => broker.openOrders()),
  };
}

/** The venue's time, a little off. */
export function mortalClock(time: VirtualTime, life: Life, errorMs: number): Clock {
  return {
    now: () => Math.round(time.now() + errorMs),
    async sleep(ms) {
      if (ms > 0) await time.sleep(ms);
      if (life.isOver) return never;
    },
  };
}
