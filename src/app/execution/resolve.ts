/** Resolving: a person has looked at an order whose outcome the venue did not tell, and says why it may count as over. */
import type { Attempt, Execution } from '../../execution/execution.ts';
import { executionLimits } from '../../execution/execution-limits.ts';
import type { OrderReference } from '../../execution/order.ts';
import { type Finding, resolveAttempt, type Word } from '../../execution/resolve.ts';
import { refused } from '../plans/gate.ts';
import { knownState, referenceOf } from '../plans/known-state.ts';
import type { GateResult, Workspace } from '../workspace.ts';
import { keep } from './journal.ts';

export type ResolveRequest = {
  readonly executionId: string;
  readonly actor: string;
  /** In the words of the person. */
  readonly reason: string;
  /** The person has seen that the order is not at the venue. */
  readonly isAbsent: boolean;
  readonly signal?: AbortSignal | undefined;
};

/** Answers the execution, which can be driven on. Errors: VenueError when the venue cannot be asked. */
export async function resolve(
  workspace: Workspace,
  request: ResolveRequest,
): Promise<GateResult<Execution>> {
  const { store, broker } = workspace;
  const { executionId: id, reason, isAbsent } = request;
  const execution = await store.executions.get(id);
  if (execution === undefined || execution.account !== broker.account) {
    return refused({ code: 'NOT_FOUND', what: 'execution', id });
  }
  const state = await knownState(store, id);
  const waiting = state.attempts.filter((attempt) => attempt.state === 'manual');
  if (waiting.length === 0) return refused({ code: 'EXECUTION_CLEAR', id });
  for (const attempt of waiting) {
    const order = referenceOf(state, attempt);
    const finding = await find(workspace, order, request.signal);
    const word = { cause: reason, isAbsent };
    const problem = await end(workspace, { attempt, finding, word, actor: request.actor });
    if (problem !== undefined) return refused(problem);
  }
  return { ok: true, value: (await store.executions.get(id)) ?? execution };
}

/** One that is still open is asked to be cancelled first. */
async function find(
  { broker, clock }: Workspace,
  order: OrderReference,
  signal: AbortSignal | undefined,
): Promise<Finding> {
  let report = await broker.query(order);
  if (report?.status === 'open') {
    await broker.cancel(order);
    await clock.sleep(executionLimits.pollMs, signal);
    report = (await broker.query(order)) ?? report;
  }
  if (report !== undefined) return { kind: 'known', report };
  const sweep = await broker.sweep(order);
  return sweep.order === undefined
    ? { kind: 'not-found', sweep }
    : { kind: 'known', report: sweep.order };
}

function end(
  { store, clock }: Workspace,
  given: { attempt: Attempt; finding: Finding; word: Word; actor: string },
) {
  const { attempt, finding, word, actor } = given;
  return store.transact(async (session) => {
    const state = await knownState(session, attempt.executionId);
    const now = state.attempts.find(({ clientOrderId }) => clientOrderId === attempt.clientOrderId);
    // Another person was faster.
    if (now?.state !== 'manual') return undefined;
    const { records, problem } = resolveAttempt(state, now, { finding, word });
    const { execution } = state;
    for (const entry of records) await keep(session, entry, { execution, actor, at: clock.now() });
    return problem;
  });
}
