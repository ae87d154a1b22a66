/** A store in memory with what drives an execution: the same constraints, transactions and answers as the real one, but no file. */
import { InvariantError, invariant } from '../../../src/base/errors.ts';
import { isFollowed, mayBecome } from '../../../src/execution/attempt-life.ts';
import type { Attempt, Execution, ExecutionLeg } from '../../../src/execution/execution.ts';
import type { Fill } from '../../../src/execution/order.ts';
import { type TradingState, tradingFromTheStart } from '../../../src/execution/permit.ts';
import type { LeaseStore, Store, StoreSession } from '../../../src/ports/store.ts';

type Lease = { readonly holder: string; readonly epoch: number; readonly expiresAt: number };

/** Never changed, only replaced, so that a transaction that fails is undone by keeping the old ones. */
type Tables = {
  readonly execution: Execution | undefined;
  readonly attempts: readonly Attempt[];
  readonly fills: readonly Fill[];
  readonly leases: ReadonlyMap<string, Lease>;
  readonly trading: TradingState;
};

/** Holds one execution; what else the port has is not there. */
export function createMemoryStore(now: () => number): Store {
  let tables: Tables = {
    ...{ execution: undefined, attempts: [], fills: [], leases: new Map() },
    trading: tradingFromTheStart,
  };
  let last: Promise<unknown> = Promise.resolve();
  let events = 0;
  const put = (change: Partial<Tables>): void => {
    tables = { ...tables, ...change };
  };
  const session = {
    executions: executionsOf(() => tables, put),
    leases: leasesOf(() => tables, put, now),
    trading: {
      get: async () => tables.trading,
      set: async (trading: TradingState) => put({ trading }),
    },
    events: {
      append: async () => {
        events += 1;
      },
    },
    recommendations: { move: async () => true, list: async () => [] },
    approvals: { list: async () => [] },
    targetChanges: { list: async () => [] },
  } as unknown as StoreSession;
  const run = async <T>(work: (session: StoreSession) => Promise<T>): Promise<T> => {
    const before = tables;
    const eventsBefore = events;
    try {
      const result = await work(session);
      const isTold = events > eventsBefore || !isChanged(before, tables);
      invariant(isTold, 'records were written without an event after them');
      return result;
    } catch (error) {
      tables = before;
      throw error;
    }
  };
  return {
    ...session,
    transact(work) {
      const result = last.then(() => run(work));
      last = result.catch(() => {});
      return result;
    },
    close: async () => {},
  };
}

/** Of an execution that has begun. */
function isChanged(before: Tables, after: Tables): boolean {
  if (before.execution === undefined) return false;
  return (
    before.execution !== after.execution ||
    before.attempts !== after.attempts ||
    before.fills !== after.fills
  );
}

type Put = (change: Partial<Tables>) => void;

function executionsOf(tables: () => Tables, put: Put): Partial<StoreSession['executions']> {
  const execution = (): Execution => {
    const { execution: kept } = tables();
    if (kept === undefined) throw new InvariantError('there is no execution');
    return kept;
  };
  const change = (clientOrderId: string, given: Partial<Attempt>): void => {
    const { attempts } = tables();
    put({
      attempts: attempts.map((each) =>
        each.clientOrderId === clientOrderId ? { ...each, ...given } : each,
      ),
    });
  };
  return {
    async insert(started) {
      put({ execution: started });
      return true;
    },
    get: async () => tables().execution,
    attempts: async () =>
      [...tables().attempts].sort((a, b) => a.legIndex - b.legIndex || a.number - b.number),
    fills: async () => tables().fills,
    async updateLeg(_, leg: ExecutionLeg) {
      const legs = execution().legs.map((each) => (each.index === leg.index ? leg : each));
      put({ execution: { ...execution(), legs } });
    },
    async insertArrival(_, legIndex, arrival) {
      const legs = execution().legs.map((leg) =>
        leg.index === legIndex ? { ...leg, arrival } : leg,
      );
      put({ execution: { ...execution(), legs } });
    },
    async finish(_, status, finishedAt) {
      put({ execution: { ...execution(), status, finishedAt } });
    },
    async insertAttempt(attempt) {
      const { attempts } = tables();
      const isTaken = attempts.some(
        ({ clientOrderId, legIndex, state }) =>
          clientOrderId === attempt.clientOrderId ||
          (legIndex === attempt.legIndex && isFollowed(state)),
      );
      invariant(!isTaken, `the leg ${attempt.legIndex} has an open attempt, or the id was used`);
      put({ attempts: [...attempts, attempt] });
    },
    async moveAttempt(clientOrderId, state) {
      const known = tables().attempts.find((each) => each.clientOrderId === clientOrderId);
      invariant(known !== undefined && mayBecome(known.state, state), `no move to ${state}`);
      change(clientOrderId, { state });
    },
    noteCancel: async (clientOrderId, at) => change(clientOrderId, { cancelRequestedAt: at }),
    noteEvidence: async (clientOrderId, evidence) => change(clientOrderId, { evidence }),
    async insertFill(_account, _execution, fill) {
      const { fills } = tables();
      const isKnown = fills.some(
        ({ market, tradeId }) => market === fill.market && tradeId === fill.tradeId,
      );
      if (!isKnown) put({ fills: [...fills, fill] });
      return !isKnown;
    },
  };
}

function leasesOf(tables: () => Tables, put: Put, now: () => number): LeaseStore {
  const hold = (name: string, lease: Lease): void =>
    put({ leases: new Map([...tables().leases, [name, lease]]) });
  return {
    async take({ name, holder, lastsMs }) {
      const lease = tables().leases.get(name);
      if (lease !== undefined && lease.expiresAt > now()) return undefined;
      const epoch = (lease?.epoch ?? 0) + 1;
      hold(name, { holder, epoch, expiresAt: now() + lastsMs });
      return epoch;
    },
    async renew({ name, holder, epoch, lastsMs }) {
      const lease = tables().leases.get(name);
      if (lease?.holder !== holder || lease.epoch !== epoch) return false;
      hold(name, { holder, epoch, expiresAt: now() + lastsMs });
      return true;
    },
  };
}
