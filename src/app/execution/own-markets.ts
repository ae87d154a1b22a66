/** The markets that orders of a portfolio may be placed on: those of its assets, and of assets that approved targets brought in. */
import { marketsOf } from '../../plan/markets.ts';
import { joinedAssets } from '../targets/approved-targets.ts';
import type { Workspace } from '../workspace.ts';

/** Asks nothing of the venue, so that recovery can ask it at any time. */
export async function ownMarkets({
  settings,
  store,
  broker,
}: Pick<Workspace, 'settings' | 'store' | 'broker'>): Promise<readonly string[]> {
  const { quote } = settings.portfolio;
  const joined = await joinedAssets(store, broker.account);
  const markets = joined.map((symbol) => `${symbol}/${quote}`);
  return [...new Set([...marketsOf(settings).map(({ symbol }) => symbol), ...markets])];
}
