/** Superseding: a newer plan of an account takes the place of those that still wait. */
import type { StoreSession } from '../../ports/store.ts';

/** More plans than can wait for one account at a time. */
const most = 100;

/** Ends the waiting plans of the account but the newer one, inside the transaction that proposes it; answers their ids. */
export async function supersedeOlder(
  session: StoreSession,
  { account, newerId, at }: { account: string; newerId: string; at: number },
): Promise<readonly string[]> {
  const states = ['proposed', 'approved'] as const;
  const waiting = await session.recommendations.list({ account, states, limit: most });
  const ended: string[] = [];
  for (const { recommendation, state } of waiting) {
    const { id } = recommendation;
    if (id === newerId) continue;
    if (!(await session.recommendations.move(id, state, 'superseded'))) continue;
    await session.events.append({
      type: 'PlanSuperseded',
      at,
      actor: 'system',
      subject: id,
      payload: { by: newerId, from: state },
    });
    ended.push(id);
  }
  return ended;
}
