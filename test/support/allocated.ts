/** Targets that an allocator sets for BTC, ETH and SOL, from a configuration with some keys changed, on 120 days of hourly candles. */
import { createModelStore } from '../../src/adapters/files/model-store.ts';
import { type TargetLook, targetsNow } from '../../src/app/targets/targets-now.ts';
import type { Candles } from '../../src/market/candles.ts';
import type { AllocatedTargets, CovarianceThen } from '../../src/plan/allocated-targets.ts';
import type { AllocationSettings } from '../../src/plan/allocation-settings.ts';
import { asOf, type Changes, configuredWith, inputsWith, marketOf } from './settings.ts';

export const calm: readonly Candles[] = marketOf({ days: 120 });

export const noModels = createModelStore('no-models');

/** At the close of the last bar, which is a first of the month; nothing is held and nobody looked before. */
export async function targetsWith(
  changes: Changes,
  look: Partial<TargetLook> = {},
): Promise<AllocatedTargets> {
  const { settings } = configuredWith(changes);
  const found = await targetsNow(
    { settings, models: noModels },
    {
      ...{ asOf, holdings: {}, prices: null, unfit: false, series: calm, lastLook: undefined },
      ...look,
    },
  );
  if (found === undefined) throw new Error('no allocator is configured');
  return found;
}

/** The recorded inputs of a look whose targets were set so, as a store gives them back. */
export async function inputsAllocated(changes: Changes, series: readonly Candles[] = calm) {
  const allocated = await targetsWith(changes, { series });
  return JSON.parse(JSON.stringify(inputsWith(changes, { allocated }, series)));
}

/** A covariance per day of a market that never closes. */
export function known(values: Float64Array): CovarianceThen {
  return { values, source: 'a test', cause: null, periodsPerYear: 365 };
}

/** For so many assets, without limits. */
export function allocationOf(
  assets: number,
  change: Partial<AllocationSettings> = {},
): AllocationSettings {
  return {
    ...{ method: 'erc', every: '0 0 1 * *', covariance: { kind: 'forecast' }, budgets: null },
    ...{ linkage: 'single', groups: [], maximumStep: 1, turnoverPenalty: 0 },
    ...{ volatilityTarget: null, capitalisations: null },
    floors: new Array<number>(assets).fill(0),
    caps: new Array<number>(assets).fill(1),
    ...change,
  };
}
