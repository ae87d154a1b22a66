/** One rebalance by the use cases that every command calls, again while the venue does not answer, and a person's hand where it is needed. */

import { execute } from '../../../src/app/execution/execute.ts';
import { reconcile } from '../../../src/app/execution/reconcile.ts';
import { resolve } from '../../../src/app/execution/resolve.ts';
import { approve } from '../../../src/app/plans/approve.ts';
import { propose } from '../../../src/app/plans/propose.ts';
import type { Workspace } from '../../../src/app/workspace.ts';
import { VenueError } from '../../../src/base/errors.ts';

export type Outcome = {
  /** How the execution ended, or why nothing was traded. */
  readonly status: string;
  readonly executionId: string | null;
  readonly legs: number;
  /** Orders that were left to a person. */
  readonly escalated: number;
};

const mostTries = 40;

/** Errors: VenueError when the venue does not answer for long. */
export async function rebalance(workspace: Workspace): Promise<Outcome> {
  const nothing = { executionId: null, legs: 0, escalated: 0 };
  for (let tries = 0; tries < mostTries; tries += 1) {
    const { recommendation } = await patiently(workspace, () =>
      propose(workspace, { proposer: 'system' }),
    );
    const { id, planHash, outcome, legs, reasons } = recommendation;
    if (outcome !== 'proposed') {
      return { ...nothing, status: `${outcome} ${reasons.map(({ code }) => code).join(' ')}` };
    }
    await approve(workspace, { id, hash: planHash ?? '', actor: 'eva' });
    const done = await patiently(workspace, () => execute(workspace, { id, actor: 'eva' }));
    const own = { ...nothing, legs: legs.length };
    if (done.ok) return { ...own, status: done.value.status, executionId: done.value.id };
    if (done.reason.code === 'ORDER_UNRESOLVED') {
      const escalated = await settle(workspace);
      const execution = await workspace.store.executions.ofRecommendation(id);
      return {
        ...{ ...own, escalated, status: execution?.status ?? 'missing' },
        executionId: execution?.id ?? null,
      };
    }
    if (!stale.has(done.reason.code)) return { ...own, status: done.reason.code };
  }
  return { ...nothing, status: 'given up' };
}

/** A plan that was overtaken by the market is made anew. */
const stale: ReadonlySet<string> = new Set([
  'PRICE_DRIFTED',
  'COST_RISEN',
  'PLAN_NO_IMPROVEMENT',
  'BALANCES_CHANGED',
  'PRICE_UNSURE',
]);

/**
 * Brings what a process left behind to its end, as `serve` does when it starts; a person says of orders without a trace that they are
 * not there. Answers how many orders were left to the person.
 */
export async function settle(workspace: Workspace): Promise<number> {
  const { store, broker } = workspace;
  let escalated = 0;
  for (let tries = 0; tries < mostTries; tries += 1) {
    await patiently(workspace, () => reconcile(workspace));
    const waiting = await store.executions.uncertain(broker.account, 'manual');
    if (waiting.length === 0) return escalated;
    escalated += waiting.length;
    const request = { actor: 'eva', reason: 'looked at the venue', isAbsent: true };
    for (const executionId of new Set(waiting.map((attempt) => attempt.executionId))) {
      await patiently(workspace, () => resolve(workspace, { executionId, ...request }));
    }
  }
  return escalated;
}

/** A venue that does not answer is asked again after a second of its time. */
export async function patiently<T>({ clock }: Workspace, work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof VenueError) || tries >= mostTries) throw error;
      await clock.sleep(1_000);
    }
  }
}
