/** Approving a plan by its hash: one voice of as many as its rule asks for. */
import { approversNeeded, judgeApproval } from '../../plan/approval.ts';
import type { RecommendationRecord } from '../../ports/store.ts';
import { haltProblem } from '../execution/trading.ts';
import type { GateResult, Workspace } from '../workspace.ts';
import { compileRules } from './approval-rules.ts';
import { capsExceeded } from './automatic-caps.ts';
import { autonomyNow } from './autonomy.ts';
import { expire } from './expire.ts';
import { notFound, refused } from './gate.ts';

export type ApprovalOutcome = {
  readonly record: RecommendationRecord;
  readonly given: number;
  readonly needed: number;
};

/** Who approves where the rule asks for nobody. */
export const ruleActor = 'rule';

export function approve(
  workspace: Workspace,
  request: { id: string; hash: string; actor: string },
): Promise<GateResult<ApprovalOutcome>> {
  return give(workspace, request);
}

/** Approves in the name of the rule; only in autonomous mode, where the rule asks for no approver, and inside the caps. */
export function approveByRule(
  workspace: Workspace,
  { id, hash }: { id: string; hash: string },
): Promise<GateResult<ApprovalOutcome>> {
  return give(workspace, { id, hash, actor: ruleActor });
}

async function give(
  workspace: Workspace,
  { id, hash, actor }: { id: string; hash: string; actor: string },
): Promise<GateResult<ApprovalOutcome>> {
  const { settings, store, clock } = workspace;
  const rules = compileRules(settings.approvalRules);
  return store.transact<GateResult<ApprovalOutcome>>(async (session) => {
    const now = clock.now();
    const { level } = await autonomyNow(session, workspace);
    if (level === 'observe') return refused({ code: 'AUTONOMY_OBSERVE' });
    const halted = await haltProblem(session);
    if (halted !== undefined) return refused(halted);
    const record = await session.recommendations.get(id);
    if (record === undefined) return notFound(id);
    const { recommendation: plan, state, proposer } = record;
    const needed = approversNeeded(rules, plan, level);
    const approvedBy = (await session.approvals.list(id))
      .filter((approval) => approval.planHash === plan.planHash)
      .map((approval) => approval.actor);
    const candidate = { plan, state, proposer, approvedBy, needed };
    const judgement = judgeApproval(candidate, { actor, hash, now });
    if (!judgement.ok) {
      if (judgement.reason.code === 'APPROVAL_EXPIRED') await expire(session, record, now);
      return judgement;
    }
    const given = approvedBy.length + 1;
    if (actor === ruleActor) {
      if (needed > 0) {
        return refused({ code: 'APPROVAL_MISSING', given: approvedBy.length, needed });
      }
      const [over] = await capsExceeded(session, workspace, plan);
      if (over !== undefined) return refused(over);
    }
    await session.approvals.insert({ recommendationId: id, planHash: hash, actor, at: now });
    if (judgement.missing === 0) await session.recommendations.move(id, 'proposed', 'approved');
    const { killEpoch } = await session.trading.get();
    const payload = { planHash: hash, given, needed, killEpoch };
    await session.events.append({ type: 'PlanApproved', at: now, actor, subject: id, payload });
    const after = judgement.missing === 0 ? ('approved' as const) : state;
    return { ok: true, value: { record: { ...record, state: after }, given, needed } };
  });
}
