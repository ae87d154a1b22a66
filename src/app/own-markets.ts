/** The markets that orders of a portfolio may be placed on: those of its assets, and of assets that approved targets brought in. */
import { marketsOf } from '../plan/markets.ts';
import type { Workspace } from './workspace.ts';

/** More changes of targets than assets join by. */
const mostChanges = 100;

/** Asks nothing of the venue, so that recovery can ask it at any time. */
export async function ownMarkets({
  settings,
  store,
  broker,
}: Pick<Workspace, 'settings' | 'store' | 'broker'>): Promise<readonly string[]> {
  const { quote } = settings.portfolio;
  const changes = await store.targetChanges.list({
    ...{ account: broker.account, limit: mostChanges },
    states: ['approved', 'superseded', 'withdrawn'],
  });
  const joined = changes
    .filter(({ approvedAt }) => approvedAt !== null)
    .flatMap(({ change }) => Object.keys(change.to))
    .map((symbol) => `${symbol}/${quote}`);
  return [...marketsOf(settings).map(({ symbol }) => symbol), ...joined];
}
