/** `worth`: what the champion saves in trading, beside simple forecasts and beside foresight. */
import { evaluateWorth } from '../../app/learning/evaluate-worth.ts';
import { ConfigError } from '../../base/errors.ts';
import { backtestPool, networkTrainer } from '../../compose.ts';
import { loadConfig } from '../../config/load.ts';
import { settingsOf } from '../../config/settings.ts';
import type { Settings } from '../../plan/settings.ts';
import { isoTime } from '../../report/format.ts';
import { worthText } from '../../report/text-worth.ts';
import { worthJson } from '../../report/worth-json.ts';
import { answer } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { overridesOf } from '../configured.ts';
import { folderGiven } from '../folder.ts';
import { modelsOf } from '../models-folder.ts';
import { periodGiven } from '../moment.ts';

export async function run(call: Call): Promise<ExitCode> {
  const period = periodGiven(call);
  const directory = folderGiven(call.text('data') ?? '', '--data');
  const portfolios = portfoliosGiven(call);
  const trainer = call.has('networks') ? networkTrainer() : null;
  try {
    const found = await evaluateWorth({
      ...{ directory, period, portfolios, trainer },
      models: modelsOf(call),
      openPool: backtestPool,
      signal: call.signal,
      onProgress: (words) => call.say(words),
    });
    const worths = found.map(worthJson);
    answer(call, {
      json: () => ({
        schemaVersion: 1,
        ...{ from: isoTime(period.from), to: isoTime(period.to) },
        worth: worths,
      }),
      text: () => worthText(worths),
    });
  } finally {
    await trainer?.close();
  }
  return 0;
}

/** Of configurations; null where none is named. Errors: ConfigError. */
function portfoliosGiven(call: Call): readonly Settings[] | null {
  const files = (call.text('portfolios') ?? call.text('config'))?.split(',');
  if (files === undefined && call.overrides.length > 0) {
    throw new ConfigError('--set changes portfolios, was given without --portfolios or --config');
  }
  const settings = files?.map(
    (file) => settingsOf(loadConfig(file, overridesOf(call)), 'backtest').settings,
  );
  const moving = settings?.find(({ allocation }) => allocation !== undefined);
  if (moving !== undefined) {
    throw new ConfigError(
      `worth tries forecasts on targets that stay, allocation.method of ${moving.portfolio.name} was ${moving.allocation?.method}: take the allocation out`,
    );
  }
  return settings ?? null;
}
