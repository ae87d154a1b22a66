/**
 * Which inputs from outside were tried and what they added, as JSON for the card of a model and for an evaluation. Percentages are
 * of the loss (QLIKE) of the same forecast without them, negative where they help.
 */
import { dayMs } from '../base/time.ts';
import type { InputTrial, TriedSet } from '../learning/evaluation/input-trial.ts';
import type { OutsideSeries } from '../learning/outside/outside-series.ts';
import { outsideHash, outsideSpec } from '../learning/outside/outside-spec.ts';
import type { FeatureStamp } from '../learning/stored/model-description.ts';
import { isoTime } from './format.ts';
import { type CardComparison, comparisonCard } from './trial-card.ts';

export type CardInputs = {
  /** Of the features that are made of them. */
  readonly features: FeatureStamp;
  readonly files: readonly CardInputFile[];
  /** Comparisons made, and the t below which one of so many is more than luck at 5 %. */
  readonly tries: number;
  readonly neededT: number | null;
  readonly sets: readonly CardInputSet[];
};

export type CardInputFile = {
  readonly name: string;
  readonly kind: string;
  readonly values: number;
  /** Stamps of the first and the last. */
  readonly from: string;
  readonly to: string;
  /** From the stamp to when a value counts as known; null where the file says it. */
  readonly lagDays: number | null;
  readonly sha256: string;
};

export type CardInputSet = {
  readonly inputs: string;
  readonly columns: number;
  /** Share of the days on which one of the columns at least was known. */
  readonly knownPct: number;
  readonly comparisons: readonly CardComparison[];
};

export function inputsCard({
  inputs,
  sets,
  tries,
  neededT,
}: InputTrial & {
  readonly inputs: readonly { readonly series: OutsideSeries; readonly sha256: string }[];
}): CardInputs {
  return {
    features: {
      version: outsideSpec.version,
      hash: outsideHash(inputs.map(({ series }) => series)),
    },
    files: inputs.map(({ series, sha256 }) => ({ ...fileCard(series), sha256 })),
    tries,
    neededT: Number.isNaN(neededT) ? null : Number(neededT.toFixed(2)),
    sets: sets.map(setCard),
  };
}

function fileCard({ name, kind, time, lagMs }: OutsideSeries) {
  return {
    ...{ name, kind, values: time.length },
    from: isoTime(time[0] as number),
    to: isoTime(time.at(-1) as number),
    lagDays: lagMs === null ? null : Number((lagMs / dayMs).toFixed(2)),
  };
}

function setCard({ set, columns, knownShare, comparisons }: TriedSet): CardInputSet {
  return {
    ...{ inputs: set.name, columns },
    knownPct: Number((100 * knownShare).toFixed(2)),
    comparisons: comparisons.map(comparisonCard),
  };
}
