/** `evaluate`: every model and baseline, walked forward on recorded candles. */
import { resolve } from 'node:path';
import { evaluate } from '../../app/learning/evaluate.ts';
import { ConfigError } from '../../base/errors.ts';
import { networkTrainer } from '../../compose.ts';
import { type Horizon, horizons } from '../../learning/inputs/daily-panel.ts';
import { intervalCoverage } from '../../learning/uncertainty/interval-spec.ts';
import { varianceBaselines } from '../../learning/variance/variance-models.ts';
import { evaluationJson } from '../../report/evaluation-json.ts';
import { covariancesNdjson, forecastsCsv } from '../../report/forecasts-csv.ts';
import { inputsCard } from '../../report/inputs-card.ts';
import { evaluationText } from '../../report/text-evaluation.ts';
import { answer } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { fileGiven, writeGiven } from '../file-option.ts';
import { folderGiven, inputsGiven } from '../folder.ts';
import { modelsOf } from '../models-folder.ts';
import { periodGiven } from '../moment.ts';

export async function run(call: Call): Promise<ExitCode> {
  const range = periodGiven(call);
  const horizon = horizonGiven(call);
  const dailyBars = call.has('daily');
  const forecastsFile = fileGiven(call, 'forecasts');
  const covariancesFile = fileGiven(call, 'covariances');
  if (forecastsFile && covariancesFile) {
    if (resolve(forecastsFile.path) === resolve(covariancesFile.path)) {
      throw new ConfigError(
        `--forecasts and --covariances must be two files, were both ${forecastsFile.path}`,
      );
    }
  }
  const directory = folderGiven(call.text('data') ?? '', '--data');
  const trainer = call.has('networks') ? networkTrainer() : null;
  const found = await evaluate({
    ...{ directory, ...range, horizon, dailyBars, trainer, baselines: varianceBaselines },
    models: modelsOf(call),
    leaveOut: call.text('leave-out') ?? null,
    inputs: inputsGiven(call),
    signal: call.signal,
    onModel: (done) => call.say(`${done} done`),
  }).finally(() => trainer?.close());
  if (forecastsFile) {
    await writeGiven(forecastsFile, forecastsCsv(found));
    call.say(`forecasts written to ${forecastsFile.path}`);
  }
  if (covariancesFile) {
    await writeGiven(covariancesFile, covariancesNdjson(found.panel, found.covarianceTracks));
    call.say(`covariances written to ${covariancesFile.path}`);
  }
  const inputs = found.inputs && inputsCard(found.inputs);
  const view = { ...found, inputs, dailyBars, intervalCoverage };
  answer(call, { json: () => evaluationJson(view), text: () => evaluationText(view) });
  return 0;
}

/** Errors: ConfigError naming the horizons that models learn. */
function horizonGiven(call: Call): Horizon {
  const text = call.text('horizon') ?? '1d';
  const found = horizons.find((days) => text === `${days}d`);
  if (found !== undefined) return found;
  const known = horizons.map((days) => `${days}d`).join(', ');
  throw new ConfigError(`--horizon must be of ${known}, was "${text}"`);
}
