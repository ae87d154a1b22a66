/** The one way of recovery: finds out what became of every order that was under way, and brings executions to their end. */
import { invariant } from '../../base/errors.ts';
import type { Execution } from '../../execution/execution.ts';
import type { Workspace } from '../workspace.ts';
import { drive } from './drive.ts';

/** To be called at the start, before anything is traded; answers the executions of the account that were live. */
export async function reconcile(
  workspace: Workspace,
  options: { signal?: AbortSignal } = {},
): Promise<readonly Execution[]> {
  const { store, broker } = workspace;
  const live = (await store.executions.live()).filter(({ account }) => account === broker.account);
  const driver = { actor: 'system', signal: options.signal, waits: true };
  const ended: Execution[] = [];
  for (const execution of live) {
    const record = await store.recommendations.get(execution.recommendationId);
    invariant(record !== undefined, `an execution must have its plan, was ${execution.id} without`);
    const driven = await drive(workspace, { record, execution }, driver);
    if (driven !== undefined) ended.push(driven);
  }
  return ended;
}
