/** One turn of a portfolio on its schedule: look, decide, propose, and, where a rule allows it without a person, trade. */
import type { Reason } from '../../base/reasons.ts';
import type { Execution } from '../../execution/execution.ts';
import type { RecommendationRecord } from '../../ports/store.ts';
import { execute } from '../execution/execute.ts';
import { watchAccount } from '../execution/watch-account.ts';
import { heldBack } from '../research/held-back.ts';
import { expireDueTargets } from '../targets/end-targets.ts';
import type { Workspace } from '../workspace.ts';
import { approveByRule } from './approve.ts';
import { needsNobody } from './automatic-caps.ts';
import { expireDue } from './expire.ts';
import { propose } from './propose.ts';

export type CycleResult =
  /** An execution is under way: nothing was looked at. */
  | { readonly kind: 'busy' }
  | {
      readonly kind: 'looked';
      readonly record: RecommendationRecord;
      /** Only at the autonomy level `autonomous`, and only where no person is asked for. */
      readonly execution: Execution | null;
      /** Why nothing was traded although no person is asked for. */
      readonly held: readonly Reason[];
    };

export async function runCycle(
  workspace: Workspace,
  options: { signal?: AbortSignal } = {},
): Promise<CycleResult> {
  const { store, broker } = workspace;
  const { account } = broker;
  await expireDue(workspace);
  await expireDueTargets(workspace);
  const live = await store.executions.live();
  if (live.some((execution) => execution.account === account)) return { kind: 'busy' };
  const [before] = await store.recommendations.list({ account, limit: 1 });
  const record = await propose(workspace, { proposer: 'system', isAutomatic: true });
  await watchAccount(workspace, { before, now: record });
  return {
    kind: 'looked',
    record,
    execution: null,
    held: [],
    ...(await trade(workspace, record, options)),
  };
}

type Traded = Partial<Extract<CycleResult, { kind: 'looked' }>>;

/** Trades a plan that asks for no person, unless something holds it back. */
async function trade(
  workspace: Workspace,
  record: RecommendationRecord,
  { signal }: { signal?: AbortSignal },
): Promise<Traded> {
  const { store } = workspace;
  const { recommendation: plan, state } = record;
  const { id, planHash } = plan;
  if (state !== 'proposed' || planHash === null) return {};
  if (!(await needsNobody(workspace, plan))) return {};
  const held = await heldBack(workspace, record);
  if (held.length > 0) return { held: await noteHeld(workspace, id, held) };
  const approved = await approveByRule(workspace, { id, hash: planHash });
  if (!approved.ok) return { held: await noteHeld(workspace, id, [approved.reason]) };
  const done = await execute(workspace, { id, actor: 'rule', signal });
  const after = (await store.recommendations.get(id)) ?? record;
  return done.ok
    ? { record: after, execution: done.value }
    : { record: after, held: [done.reason] };
}

async function noteHeld(
  { store, clock }: Workspace,
  id: string,
  reasons: readonly Reason[],
): Promise<readonly Reason[]> {
  const event = { type: 'AutonomyHeld', at: clock.now(), actor: 'system', subject: id } as const;
  await store.transact(({ events }) =>
    events.append({ ...event, payload: { reasons: [...reasons] } }),
  );
  return reasons;
}
