/**
 * Looks once more for orders that count as never taken: five minutes and an hour after that was decided, and at each start. A venue
 * that shows one late must not leave a position that nobody knows of.
 */
import { VenueError } from '../base/errors.ts';
import { dayMs, hourMs } from '../base/time.ts';
import type { Attempt } from '../execution/execution.ts';
import type { OrderReference, OrderReport } from '../execution/order.ts';
import { step } from '../execution/step.ts';
import type { Clock } from '../ports/clock.ts';
import type { StoreSession } from '../ports/store.ts';
import { keep } from './journal.ts';
import { knownState, referenceOf } from './known-state.ts';
import type { Workspace } from './workspace.ts';

const sweepsAfterMs = [5 * 60_000, hourMs];

/** At a start, those of so long ago are looked for as well. */
const startReachMs = 7 * dayMs;

const checkEveryMs = 30_000;

/** Answers the client order ids that turned up; each waits for a person then, and blocks its account. */
export async function sweepAgain(
  workspace: Workspace,
  { isStart }: { isStart: boolean },
): Promise<readonly string[]> {
  const { store, broker } = workspace;
  const found: string[] = [];
  for (const attempt of await store.executions.uncertain(broker.account, 'not_accepted')) {
    if (!(await isDue(workspace, attempt, isStart))) continue;
    if (await sweepOne(workspace, attempt)) found.push(attempt.clientOrderId);
  }
  return found;
}

/** Runs until the signal aborts; a fault is told, and the next check follows. */
export async function runSweeps(
  workspace: Workspace,
  given: { wallClock: Clock; signal: AbortSignal; onFault: (fault: unknown) => void },
): Promise<void> {
  const { wallClock, signal, onFault } = given;
  while (!signal.aborted) {
    await wallClock.sleep(checkEveryMs, signal);
    if (!signal.aborted) await sweepAgain(workspace, { isStart: false }).catch(onFault);
  }
}

async function isDue(
  { store, clock }: Workspace,
  { clientOrderId, sentAt, evidence }: Attempt,
  isStart: boolean,
): Promise<boolean> {
  const now = clock.now();
  const settledAt = evidence.lastNotFoundAt ?? sentAt;
  if (isStart) return now - settledAt < startReachMs;
  const kept = await store.facts.get(factOf(clientOrderId));
  const last = typeof kept === 'number' ? kept : settledAt;
  return sweepsAfterMs.some((ms) => last < settledAt + ms && settledAt + ms <= now);
}

/** True when the venue knows the order after all. A venue that is away is asked again at the next check. */
async function sweepOne(workspace: Workspace, attempt: Attempt): Promise<boolean> {
  const { store, broker, clock } = workspace;
  const { clientOrderId, executionId } = attempt;
  const order = referenceOf(await knownState(store, executionId), attempt);
  try {
    const report = await traceOf(workspace, order);
    await store.transact(async (session) => {
      await session.facts.set(factOf(clientOrderId), clock.now());
      if (report !== undefined) await book(workspace, session, { attempt, report });
    });
    if (report?.status === 'open') await broker.cancel(order);
    return report !== undefined;
  } catch (error) {
    if (error instanceof VenueError) return false;
    throw error;
  }
}

/** The order, or where only trades of it are there, what they make of it. */
async function traceOf(
  { broker }: Workspace,
  order: OrderReference,
): Promise<OrderReport | undefined> {
  const report = await broker.query(order);
  if (report !== undefined) return report;
  const { clientOrderId } = order;
  const { order: listed, trades } = await broker.sweep(order);
  const fills = trades.filter((trade) => trade.clientOrderId === clientOrderId);
  if (listed !== undefined || fills.length === 0) return listed;
  return { clientOrderId, status: 'closed', fills };
}

async function book(
  { clock }: Workspace,
  session: StoreSession,
  { attempt, report }: { attempt: Attempt; report: OrderReport },
): Promise<void> {
  const at = clock.now();
  const state = await knownState(session, attempt.executionId);
  const { execution } = state;
  const { records } = step(state, { kind: 'reported', report }, at);
  for (const entry of records) await keep(session, entry, { execution, actor: 'system', at });
}

function factOf(clientOrderId: string): string {
  return `swept.${clientOrderId}`;
}
