/** One turn of a portfolio on its schedule: look, decide, propose, and, where a rule allows it without a person, trade. */
import type { Execution } from '../execution/execution.ts';
import type { RecommendationRecord } from '../ports/store.ts';
import { approveByRule } from './approve.ts';
import { expireDueTargets } from './end-targets.ts';
import { execute } from './execute.ts';
import { expireDue } from './expire.ts';
import { propose } from './propose.ts';
import type { Workspace } from './workspace.ts';

export type CycleResult =
  /** An execution is under way: nothing was looked at. */
  | { readonly kind: 'busy' }
  | {
      readonly kind: 'looked';
      readonly record: RecommendationRecord;
      /** Only at the autonomy level `autonomous`, and only where no person is asked for. */
      readonly execution: Execution | null;
    };

export async function runCycle(
  workspace: Workspace,
  options: { signal?: AbortSignal } = {},
): Promise<CycleResult> {
  const { store, broker, autonomy } = workspace;
  await expireDue(workspace);
  await expireDueTargets(workspace);
  const live = await store.executions.live();
  if (live.some(({ account }) => account === broker.account)) return { kind: 'busy' };
  const record = await propose(workspace, { proposer: 'system' });
  const { id, planHash } = record.recommendation;
  if (autonomy.level !== 'autonomous' || record.state !== 'proposed' || planHash === null) {
    return { kind: 'looked', record, execution: null };
  }
  const approved = await approveByRule(workspace, { id, hash: planHash });
  if (!approved.ok) return { kind: 'looked', record, execution: null };
  const done = await execute(workspace, { id, actor: 'rule', signal: options.signal });
  return {
    kind: 'looked',
    record: (await store.recommendations.get(id)) ?? record,
    execution: done.ok ? done.value : null,
  };
}
