/**
 * What features are made of series from outside with. A change here is another specification: raise the version. A model that read
 * them would be of use only with the same columns, by the hash.
 */
import { hashOf } from '../../base/canonical-json.ts';
import { featureSpecHash } from '../inputs/feature-spec.ts';
import type { OutsideSeries } from './outside-series.ts';

/** Steps are from value to value: a day for the VIX, a month for consumer prices. */
export const outsideSpec = {
  version: 1,
  /** Of the level that a value is measured against. */
  levelHalfLifeSteps: 60,
  /** Over which values, or their changes, are scaled; half of them must be there. */
  scaleSteps: 60,
  vixChangeSteps: 5,
  fearGreedChangeSteps: 7,
  sentimentDays: 7,
  /** Of the number of news that a day is measured against. */
  countHalfLifeDays: 30,
} as const;

/** SHA-256 of both specifications and of what the series are; neither of their values nor of their lags. */
export function outsideHash(series: readonly OutsideSeries[]): string {
  return hashOf({
    features: featureSpecHash(),
    outside: outsideSpec,
    series: series.map(({ name, kind }) => ({ name, kind })),
  });
}
