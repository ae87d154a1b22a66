/** `allocators`: allocation methods walked forward over recorded candles, beside equal and fixed weights. */
import { basename } from 'node:path';
import { parseCapitalisations } from '../../allocation/capitalisations.ts';
import { compareAllocators } from '../../app/targets/compare-allocators.ts';
import { lookPeriods } from '../../backtest/allocators/look-periods.ts';
import { ConfigError, DataError } from '../../base/errors.ts';
import { sentenceOf } from '../../base/reasons.ts';
import { allocatorsJson } from '../../report/allocators-json.ts';
import { allocatorsText } from '../../report/text-allocators.ts';
import { covarianceCares } from '../../risk/covariance-cares.ts';
import { answer } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { configuredFor, hasConfig } from '../configured.ts';
import { folderGiven } from '../folder.ts';
import { fractionGiven, oneOf, textOf } from '../given.ts';
import { periodGiven } from '../moment.ts';
import { numberGiven } from '../sweep-options.ts';

export async function run(call: Call): Promise<ExitCode> {
  const range = periodGiven(call);
  const { settings } = configuredFor(call, { use: 'backtest', demo: true });
  const capitalisations = call.text('capitalisations');
  const days = numberGiven(call, 'days', { least: 20, most: 3_650, fallback: 250 });
  const view = await compareAllocators({
    ...{ ...range, settings, signal: call.signal },
    directories: call.texts('data').map((path) => folderGiven(path, '--data')),
    symbols: call.text('assets')?.split(',') ?? null,
    every: oneOf(call, 'every', lookPeriods) ?? 'monthly',
    windowDays: Math.round(days),
    care: oneOf(call, 'care', covarianceCares) ?? 'linear',
    limits: limitsGiven(call),
    volTarget: volTargetGiven(call),
    hasTargets: hasConfig(call) || call.overrides.some(({ key }) => key === 'portfolio.targets'),
    capitalisations:
      capitalisations === undefined ? null : await capitalisationsOf(capitalisations),
    seed: Math.round(numberGiven(call, 'seed', { least: 0, most: 2 ** 32 - 1, fallback: 7 })),
  });
  answer(call, { json: () => allocatorsJson(view), text: () => allocatorsText(view) });
  return 0;
}

function limitsGiven(call: Call) {
  const limits = { least: fractionGiven(call, 'min') ?? 0, most: fractionGiven(call, 'max') ?? 1 };
  if (limits.least <= limits.most) return limits;
  throw new ConfigError(
    `--min must be at most --max, was ${call.text('min')} with ${call.text('max') ?? '100%'}`,
  );
}

function volTargetGiven(call: Call): number {
  const target = fractionGiven(call, 'vol-target') ?? 0.2;
  if (target > 0) return target;
  throw new ConfigError(`--vol-target must be above 0, was ${call.text('vol-target')}`);
}

async function capitalisationsOf(path: string): Promise<ReadonlyMap<string, number>> {
  const parsed = parseCapitalisations(basename(path), await textOf(path, 'capitalisations'));
  if ('capitalisations' in parsed) return parsed.capitalisations;
  throw new DataError(
    parsed.faults.map((fault) => `${fault.code}: ${sentenceOf(fault)}`).join('\n'),
  );
}
