/** `allocate`: weights of one method, for a covariance in a file or for a forecast. */
import { basename } from 'node:path';
import { type AllocationMethod, allocationMethods } from '../../allocation/allocate.ts';
import { boundsOf } from '../../allocation/bounds.ts';
import { createLearner } from '../../app/learning/learned-day.ts';
import {
  allocationView,
  type CovarianceOfCandles,
  forecastCovariance,
  pastCovariance,
} from '../../app/targets/allocate.ts';
import { type NamedCovariance, parseCovariance } from '../../app/targets/covariance-file.ts';
import { ConfigError } from '../../base/errors.ts';
import { recordedMarket } from '../../compose.ts';
import { allocationJson } from '../../report/allocation-json.ts';
import { allocationText } from '../../report/text-allocation.ts';
import { covarianceCares } from '../../risk/covariance-cares.ts';
import { answer } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { configuredFor } from '../configured.ts';
import { folderGiven } from '../folder.ts';
import { fractionGiven, oneOf, textOf } from '../given.ts';
import { modelsOf } from '../models-folder.ts';
import { requiredMoment } from '../moment.ts';
import { numberGiven } from '../sweep-options.ts';

export async function run(call: Call): Promise<ExitCode> {
  const method = oneOf(call, 'method', allocationMethods) as AllocationMethod;
  const linkage = oneOf(call, 'linkage', ['single', 'ward'] as const);
  if (linkage !== undefined && method !== 'hrp') {
    throw new ConfigError(`--linkage is of hrp, was given with ${method}`);
  }
  const limits = { least: fractionGiven(call, 'min') ?? 0, most: fractionGiven(call, 'max') ?? 1 };
  const budgets = budgetsGiven(call, method);
  const risk = await riskGiven(call);
  const assets = risk.symbols.length;
  if (budgets !== undefined && budgets.length !== assets) {
    throw new ConfigError(`--budgets must be ${assets}, one for each asset, was ${budgets.length}`);
  }
  const bounds = boundsOf(assets, limits);
  const view = allocationView(risk, { method, bounds, budgets, linkage: linkage ?? 'single' });
  const isInfeasible = view.allocation.status === 'infeasible';
  if (isInfeasible && !call.has('json')) {
    call.say(`ballast: ${allocationText(view)}`);
  } else {
    answer(call, { json: () => allocationJson(view), text: () => allocationText(view) });
  }
  return isInfeasible ? 3 : 0;
}

function budgetsGiven(call: Call, method: AllocationMethod): Float64Array | undefined {
  const text = call.text('budgets');
  if (text === undefined) return undefined;
  if (method !== 'erc') throw new ConfigError(`--budgets are of erc, were given with ${method}`);
  const budgets = Float64Array.from(text.split(','), (cell) => Number(cell || 'none'));
  const wrong = budgets.findIndex((budget) => !(budget > 0 && budget < Number.POSITIVE_INFINITY));
  if (wrong < 0) return budgets;
  throw new ConfigError(`--budgets must be numbers above zero, was ${text.split(',')[wrong]}`);
}

async function riskGiven(call: Call): Promise<NamedCovariance & Partial<CovarianceOfCandles>> {
  const [file, data] = [call.text('covariance'), call.text('data')];
  if ((file === undefined) === (data === undefined)) {
    const were = file === undefined ? 'neither was given' : 'both were given';
    throw new ConfigError(`allocate needs --covariance FILE or --data DIR --at T, ${were}`);
  }
  if (file !== undefined) {
    const option = ['at', 'care', 'days'].find((name) => call.has(name));
    if (option !== undefined) {
      throw new ConfigError(`--${option} needs --data DIR, the recorded candles`);
    }
    return parseCovariance(await textOf(file, 'covariance'), basename(file));
  }
  const at = requiredMoment(call, 'at');
  const directory = folderGiven(data ?? '', '--data');
  const market = recordedMarket(directory);
  const care = oneOf(call, 'care', covarianceCares);
  if (care !== undefined) {
    const days = numberGiven(call, 'days', { least: 20, most: 3_650, fallback: 250 });
    return pastCovariance(market, at, { care, days: Math.round(days) });
  }
  if (call.has('days')) throw new ConfigError('--days needs --care, the forecast chooses its own');
  const { settings } = configuredFor(call, { use: 'live', demo: true });
  const room = {
    ...{ settings, market },
    learner: createLearner(modelsOf(call)),
  };
  return forecastCovariance(room, at);
}
