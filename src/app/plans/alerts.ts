/** What a person should know of: halts, demotions, orders that wait for a person, incidents, expiries; taken from the audit trail. */
import type { LedgerEvent } from '../../ledger/event.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Store } from '../../ports/store.ts';
import { alertTypes, isAlert } from '../../report/alert-sentence.ts';
import type { Workspace } from '../workspace.ts';

/** Of the portfolio, newest first; only those before an event when one is given. */
export async function alerts(
  workspace: Workspace,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<readonly LedgerEvent[]> {
  const { events } = workspace.store;
  const page = { ...(before === undefined ? {} : { before }), limit };
  const found = await Promise.all(alertTypes.map((type) => events.newest({ type, ...page })));
  const newest = found.flat().sort((a, b) => b.sequence - a.sequence);
  const own: LedgerEvent[] = [];
  for (const event of newest) {
    if (own.length === limit) break;
    if (await isOwn(workspace, event)) own.push(event);
  }
  return own;
}

/** A store may keep several portfolios, and the plans made from files; the kill switch is for all. */
async function isOwn(
  { store, broker, settings }: Workspace,
  { type, subject }: LedgerEvent,
): Promise<boolean> {
  const { account } = broker;
  if (type === 'TradingChanged') return true;
  if (type === 'AutonomyChanged') return subject === settings.portfolio.name;
  if (subject === account) return true;
  const record =
    (await store.executions.get(subject)) ?? (await store.recommendations.get(subject));
  return record?.account === account;
}

const pollMs = 1_000;
const eventsAtOnce = 500;

/** Tells of each alert as it comes, from whichever process, until the signal aborts; a fault is told, and the next look follows. */
export async function watchAlerts(
  store: Pick<Store, 'events'>,
  tell: {
    readonly onAlert: (event: LedgerEvent) => void;
    readonly onFault: (fault: unknown) => void;
  },
  { wallClock, signal }: { wallClock: Clock; signal: AbortSignal },
): Promise<void> {
  let after = (await store.events.head())?.sequence ?? 0;
  while (!signal.aborted) {
    const events = await store.events.list({ after, limit: eventsAtOnce }).catch(tell.onFault);
    for (const event of events?.filter(isAlert) ?? []) tell.onAlert(event);
    after = events?.at(-1)?.sequence ?? after;
    if (events?.length !== eventsAtOnce) await wallClock.sleep(pollMs, signal);
  }
}
