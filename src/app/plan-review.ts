/** Everything a person needs to judge one recommendation: its record, who has approved it, what became of it. */
import type { Execution } from '../execution/execution.ts';
import { approversNeeded } from '../plan/approval.ts';
import type { Approval, RecommendationRecord } from '../ports/store.ts';
import { compileRules } from './approval-rules.ts';
import type { Workspace } from './workspace.ts';

export type PlanReview = {
  readonly record: RecommendationRecord;
  readonly now: number;
  readonly approvals: readonly Approval[];
  readonly approversNeeded: number;
  readonly execution: Execution | undefined;
  /** The newest recommendation of the account when this one is older. */
  readonly newest: RecommendationRecord | undefined;
  /** In the words of the person who rejected it. */
  readonly rejection: { readonly actor: string; readonly reason: string } | undefined;
};

export async function planReview(
  { store, broker, clock, settings, autonomy }: Workspace,
  record: RecommendationRecord,
): Promise<PlanReview> {
  const { recommendation } = record;
  const { id } = recommendation;
  const [approvals, execution, [newest], [rejected]] = await Promise.all([
    store.approvals.list(id),
    store.executions.ofRecommendation(id),
    store.recommendations.list({ account: broker.account, limit: 1 }),
    store.events.list({ subject: id, types: ['PlanRejected'], limit: 1 }),
  ]);
  const rules = compileRules(settings.approvalRules);
  return {
    record,
    now: clock.now(),
    approvals,
    approversNeeded: approversNeeded(rules, recommendation, autonomy.level),
    execution,
    newest: newest?.recommendation.id === id ? undefined : newest,
    rejection: rejected && { actor: rejected.actor, reason: reasonIn(rejected.payload) },
  };
}

function reasonIn(payload: unknown): string {
  const { reason } = payload as { reason?: unknown };
  return typeof reason === 'string' ? reason : '';
}
