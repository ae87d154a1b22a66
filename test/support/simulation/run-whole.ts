/** Seeds played on everything: plans are proposed, approved, executed and recovered through the use cases, over the real store. */
import { createSqliteStore } from '../../../src/adapters/store/open-sqlite.ts';
import { execute } from '../../../src/app/execution/execute.ts';
import { reconcile } from '../../../src/app/execution/reconcile.ts';
import { resume } from '../../../src/app/execution/trading.ts';
import { approve } from '../../../src/app/plans/approve.ts';
import { DataError, VenueError } from '../../../src/base/errors.ts';
import { propose } from '../execution-workspace.ts';
import type { RunOptions } from './run-core.ts';
import { scenarioOf } from './scenario.ts';
import { createScene, type Outcome, playScene, type Scene, type Tools } from './scene.ts';
import { accountOf, executionOf, recordOf, workspaceOf } from './simulated-plan.ts';

export type WholeRuns = {
  run(seed: number, options?: RunOptions): Promise<Outcome>;
  close(): Promise<void>;
};

/** Runs share a store, one after the other, each with an account and a portfolio of its own. */
export async function createWholeRuns(): Promise<WholeRuns> {
  let scene: Scene | undefined;
  const store = await createSqliteStore({
    file: ':memory:',
    now: () => scene?.machineNow() ?? 0,
  });
  return {
    async run(seed, options = {}) {
      const { tells = false, scenario = scenarioOf(seed, options) } = options;
      const { killEpoch } = await store.trading.get();
      const played = createScene({ scenario, execution: executionOf(scenario, killEpoch), tells });
      scene = played;
      const record = recordOf(scenario);
      await resume({ store, clock: played.time }, { actor: 'ann', reason: 'the next seed' });
      const plan = await propose({ store }, record);
      const work = (tools: Tools): Promise<boolean> => workOn(played, tools, plan);
      const plain = { store, broker: { account: record.account }, clock: played.time };
      const approver = workspaceOf(played, { ...plain, name: 'ann' } as unknown as Tools);
      const approval = await approve(approver, { ...plan, actor: 'ann' });
      if (!approval.ok) throw new Error(`the plan must be approved, was ${approval.reason.code}`);
      return playScene(played, { store, account: accountOf(scenario), work });
    },
    close: () => store.close(),
  };
}

/** Starts the execution, or recovers it as at the start of a process; true when there is nothing left to do. */
async function workOn(
  scene: Scene,
  tools: Tools,
  plan: { id: string; hash: string },
): Promise<boolean> {
  const workspace = workspaceOf(scene, tools);
  const { executions } = workspace.store;
  try {
    if ((await executions.ofRecommendation(plan.id)) !== undefined) {
      await reconcile(workspace);
    } else {
      const result = await execute(workspace, { ...plan, actor: tools.name, waits: true });
      const isBusy = !result.ok && result.reason.code === 'EXECUTION_BUSY';
      if (isBusy) return false;
    }
  } catch (error) {
    // A read before the start failed; somebody tries again later.
    if (error instanceof VenueError || error instanceof DataError) return false;
    throw error;
  }
  const execution = await executions.ofRecommendation(plan.id);
  if (execution === undefined) {
    const at = scene.time.now();
    scene.witness.kept(tools.name, [{ kind: 'finish', status: 'failed', at }]);
    return true;
  }
  if (execution.status !== 'executing') return true;
  const attempts = await executions.attempts(execution.id);
  return attempts.some(({ state }) => state === 'manual');
}
