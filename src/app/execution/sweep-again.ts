/**
 * Looks once more for orders that count as never taken, and for fills of those that were cancelled: five minutes and an hour after
 * that was decided, and at each start. A venue that shows one late must not leave a position that nobody knows of.
 */
import { VenueError } from '../../base/errors.ts';
import { dayMs, hourMs } from '../../base/time.ts';
import type { Attempt } from '../../execution/execution.ts';
import type { OrderReference, OrderReport } from '../../execution/order.ts';
import { step } from '../../execution/step.ts';
import type { Clock } from '../../ports/clock.ts';
import type { StoreSession } from '../../ports/store.ts';
import { knownState, referenceOf } from '../plans/known-state.ts';
import type { Workspace } from '../workspace.ts';
import { keep } from './journal.ts';

const sweepsAfterMs = [5 * 60_000, hourMs];

/** At a start, those of so long ago are looked for as well. */
const startReachMs = { lost: 7 * dayMs, cancelled: dayMs };

/** An order may have rested for long before it was cancelled. */
const longestRestMs = 7 * dayMs;

const checkEveryMs = 30_000;

/**
 * Answers the client order ids of which something turned up. What was never taken waits for a person then, and blocks its account; a
 * fill after the end is booked as an incident.
 */
export async function sweepAgain(
  workspace: Workspace,
  { isStart }: { isStart: boolean },
): Promise<readonly string[]> {
  const { store, broker, clock } = workspace;
  const found: string[] = [];
  const since = clock.now() - longestRestMs;
  const lost = await store.executions.uncertain(broker.account, 'not_accepted');
  const cancelled = await store.executions.cancelled(broker.account, since);
  for (const attempt of [...lost, ...cancelled]) {
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
  { clientOrderId, state, sentAt, cancelRequestedAt, evidence }: Attempt,
  isStart: boolean,
): Promise<boolean> {
  const now = clock.now();
  const isLost = state === 'not_accepted';
  const settledAt = (isLost ? evidence.lastNotFoundAt : cancelRequestedAt) ?? sentAt;
  if (isStart) return now - settledAt < startReachMs[isLost ? 'lost' : 'cancelled'];
  const kept = await store.facts.get(factOf(clientOrderId));
  const last = typeof kept === 'number' ? kept : settledAt;
  return sweepsAfterMs.some((ms) => last < settledAt + ms && settledAt + ms <= now);
}

/** True when the venue told something new. A venue that is away is asked again at the next check. */
async function sweepOne(workspace: Workspace, attempt: Attempt): Promise<boolean> {
  const { store, broker, clock } = workspace;
  const { clientOrderId, executionId } = attempt;
  const order = referenceOf(await knownState(store, executionId), attempt);
  try {
    const report = await traceOf(workspace, order);
    const isNew = await store.transact(async (session) => {
      await session.facts.set(factOf(clientOrderId), clock.now());
      return report !== undefined && book(workspace, session, { attempt, report });
    });
    if (report?.status === 'open') await broker.cancel(order);
    return isNew;
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

/** True when there was anything to book. */
async function book(
  { clock }: Workspace,
  session: StoreSession,
  { attempt, report }: { attempt: Attempt; report: OrderReport },
): Promise<boolean> {
  const at = clock.now();
  const state = await knownState(session, attempt.executionId);
  const { execution } = state;
  const { records } = step(state, { kind: 'reported', report }, at);
  for (const entry of records) await keep(session, entry, { execution, actor: 'system', at });
  return records.length > 0;
}

function factOf(clientOrderId: string): string {
  return `swept.${clientOrderId}`;
}
