/** Opening the paper account of a portfolio, once. */
import type { Workspace } from './workspace.ts';

/** Opens the account with the initial balances unless it is open; true when it was opened now. */
export async function ensureAccount({
  store,
  broker,
  clock,
  initialBalances,
  settings,
}: Workspace): Promise<boolean> {
  const { account } = broker;
  if ((await store.paper.balances(account)) !== undefined) return false;
  return store.transact(async (session) => {
    if (!(await session.paper.open(account, initialBalances))) return false;
    await session.events.append({
      type: 'AccountOpened',
      at: clock.now(),
      actor: 'system',
      subject: account,
      payload: { portfolio: settings.portfolio.name, balances: initialBalances },
    });
    return true;
  });
}
