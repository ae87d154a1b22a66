/** A seed played on the core: the real driver, journal and steps over a store in memory. */
import { drive } from '../../../src/app/execution/drive.ts';
import { createMemoryStore } from './memory-store.ts';
import { type Scenario, type ScenarioOptions, scenarioOf } from './scenario.ts';
import { createScene, type Outcome, playScene, type Tools } from './scene.ts';
import { accountOf, executionOf, recordOf, workspaceOf } from './simulated-plan.ts';

export type RunOptions = ScenarioOptions & {
  /** Keeps the story of the run. */
  readonly tells?: boolean;
  /** Instead of the seed's. */
  readonly scenario?: Scenario;
};

export async function runCore(seed: number, options: RunOptions = {}): Promise<Outcome> {
  const { tells = false, scenario = scenarioOf(seed, options) } = options;
  const execution = executionOf(scenario, 0);
  const scene = createScene({ scenario, execution, tells });
  const store = createMemoryStore(scene.machineNow);
  await store.transact((session) => session.executions.insert(execution));
  const record = recordOf(scenario);
  const work = async (tools: Tools): Promise<boolean> => {
    const driver = { actor: tools.name, waits: true };
    const workspace = workspaceOf(scene, tools);
    return (await drive(workspace, { record, execution }, driver)) !== undefined;
  };
  return playScene(scene, { store, account: accountOf(scenario), work });
}
