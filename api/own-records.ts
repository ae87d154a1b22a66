/** Only what belongs to the account in use is shown or touched; everything else is not found. */
import type { Workspace } from '../src/app/workspace.ts';
import type { Execution } from '../src/execution/execution.ts';
import type { RecommendationRecord } from '../src/ports/store.ts';
import type { TargetChangeRecord } from '../src/ports/target-changes.ts';
import { notFound } from './problem.ts';

export function requirePortfolio({ settings }: Workspace, id: string): void {
  if (id !== settings.portfolio.name) throw notFound('portfolio', id);
}

export async function ownRecommendation(
  { store, broker }: Workspace,
  id: string,
): Promise<RecommendationRecord> {
  const record = await store.recommendations.get(id);
  if (record === undefined || record.account !== broker.account) {
    throw notFound('recommendation', id);
  }
  return record;
}

export async function ownExecution({ store, broker }: Workspace, id: string): Promise<Execution> {
  const execution = await store.executions.get(id);
  if (execution === undefined || execution.account !== broker.account) {
    throw notFound('execution', id);
  }
  return execution;
}

export async function ownTargetChange(
  { store, broker }: Workspace,
  id: string,
): Promise<TargetChangeRecord> {
  const record = await store.targetChanges.get(id);
  if (record === undefined || record.change.account !== broker.account) {
    throw notFound('target change', id);
  }
  return record;
}
