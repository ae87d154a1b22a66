/** The pace of the simulated market: wall speed while something waits for a person or executes, the configured one otherwise. */

import { stillWaits, waitingStates } from '../portfolio-state.ts';
import { waitingTargets } from '../targets/end-targets.ts';
import type { Workspace } from '../workspace.ts';

/** Whether something waits or executes now, so that the market must not run ahead of a person. */
export async function needsWallSpeed({
  store,
  broker,
  clock,
  autonomy,
}: Workspace): Promise<boolean> {
  const { account } = broker;
  const targets = await waitingTargets(store, account);
  if (targets !== undefined && clock.now() < targets.change.expiresAt) return true;
  if (autonomy.level === 'observe') return false;
  // While trading is halted, nothing can come of a plan that waits.
  const isHalted = (await store.trading.get()).state === 'halted';
  const states = isHalted ? (['executing'] as const) : waitingStates;
  const waiting = await store.recommendations.list({ account, states, limit: 10 });
  return waiting.some((record) => stillWaits(record, clock.now()));
}
