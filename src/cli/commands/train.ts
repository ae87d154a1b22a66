/** `train`: a model learnt from recorded candles, tried, described, and put into use where it passes the gate. */
import { join } from 'node:path';
import { promoteModel } from '../../app/learning/promote-model.ts';
import { train } from '../../app/learning/train.ts';
import { ConfigError } from '../../base/errors.ts';
import { backtestPool, networkTrainer, wallClock } from '../../compose.ts';
import { modelName } from '../../learning/stored/model-registry.ts';
import { modelCardText } from '../../report/text-model-card.ts';
import { answer, refuse } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { folderGiven, inputsGiven } from '../folder.ts';
import { modelsBeside, outGiven } from '../models-folder.ts';
import { momentOf } from '../moment.ts';
import { numberGiven } from '../sweep-options.ts';
import { version } from '../version.ts';

export async function run(call: Call): Promise<ExitCode> {
  const to = momentOf(call, 'to') ?? null;
  const testTo = momentOf(call, 'test-to') ?? null;
  if (testTo !== null && !(to !== null && to < testTo)) {
    throw new ConfigError(
      `--test-to must be after --to, was ${call.text('test-to')} and ${call.text('to') ?? 'none'}`,
    );
  }
  const trialDays = numberGiven(call, 'trial-days', { least: 90, most: 7_300, fallback: 730 });
  const directory = folderGiven(call.text('data') ?? '', '--data');
  const { root, name } = outGiven(call);
  const models = modelsBeside(call, root);
  const trainer = call.has('linear') ? null : networkTrainer();
  try {
    const trained = await train({
      ...{ directory, to, testTo, trialDays, trainer, models },
      versions: { ballast: version, node: process.versions.node },
      inputs: inputsGiven(call),
      openPool: backtestPool,
      signal: call.signal,
      onProgress: (words) => call.say(words),
    });
    call.signal.throwIfAborted();
    const id = await models.save(name, trained);
    const { sessions, card } = { ...trained.model, ...trained };
    const clock = wallClock();
    await models.record({ ...id, sessions, action: 'trained', at: clock.now() });
    const folder = join(root, modelName(id));
    call.say(`written to ${folder}`);
    answer(call, {
      json: () => ({ schemaVersion: 1, model: modelName(id), folder, card }),
      text: () => modelCardText(card),
    });
    if (!call.has('promote')) return 0;
    const reason = await promoteModel(models, id, clock);
    if (reason !== null) return refuse(call, reason);
    call.say(`${modelName(id)} is the champion now`);
    return 0;
  } finally {
    await trainer?.close();
  }
}
