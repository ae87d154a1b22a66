/** Everything a person needs to judge one recommendation: its record, who has approved it, what became of it. */
import type { Reason } from '../../base/reasons.ts';
import type { Execution } from '../../execution/execution.ts';
import type { TradingState } from '../../execution/permit.ts';
import { approversNeeded } from '../../plan/approval.ts';
import type { AutonomyLevel } from '../../plan/settings.ts';
import type { Approval, RecommendationRecord } from '../../ports/store.ts';
import type { Workspace } from '../workspace.ts';
import { compileRules } from './approval-rules.ts';
import { capsExceeded } from './automatic-caps.ts';
import { autonomyNow } from './autonomy.ts';

export type PlanReview = {
  readonly record: RecommendationRecord;
  readonly now: number;
  readonly approvals: readonly Approval[];
  readonly approversNeeded: number;
  /** Of autonomy, as it counts now. */
  readonly level: AutonomyLevel;
  readonly trading: TradingState;
  /** What of a plan that waits is more than a rule might approve without a person. */
  readonly overCaps: readonly Reason[];
  readonly execution: Execution | undefined;
  /** The newest recommendation of the account when this one is older. */
  readonly newest: RecommendationRecord | undefined;
  /** In the words of the person who rejected it. */
  readonly rejection: { readonly actor: string; readonly reason: string } | undefined;
};

export async function planReview(
  workspace: Workspace,
  record: RecommendationRecord,
): Promise<PlanReview> {
  const { store, broker, clock, settings } = workspace;
  const { recommendation, state } = record;
  const { id } = recommendation;
  const [approvals, execution, [newest], [rejected]] = await Promise.all([
    store.approvals.list(id),
    store.executions.ofRecommendation(id),
    store.recommendations.list({ account: broker.account, limit: 1 }),
    store.events.list({ subject: id, types: ['PlanRejected'], limit: 1 }),
  ]);
  const rules = compileRules(settings.approvalRules);
  const { level } = await autonomyNow(store, workspace);
  const isOpen = state === 'proposed' || state === 'approved';
  return {
    record,
    now: clock.now(),
    approvals,
    approversNeeded: approversNeeded(rules, recommendation, level),
    level,
    trading: await store.trading.get(),
    overCaps: isOpen ? await capsExceeded(store, workspace, recommendation) : [],
    execution,
    newest: newest?.recommendation.id === id ? undefined : newest,
    rejection: rejected && { actor: rejected.actor, reason: reasonIn(rejected.payload) },
  };
}

function reasonIn(payload: unknown): string {
  const { reason } = payload as { reason?: unknown };
  return typeof reason === 'string' ? reason : '';
}
