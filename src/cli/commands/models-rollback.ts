/** `models rollback`: the champion of a name is retired, and the one before it is back. */
import { rollBackModel } from '../../app/learning/promote-model.ts';
import { wallClock } from '../../compose.ts';
import { refuse } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { modelsOf } from '../models-folder.ts';

export async function run(call: Call): Promise<ExitCode> {
  const name = call.parameter('NAME') ?? '';
  const found = await rollBackModel(modelsOf(call), name, wallClock());
  if ('code' in found) return refuse(call, found);
  const { retired, champion } = found;
  call.print(`${retired} is retired; ${champion ?? 'no model'} is the champion now`);
  return 0;
}
