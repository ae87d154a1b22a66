/**
 * Which features a pooled model reads, and what they are made with. A change here is another specification: raise the version.
 * A model is of use only with features of the specification, by its hash, that it was trained with.
 */
import { hashOf } from '../../base/canonical-json.ts';

export const featureNames = [
  'variance1',
  'variance7',
  'variance30',
  'return1',
  'return7',
  'return30',
  'fall1',
  'fallingShare1',
  'fallingShare7',
  'jumpShare1',
  'unevenness1',
  'lateShare1',
  'volume1',
  'volumeTrend',
  'varianceDeviation30',
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'market1',
  'market7',
  'market30',
] as const;

export type FeatureName = (typeof featureNames)[number];

/** Half-lives in days. */
export const featureSpec = {
  version: 1,
  names: featureNames,
  /** Of the level that an asset's variance is measured against. */
  centreHalfLifeDays: 120,
  /** With so many days an asset's own level weighs half, the median of its class the other half. */
  centreShrinkageDays: 20,
  /** Of the variance that returns are scaled with. */
  scaleHalfLifeDays: 15,
  volumeHalfLifeDays: 15,
  fastVolumeHalfLifeDays: 4,
  slowVolumeHalfLifeDays: 45,
  marketHalfLivesDays: [1, 7, 30],
} as const;

/** SHA-256 of the specification. */
export function featureSpecHash(): string {
  return hashOf(featureSpec);
}
