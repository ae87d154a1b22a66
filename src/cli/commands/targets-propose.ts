/** `targets propose`: one of the suggestions of now becomes a change of targets that waits for approval. */
import { proposeTargets } from '../../app/targets/propose-targets.ts';
import { createSuggester } from '../../app/targets/suggest-now.ts';
import type { Workspace } from '../../app/workspace.ts';
import { ConfigError } from '../../base/errors.ts';
import { targetChangeJson } from '../../report/target-change-words.ts';
import { targetChangeText } from '../../report/text-target-changes.ts';
import { actorOf } from '../actor.ts';
import { answer, refuse } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { modelsOf } from '../models-folder.ts';
import { withConfiguredVenue } from '../rooms.ts';
import { universeOf } from '../universe.ts';

export async function run(call: Call): Promise<ExitCode> {
  const proposer = actorOf(call);
  const wanted = numberOf(call);
  const universe = universeOf(call);
  const proposeOn = async (workspace: Workspace): Promise<ExitCode> => {
    const request = { proposer, universe, wanted };
    const result = await proposeTargets(workspace, createSuggester(workspace), request);
    if (!result.ok) return refuse(call, result.reason);
    const { change } = result.value;
    answer(call, {
      json: () => targetChangeJson(result.value),
      text: () => targetChangeText(result.value, workspace.clock.now()),
    });
    const config = call.has('config') ? ` --config ${call.text('config')}` : '';
    call.say('no target changes until exactly this is approved:');
    call.say(`  bin/ballast targets approve ${change.id} --hash ${change.hash}${config}`);
    return 0;
  };
  return withConfiguredVenue(call, proposeOn, { models: modelsOf(call) });
}

/** Errors: ConfigError when N is no number of a suggestion. */
function numberOf(call: Call): number {
  const text = call.parameter('N') ?? '';
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  throw new ConfigError(`N must be the number of a suggestion, 1 to 99, was "${text}"`);
}
