/** Expiry: a plan that nobody approved or executed in time is over, and nothing is traded. */
import type { RecommendationRecord, StoreSession } from '../../ports/store.ts';
import type { Workspace } from '../workspace.ts';

/** More plans than can wait for one account at a time. */
const most = 100;

/** Ends every waiting plan of the account whose time is over; answers their ids. */
export async function expireDue({ store, broker, clock }: Workspace): Promise<readonly string[]> {
  const filter = {
    account: broker.account,
    states: ['proposed', 'approved'],
    limit: most,
  } as const;
  const isDue = ({ recommendation }: RecommendationRecord): boolean =>
    recommendation.expiresAt !== null && recommendation.expiresAt <= clock.now();
  if (!(await store.recommendations.list(filter)).some(isDue)) return [];
  return store.transact(async (session) => {
    const due = (await session.recommendations.list(filter)).filter(isDue);
    for (const record of due) await expire(session, record, clock.now());
    return due.map((record) => record.recommendation.id);
  });
}

/** Moves a plan that is due to `expired`, inside the transaction of the caller. */
export async function expire(
  session: StoreSession,
  { recommendation, state }: RecommendationRecord,
  at: number,
): Promise<void> {
  const { id, expiresAt } = recommendation;
  if (!(await session.recommendations.move(id, state, 'expired'))) return;
  await session.events.append({
    type: 'PlanExpired',
    at,
    actor: 'system',
    subject: id,
    payload: { expiresAt, from: state },
  });
}
