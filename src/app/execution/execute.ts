/** Executing an approved plan: consumes its approval, once, and brings its orders to an end. */
import { invariant } from '../../base/errors.ts';
import type { Reason } from '../../base/reasons.ts';
import { executionIdOf } from '../../execution/client-order-id.ts';
import type { Execution, ExecutionLeg } from '../../execution/execution.ts';
import { residualPp } from '../../execution/residual.ts';
import { approversNeeded, expiryProblem, hashProblem } from '../../plan/approval.ts';
import type { Leg, Recommendation } from '../../plan/plan.ts';
import type { RecommendationRecord, StoreSession } from '../../ports/store.ts';
import { compileRules } from '../plans/approval-rules.ts';
import { autonomyNow } from '../plans/autonomy.ts';
import { expire } from '../plans/expire.ts';
import { notFound, refused } from '../plans/gate.ts';
import type { GateResult, Workspace } from '../workspace.ts';
import { type Driver, drive } from './drive.ts';
import { keepStart } from './journal.ts';
import { revalidate } from './revalidate.ts';
import { haltProblem } from './trading.ts';

/** An execution, and the distance to the target that it leaves, in percentage points. */
export type Executed = Execution & { readonly residual: number };

export type ExecuteRequest = Driver & {
  readonly id: string;
  /** When given, it must be the plan's. */
  readonly hash?: string | undefined;
};

/** Executes an approved plan, or goes on with an execution that was interrupted. */
export async function execute(
  workspace: Workspace,
  request: ExecuteRequest,
): Promise<GateResult<Executed>> {
  const { id, hash } = request;
  const record = await workspace.store.recommendations.get(id);
  if (record === undefined) return notFound(id);
  invariant(
    record.account === workspace.broker.account,
    `a plan is executed on its own account ${record.account}, was ${workspace.broker.account}`,
  );
  const begun =
    record.state === 'executing'
      ? await takeUp(workspace, record, hash)
      : await begin(workspace, record, request);
  if (!begun.ok) return begun;
  const execution = await drive(workspace, { record, execution: begun.value }, request);
  if (execution === undefined) return refused({ code: 'EXECUTION_BUSY', recommendation: id });
  if (execution.status === 'executing') {
    const { broker } = workspace;
    const isWithPerson = broker.awaitsPerson && (await broker.openOrders()).length > 0;
    const code = isWithPerson ? 'INSTRUCTION_OPEN' : 'ORDER_UNRESOLVED';
    return refused({ code, id: execution.id });
  }
  return {
    ok: true,
    value: { ...execution, residual: residualPp(record.recommendation, execution) },
  };
}

/** An interrupted execution is gone on with, unless another driver holds the lease of its account. */
async function takeUp(
  { store }: Workspace,
  record: RecommendationRecord,
  hash: string | undefined,
): Promise<GateResult<Execution>> {
  const mismatch = hash === undefined ? undefined : hashProblem(record.recommendation, hash);
  if (mismatch !== undefined) return refused(mismatch);
  const execution = await store.executions.ofRecommendation(record.recommendation.id);
  invariant(execution !== undefined, 'a recommendation that is executing must have an execution');
  return { ok: true, value: execution };
}

async function begin(
  workspace: Workspace,
  record: RecommendationRecord,
  { id, hash, actor }: ExecuteRequest,
): Promise<GateResult<Execution>> {
  const { store, clock, settings } = workspace;
  const rules = compileRules(settings.approvalRules);
  const staleness = record.state === 'approved' ? await revalidate(workspace, record) : undefined;
  return store.transact<GateResult<Execution>>(async (session) => {
    const at = clock.now();
    const { level } = await autonomyNow(session, workspace);
    if (level === 'observe') return refused({ code: 'AUTONOMY_OBSERVE' });
    const stopped = await stopProblem(session, record);
    if (stopped !== undefined) return refused(stopped);
    const current = await session.recommendations.get(id);
    if (current === undefined) return notFound(id);
    const needed = approversNeeded(rules, current.recommendation, level);
    const problem = await admissionProblem(session, current, { hash, needed, at });
    if (problem !== undefined) {
      if (problem.code === 'APPROVAL_EXPIRED') await expire(session, current, at);
      return refused(problem);
    }
    if (staleness !== undefined) {
      await session.recommendations.move(id, 'approved', 'drifted');
      const event = { type: 'PlanDrifted', at, actor: 'system', subject: id } as const;
      await session.events.append({ ...event, payload: { reason: staleness } });
      return refused(staleness);
    }
    const { killEpoch } = await session.trading.get();
    const execution = newExecution(current, { at, killEpoch });
    if (await keepStart(session, execution, actor)) return { ok: true, value: execution };
    return busy(session, execution);
  });
}

/** Why nothing may be started on the account: trading is halted, or an order of it waits for a person. */
async function stopProblem(
  session: StoreSession,
  { account }: RecommendationRecord,
): Promise<Reason | undefined> {
  const [manual] = await session.executions.uncertain(account, 'manual');
  if (manual !== undefined) return { code: 'ORDER_UNRESOLVED', id: manual.executionId };
  return haltProblem(session);
}

/** Why the plan may not be started now, or undefined when it may. */
async function admissionProblem(
  session: StoreSession,
  record: RecommendationRecord,
  { hash, needed, at }: { hash: string | undefined; needed: number; at: number },
): Promise<Reason | undefined> {
  const { recommendation: plan, state } = record;
  if (state !== 'approved' && state !== 'proposed') return wrongState(record).reason;
  const mismatch = hash === undefined ? undefined : hashProblem(plan, hash);
  const problem = mismatch ?? expiryProblem(plan, at);
  if (problem !== undefined) return problem;
  const approvals = await session.approvals.list(plan.id);
  const given = approvals.filter((approval) => approval.planHash === plan.planHash).length;
  if (given < needed) return { code: 'APPROVAL_MISSING', given, needed };
  return state === 'approved' ? undefined : wrongState(record).reason;
}

function wrongState({ state }: RecommendationRecord) {
  return refused({ code: 'APPROVAL_STATE', state, needed: 'approved' });
}

/** The database lets one execution of a portfolio, and of an account, live at a time. */
async function busy(session: StoreSession, { account, portfolio }: Execution) {
  const live = await session.executions.live();
  const other = live.find((each) => each.account === account || each.portfolio === portfolio);
  return refused({ code: 'EXECUTION_BUSY', recommendation: other?.recommendationId ?? 'another' });
}

function newExecution(
  { recommendation, account }: RecommendationRecord,
  { at, killEpoch }: { at: number; killEpoch: number },
): Execution {
  const { id, portfolio, legs } = recommendation;
  const planHash = planHashOf(recommendation);
  return {
    id: executionIdOf({ id, planHash }),
    recommendationId: id,
    portfolio,
    account,
    planHash,
    killEpoch,
    status: 'executing',
    startedAt: at,
    finishedAt: null,
    legs: legs.map(newLeg),
  };
}

function planHashOf({ id, planHash }: Recommendation): string {
  invariant(planHash !== null, `a plan that is approved must have a hash, was ${id} without`);
  return planHash;
}

function newLeg(leg: Leg, index: number): ExecutionLeg {
  const { symbol, base, quote, side, quantity, limitPrice } = leg;
  return {
    ...{ index, symbol, base, quote, side, quantity, limitPrice },
    ...{ filled: '0', filledNotional: '0', fees: '0', status: 'pending', reason: null },
    arrival: null,
  };
}
