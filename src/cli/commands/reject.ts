/** `reject`: turns a plan down, with the reason in the words of the person. */
import { reject } from '../../app/plans/reject.ts';
import { actorOf } from '../actor.ts';
import { answer, refuse } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { withRecord } from '../rooms.ts';

export async function run(call: Call): Promise<ExitCode> {
  const actor = actorOf(call);
  const reason = call.text('reason') ?? '';
  return withRecord(call, async ({ record, workspace }) => {
    const { id, planHash } = record.recommendation;
    const done = await reject(workspace, { id, actor, reason });
    if (!done.ok) return refuse(call, done.reason);
    const { state } = done.value;
    answer(call, {
      json: () => ({ schemaVersion: 1, id, planHash, state, reason }),
      text: () => `${id} is ${state}: ${reason}`,
    });
    return 0;
  });
}
