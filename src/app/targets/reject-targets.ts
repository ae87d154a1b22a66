/** Rejecting a change of targets that waits, or withdrawing one that was approved: the targets of the file are in force again. */
import { expiryProblem, hashProblem } from '../../plan/approval.ts';
import type { TargetChangeRecord } from '../../ports/target-changes.ts';
import { refused } from '../plans/gate.ts';
import type { Rejection } from '../plans/reject.ts';
import { supersedeOlder } from '../plans/supersede.ts';
import type { GateResult, Workspace } from '../workspace.ts';
import { expireTargets } from './end-targets.ts';

export function rejectTargets(
  { store, clock }: Workspace,
  { id, hash, actor, reason }: Rejection,
): Promise<GateResult<TargetChangeRecord>> {
  return store.transact<GateResult<TargetChangeRecord>>(async (session) => {
    const at = clock.now();
    const record = await session.targetChanges.get(id);
    if (record === undefined) return refused({ code: 'NOT_FOUND', what: 'target change', id });
    const { change, state: from } = record;
    if (from !== 'proposed' && from !== 'approved') {
      return refused({ code: 'APPROVAL_STATE', state: from, needed: 'proposed or approved' });
    }
    const bound = { planHash: change.hash, expiresAt: change.expiresAt };
    const mismatch = hash === undefined ? undefined : hashProblem(bound, hash);
    if (mismatch !== undefined) return refused(mismatch);
    const expired = from === 'proposed' ? expiryProblem(bound, at) : undefined;
    if (expired !== undefined) {
      await expireTargets(session, record, at);
      return refused(expired);
    }
    const to = from === 'proposed' ? ('rejected' as const) : ('withdrawn' as const);
    await session.targetChanges.move(id, { from, to, at });
    if (to === 'withdrawn') {
      await supersedeOlder(session, { account: change.account, newerId: id, at });
    }
    const type = to === 'rejected' ? ('TargetsRejected' as const) : ('TargetsWithdrawn' as const);
    const payload = { hash: change.hash, reason };
    await session.events.append({ type, at, actor, subject: id, payload });
    return { ok: true, value: { ...record, state: to } };
  });
}
