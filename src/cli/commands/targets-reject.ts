/** `targets reject`: turns a change of targets down, or withdraws an approved one, with the reason in the words of the person. */
import { findTargetChange } from '../../app/targets/find-target-change.ts';
import { rejectTargets } from '../../app/targets/reject-targets.ts';
import type { Workspace } from '../../app/workspace.ts';
import { targetChangeJson } from '../../report/target-change-words.ts';
import { actorOf } from '../actor.ts';
import { answer, refuse } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { withKeptStore } from '../kept-store.ts';
import { withConfiguredVenue } from '../rooms.ts';

export async function run(call: Call): Promise<ExitCode> {
  const actor = actorOf(call);
  const rejectOn = async (workspace: Workspace): Promise<ExitCode> => {
    const { id } = (await findTargetChange(workspace, call.parameter('ID') ?? '')).change;
    const reason = call.text('reason') ?? '';
    const done = await rejectTargets(workspace, { id, actor, reason });
    if (!done.ok) return refuse(call, done.reason);
    const record = done.value;
    answer(call, {
      json: () => ({ ...targetChangeJson(record), reason }),
      text: () => `${id} is ${record.state}: ${reason}`,
    });
    if (record.state === 'withdrawn') call.say('the targets of the file are in force again');
    return 0;
  };
  return withConfiguredVenue(call, rejectOn, { open: withKeptStore });
}
