/** Executions under way: started by a request, finished in the background, waited for when the server closes. */

import { execute } from '../src/app/execution/execute.ts';
import { autonomyNow, startsByApproval } from '../src/app/plans/autonomy.ts';
import type { GateResult, Workspace } from '../src/app/workspace.ts';
import type { Execution } from '../src/execution/execution.ts';
import type { RecommendationRecord } from '../src/ports/store.ts';

export type ExecutionRequest = {
  readonly id: string;
  readonly hash: string;
  readonly actor: string;
};

export type Executions = {
  /**
   * Starts one and waits a moment for its end: the result, or undefined when it goes on in the background.
   * Errors: those of the use case while it is waited for; later ones go to `onFault`.
   */
  start(request: ExecutionRequest, patienceMs: number): Promise<GateResult<Execution> | undefined>;
  /** Starts the execution of a plan that is approved by now, where the autonomy level says that approval starts it. */
  startApproved(record: RecommendationRecord, actor: string): Promise<void>;
  /** Asks all of them to stop before their next order and waits until they have. */
  close(): Promise<void>;
};

export function createExecutions(
  workspace: Workspace,
  onFault: (fault: unknown) => void,
): Executions {
  const running = new Set<Promise<unknown>>();
  const stop = new AbortController();

  /** One that was asked to stop is taken up again at the next start. */
  const report = (fault: unknown): void => {
    if (!stop.signal.aborted) onFault(fault);
  };

  const run = (request: ExecutionRequest): Promise<GateResult<Execution>> => {
    const work = execute(workspace, { ...request, signal: stop.signal });
    const over: Promise<unknown> = work.then(
      () => running.delete(over),
      () => running.delete(over),
    );
    running.add(over);
    return work;
  };

  return {
    async start(request, patienceMs) {
      const work = run(request);
      const first = await Promise.race([work, moment(patienceMs)]);
      if (first === undefined) work.catch(report);
      return first;
    },
    async startApproved({ recommendation: { id, planHash }, state }, actor) {
      const { level } = await autonomyNow(workspace.store, workspace);
      if (!startsByApproval(level) || state !== 'approved' || planHash === null) return;
      run({ id, hash: planHash, actor }).catch(report);
    },
    async close() {
      stop.abort();
      await Promise.all(running);
    },
  };
}

function moment(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), ms).unref());
}
