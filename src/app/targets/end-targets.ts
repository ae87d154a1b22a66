/** Ends of target changes that nobody asks for: their time is over, or a newer one takes their place. */
import type { StoreSession } from '../../ports/store.ts';
import type { TargetChangeRecord } from '../../ports/target-changes.ts';
import type { Workspace } from '../workspace.ts';

/** Ends the waiting change of the account where its time is over; answers whether it did. */
export async function expireDueTargets({ store, broker, clock }: Workspace): Promise<boolean> {
  const due = async ({ targetChanges }: Pick<StoreSession, 'targetChanges'>) => {
    const waiting = await waitingTargets({ targetChanges }, broker.account);
    return waiting !== undefined && waiting.change.expiresAt <= clock.now() ? waiting : undefined;
  };
  if ((await due(store)) === undefined) return false;
  return store.transact(async (session) => {
    const record = await due(session);
    if (record === undefined) return false;
    await expireTargets(session, record, clock.now());
    return true;
  });
}

/** The one that waits for approval; its time may be over. */
export async function waitingTargets(
  { targetChanges }: Pick<StoreSession, 'targetChanges'>,
  account: string,
): Promise<TargetChangeRecord | undefined> {
  const [waiting] = await targetChanges.list({ account, states: ['proposed'], limit: 1 });
  return waiting;
}

/** Moves a change that is due to `expired`, inside the transaction of the caller. */
export async function expireTargets(
  { targetChanges, events }: StoreSession,
  { change }: TargetChangeRecord,
  at: number,
): Promise<void> {
  const { id: subject, expiresAt } = change;
  if (!(await targetChanges.move(subject, { from: 'proposed', to: 'expired', at }))) return;
  await events.append({
    ...{ type: 'TargetsExpired', at, actor: 'system', subject, payload: { expiresAt } },
  });
}

/** Makes room for a newer proposal: what waited is over, by time or because of it. */
export async function endWaiting(
  session: StoreSession,
  { account, by, at }: { account: string; by: string; at: number },
): Promise<void> {
  const waiting = await waitingTargets(session, account);
  if (waiting === undefined) return;
  if (waiting.change.expiresAt <= at) return expireTargets(session, waiting, at);
  await supersedeTargets(session, waiting, { by, at });
}

/** A newer change takes the place of one that waits or is approved. */
export async function supersedeTargets(
  { targetChanges, events }: StoreSession,
  { change, state }: TargetChangeRecord,
  { by, at }: { by: string; at: number },
): Promise<void> {
  const { id: subject } = change;
  if (!(await targetChanges.move(subject, { from: state, to: 'superseded', at }))) return;
  await events.append({
    ...{ type: 'TargetsSuperseded', at, actor: 'system', subject, payload: { by, from: state } },
  });
}
