/** `approve`: one voice for exactly one plan; where the autonomy level says so, the last voice starts the execution. */
import { approve } from '../../app/plans/approve.ts';
import { autonomyNow, startsByApproval } from '../../app/plans/autonomy.ts';
import { executionJson } from '../../report/execution-json.ts';
import { executionText } from '../../report/text-execution.ts';
import { actorOf } from '../actor.ts';
import { answer, exitOfExecution, refuse } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { executeRecord } from '../execute-record.ts';
import { withRecord } from '../rooms.ts';

export async function run(call: Call): Promise<ExitCode> {
  const actor = actorOf(call);
  const hash = call.text('hash') ?? '';
  return withRecord(call, async ({ record, workspace }) => {
    const plan = record.recommendation;
    const { id, planHash } = plan;
    const given = await approve(workspace, { id, hash, actor });
    if (!given.ok) return refuse(call, given.reason);
    const { record: approved, ...approvals } = given.value;
    const { level } = await autonomyNow(workspace.store, workspace);
    const done =
      startsByApproval(level) && approved.state === 'approved'
        ? await executeRecord(call, { record: approved, workspace }, { actor })
        : undefined;
    if (done !== undefined && !done.ok) return refuse(call, done.reason);
    const execution = done?.value;
    answer(call, {
      json: () => ({
        schemaVersion: 1,
        ...{ id, planHash, approvals },
        state: execution?.status ?? approved.state,
        execution: execution === undefined ? null : executionJson(execution, plan),
      }),
      text: () =>
        execution === undefined
          ? `${id} is ${approved.state}: ${approvals.given} of ${approvals.needed} approvals`
          : executionText(execution, plan),
    });
    if (execution !== undefined) return exitOfExecution(execution.status);
    if (approved.state === 'approved') call.say(`next: bin/ballast execute ${id}`);
    return 0;
  });
}
