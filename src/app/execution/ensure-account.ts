/** The beginning of a portfolio's account: a paper account is opened, of one at an exchange is noted what it holds. */
import type { Balances } from '../../execution/order.ts';
import type { StoreSession } from '../../ports/store.ts';
import type { Workspace } from '../workspace.ts';

/** Once; true when it was now. Errors: VenueError when an exchange does not tell the balances. */
export async function ensureAccount(workspace: Workspace): Promise<boolean> {
  const { store, broker, initialBalances } = workspace;
  const { account } = broker;
  if (initialBalances === null) return noteAccount(workspace);
  if ((await store.paper.balances(account)) !== undefined) return false;
  return store.transact(async (session) => {
    if (!(await session.paper.open(account, initialBalances))) return false;
    await writeEvent(workspace, session, initialBalances);
    return true;
  });
}

async function noteAccount(workspace: Workspace): Promise<boolean> {
  const { store, broker } = workspace;
  const known = { subject: broker.account, types: ['AccountOpened'], limit: 1 } as const;
  if ((await store.events.list(known)).length > 0) return false;
  const { total } = await broker.holdings();
  await store.transact((session) => writeEvent(workspace, session, total));
  return true;
}

function writeEvent(
  { broker, clock, settings }: Workspace,
  session: StoreSession,
  balances: Balances,
): Promise<void> {
  return session.events.append({
    type: 'AccountOpened',
    at: clock.now(),
    actor: 'system',
    subject: broker.account,
    payload: { portfolio: settings.portfolio.name, balances },
  });
}
