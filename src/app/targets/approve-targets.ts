/** Approving a change of targets by its hash: one voice of as many as its rule asks for; the last one puts the targets in force. */
import { approversOfChange, judgeApproval } from '../../plan/approval.ts';
import { targetsHash, targetWeightsOf } from '../../plan/target-weights.ts';
import type { StoreSession } from '../../ports/store.ts';
import type { TargetChangeRecord } from '../../ports/target-changes.ts';
import { compileRules } from '../plans/approval-rules.ts';
import { refused } from '../plans/gate.ts';
import { supersedeOlder } from '../plans/supersede.ts';
import type { GateResult, Workspace } from '../workspace.ts';
import { type ApprovedTargets, allocatedReason, approvedTargets } from './approved-targets.ts';
import { expireTargets, supersedeTargets } from './end-targets.ts';

export type TargetApprovalOutcome = {
  readonly record: TargetChangeRecord;
  readonly given: number;
  readonly needed: number;
};

export function approveTargets(
  workspace: Workspace,
  { id, hash, actor }: { id: string; hash: string; actor: string },
): Promise<GateResult<TargetApprovalOutcome>> {
  const { settings, store, clock } = workspace;
  const rules = compileRules(settings.approvalRules);
  return store.transact<GateResult<TargetApprovalOutcome>>(async (session) => {
    const at = clock.now();
    const record = await session.targetChanges.get(id);
    if (record === undefined) return refused({ code: 'NOT_FOUND', what: 'target change', id });
    const { change, state, proposer } = record;
    const needed = approversOfChange(rules, change);
    const approvedBy = (await session.targetChanges.approvals(id)).map((one) => one.actor);
    const plan = { planHash: change.hash, expiresAt: change.expiresAt };
    const candidate = { plan, state, proposer, approvedBy, needed };
    const judgement = judgeApproval(candidate, { actor, hash, now: at });
    if (!judgement.ok) {
      if (judgement.reason.code === 'APPROVAL_EXPIRED') await expireTargets(session, record, at);
      return judgement;
    }
    const allocated = allocatedReason(settings);
    if (allocated !== undefined) return refused(allocated);
    const inForce = await approvedTargets(session, workspace);
    if (!isMadeFrom(record, inForce, workspace)) return refused({ code: 'TARGETS_CHANGED' });
    const given = approvedBy.length + 1;
    await session.targetChanges.insertApproval({ changeId: id, hash, actor, at });
    if (judgement.missing === 0) await putInForce(session, record, { inForce, at });
    const payload = { hash, given, needed };
    await session.events.append({ type: 'TargetsApproved', at, actor, subject: id, payload });
    const after =
      judgement.missing === 0
        ? ({ ...record, state: 'approved', approvedAt: at } as const)
        : record;
    return { ok: true, value: { record: after, given, needed } };
  });
}

/** Whether targets and file are still those that the change was made from. */
function isMadeFrom(
  { change }: TargetChangeRecord,
  inForce: ApprovedTargets,
  { settings }: Workspace,
): boolean {
  const ofFile = targetWeightsOf(settings.portfolio);
  const now = inForce.change?.change.to ?? ofFile;
  return (
    change.fileTargets === targetsHash(ofFile) && targetsHash(change.from) === targetsHash(now)
  );
}

/** The change before it makes way, and so do plans that were made for its targets and have not begun. */
async function putInForce(
  session: StoreSession,
  { change }: TargetChangeRecord,
  { inForce, at }: { inForce: ApprovedTargets; at: number },
): Promise<void> {
  const { id, account } = change;
  const before = inForce.change ?? inForce.fallen;
  if (before !== null) await supersedeTargets(session, before, { by: id, at });
  await session.targetChanges.move(id, { from: 'proposed', to: 'approved', at });
  await supersedeOlder(session, { account, newerId: id, at });
}
