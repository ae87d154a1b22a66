/** What a person needs to judge the targets of a portfolio: the change that is in force, the one that waits, and who has approved them. */
import { approversOfChange } from '../../plan/approval.ts';
import type { TargetApproval, TargetChangeRecord } from '../../ports/target-changes.ts';
import { compileRules } from '../plans/approval-rules.ts';
import type { Workspace } from '../workspace.ts';
import { type ApprovedTargets, approvedTargets } from './approved-targets.ts';
import { waitingTargets } from './end-targets.ts';

export type JudgedTargets = {
  readonly record: TargetChangeRecord;
  readonly approvals: readonly TargetApproval[];
  readonly needed: number;
};

export type TargetsReview = {
  readonly now: number;
  /** Null where the targets of the file are in force. */
  readonly inForce: JudgedTargets | null;
  readonly fallen: ApprovedTargets['fallen'];
  /** Null also where the time of the one that waited is over. */
  readonly waiting: JudgedTargets | null;
};

export async function targetsReview(workspace: Workspace): Promise<TargetsReview> {
  const { store, broker, clock } = workspace;
  const now = clock.now();
  const [{ change, fallen }, waiting] = await Promise.all([
    approvedTargets(store, workspace),
    waitingTargets(store, broker.account),
  ]);
  const isOpen = waiting !== undefined && now < waiting.change.expiresAt;
  return {
    now,
    inForce: change && (await judged(workspace, change)),
    fallen,
    waiting: isOpen ? await judged(workspace, waiting) : null,
  };
}

export async function judged(
  { store, settings }: Workspace,
  record: TargetChangeRecord,
): Promise<JudgedTargets> {
  const { change } = record;
  const approvals = await store.targetChanges.approvals(change.id);
  const needed = approversOfChange(compileRules(settings.approvalRules), change);
  return { record, approvals, needed };
}
