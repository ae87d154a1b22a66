/** Executes a recommendation in its place; one from files trades on an account of its own, which is opened first. */
import { ensureAccount } from '../app/execution/ensure-account.ts';
import { type Executed, execute } from '../app/execution/execute.ts';
import type { GateResult } from '../app/workspace.ts';
import type { Call } from './command.ts';
import type { RecordRoom } from './rooms.ts';

export async function executeRecord(
  call: Call,
  { record, workspace }: RecordRoom,
  { actor, hash }: { actor: string; hash?: string | undefined },
): Promise<GateResult<Executed>> {
  const { id } = record.recommendation;
  if (record.state === 'approved' || record.state === 'executing') {
    call.say(`executing ${id}, ${workspace.mode}; it may be interrupted and taken up again`);
    await ensureAccount(workspace);
  }
  return execute(workspace, { id, hash, actor, signal: call.signal });
}
