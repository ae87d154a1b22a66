/** A portfolio that trades without a person, on the steady market of plain numbers. */
import { type CycleResult, runCycle } from '../../src/app/plans/cycle.ts';
import type { Workspace } from '../../src/app/workspace.ts';
import { record } from './execution-plans.ts';
import { createTestWorkspace, type Options, propose } from './execution-workspace.ts';

export const alone = { approvalRules: [{ when: null, approvers: 0 }] };

/** 10 pp of NAV to sell of BTC, 10 pp each to buy of ETH and LINK. */
export function autonomous(options: Options = {}): Promise<Workspace> {
  return createTestWorkspace({ level: 'autonomous', settings: alone, ...options });
}

/** Keeps a plan that was made with the settings of the workspace. */
export function proposeOwn(workspace: Workspace) {
  const inputs = { ...(record().inputs as object), settings: workspace.settings };
  return propose(workspace, { ...record(), inputs: JSON.parse(JSON.stringify(inputs)) });
}

/** Caps that bind nothing. */
export const wide = { order: 1, plan: 1, day: 1 };

export type Looked = Extract<CycleResult, { kind: 'looked' }>;

export async function looked(workspace: Workspace): Promise<Looked> {
  const result = await runCycle(workspace);
  if (result.kind !== 'looked') throw new Error('an execution is under way');
  return result;
}
