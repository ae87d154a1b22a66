/** `execute`: trades an approved plan, once, or goes on with an execution that was interrupted. */
import { executionJson } from '../../report/execution-json.ts';
import { executionText } from '../../report/text-execution.ts';
import { actorOf } from '../actor.ts';
import { answer, exitOfExecution, refuse } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { executeRecord } from '../execute-record.ts';
import { withRecord } from '../rooms.ts';

export async function run(call: Call): Promise<ExitCode> {
  const actor = actorOf(call);
  return withRecord(call, async (room) => {
    const done = await executeRecord(call, room, { actor, hash: call.text('hash') });
    if (!done.ok) return refuse(call, done.reason);
    const { recommendation } = room.record;
    answer(call, {
      json: () => executionJson(done.value, recommendation),
      text: () => executionText(done.value, recommendation),
    });
    return exitOfExecution(done.value.status);
  });
}
