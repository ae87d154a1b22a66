/** `targets approve`: one voice for exactly one change of targets; the last one puts them in force. */
import { approveTargets } from '../../app/targets/approve-targets.ts';
import { findTargetChange } from '../../app/targets/find-target-change.ts';
import type { Workspace } from '../../app/workspace.ts';
import { targetChangeJson } from '../../report/target-change-words.ts';
import { actorOf } from '../actor.ts';
import { answer, refuse } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { withKeptStore } from '../kept-store.ts';
import { withConfiguredVenue } from '../rooms.ts';

export async function run(call: Call): Promise<ExitCode> {
  const actor = actorOf(call);
  const approveOn = async (workspace: Workspace): Promise<ExitCode> => {
    const { id } = (await findTargetChange(workspace, call.parameter('ID') ?? '')).change;
    const hash = call.text('hash') ?? '';
    const given = await approveTargets(workspace, { id, hash, actor });
    if (!given.ok) return refuse(call, given.reason);
    const { record, ...approvals } = given.value;
    answer(call, {
      json: () => ({ ...targetChangeJson(record), approvals }),
      text: () => `${id} is ${record.state}: ${approvals.given} of ${approvals.needed} approvals`,
    });
    if (record.state === 'approved') call.say('its targets are in force from now on');
    return 0;
  };
  return withConfiguredVenue(call, approveOn, { open: withKeptStore });
}
