/** Rejecting a plan that waits, with the reason in the words of the person. */
import { expiryProblem, hashProblem } from '../../plan/approval.ts';
import type { RecommendationRecord } from '../../ports/store.ts';
import type { GateResult, Workspace } from '../workspace.ts';
import { expire } from './expire.ts';
import { notFound, refused } from './gate.ts';

export type Rejection = {
  readonly id: string;
  /** When given, it must be the plan's. */
  readonly hash?: string | undefined;
  readonly actor: string;
  readonly reason: string;
};

export function reject(
  { store, clock }: Workspace,
  { id, hash, actor, reason }: Rejection,
): Promise<GateResult<RecommendationRecord>> {
  return store.transact<GateResult<RecommendationRecord>>(async (session) => {
    const at = clock.now();
    const record = await session.recommendations.get(id);
    if (record === undefined) return notFound(id);
    const { recommendation: plan, state } = record;
    if (state !== 'proposed' && state !== 'approved') {
      return refused({ code: 'APPROVAL_STATE', state, needed: 'proposed or approved' });
    }
    const mismatch = hash === undefined ? undefined : hashProblem(plan, hash);
    if (mismatch !== undefined) return refused(mismatch);
    const expired = expiryProblem(plan, at);
    if (expired !== undefined) {
      await expire(session, record, at);
      return refused(expired);
    }
    await session.recommendations.move(id, state, 'rejected');
    const payload = { planHash: plan.planHash, reason, from: state };
    await session.events.append({ type: 'PlanRejected', at, actor, subject: id, payload });
    return { ok: true, value: { ...record, state: 'rejected' } };
  });
}
