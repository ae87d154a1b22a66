/** `models promote`: a stored model that passed the gate becomes the champion of its class. */
import { promoteModel } from '../../app/learning/promote-model.ts';
import { ConfigError } from '../../base/errors.ts';
import { wallClock } from '../../compose.ts';
import { refuse } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { modelsOf } from '../models-folder.ts';

export async function run(call: Call): Promise<ExitCode> {
  const text = call.parameter('MODEL') ?? '';
  const [name = '', version = '', ...rest] = text.split('/');
  if (version === '' || rest.length > 0) {
    throw new ConfigError(`MODEL must be NAME/VERSION as models lists it, was "${text}"`);
  }
  const models = modelsOf(call);
  const reason = await promoteModel(models, { name, version }, wallClock());
  if (reason !== null) return refuse(call, reason);
  call.print(`${text} is the champion now`);
  return 0;
}
