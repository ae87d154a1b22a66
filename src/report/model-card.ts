/**
 * The card of a stored model, as JSON: what it is, what it learnt from, how it did on days that it had not seen beside every
 * opponent, and what it is bad at. Percentages are of the opponent's loss (QLIKE), negative where the model is better.
 */
import type { ObjectiveWorth } from '../backtest/worth.ts';
import { worthDoubts } from '../backtest/worth-gate.ts';
import type { Reason } from '../base/reasons.ts';
import type { FeatureStamp } from '../learning/stored/model-description.ts';
import type { CardInputs } from './inputs-card.ts';
import { weaknessesOf } from './model-weaknesses.ts';
import { reasonJson } from './recommendation-json.ts';
import { type CardTrial, type Tried, trialCard } from './trial-card.ts';
import { type WorthJson, worthJson } from './worth-json.ts';

export type ModelCard = {
  readonly schemaVersion: 1;
  readonly forecasts: string;
  readonly sessions: boolean;
  readonly horizonsDays: readonly number[];
  readonly features: FeatureStamp;
  readonly members: readonly string[];
  readonly networks: CardNetworks | null;
  readonly weightsSha256: string;
  readonly versions: Readonly<Record<string, string>>;
  /** The champion at the time of the training. */
  readonly parent: string | null;
  readonly training: {
    readonly from: string;
    readonly to: string;
    readonly days: number;
    readonly symbols: readonly string[];
  };
  readonly data: { readonly sha256: string; readonly files: readonly CardFile[] };
  /** What inputs from outside would have added; the model reads none. Null where none were tried. */
  readonly inputs: CardInputs | null;
  /** Refitted each quarter, on nothing that was not known then. */
  readonly walkForward: CardTrial;
  /** The weights as they are, on days after the training; null without such days. */
  readonly unseen: CardTrial | null;
  /** In trading, on the days that it was walked forward over; null on cards of before it was tried. */
  readonly worth: CardWorth | null;
  readonly gate: { readonly passed: boolean; readonly reasons: readonly CardReason[] };
  readonly weaknesses: readonly string[];
};

export type CardNetworks = {
  /** Each with the mean loss of its last epoch. */
  readonly networks: readonly {
    readonly hidden: readonly number[];
    readonly seed: number;
    readonly loss: number;
  }[];
  /** Name and version: other backends give other weights. */
  readonly backend: string;
  readonly training: Readonly<Record<string, number>>;
};

export type CardFile = {
  readonly symbol: string;
  readonly intervalMs: number;
  readonly bars: number;
  readonly from: string;
  readonly to: string;
  readonly sha256: string;
};

export type CardReason = { readonly code: string; readonly sentence: string };

export type CardWorth = {
  readonly trials: readonly WorthJson[];
  /** Why it may not move thresholds, by objective. */
  readonly doubts: readonly (CardReason & { readonly objective: string })[];
};

export type CardFacts = Omit<
  ModelCard,
  'schemaVersion' | 'walkForward' | 'unseen' | 'worth' | 'gate' | 'weaknesses'
>;

export function modelCard(
  facts: CardFacts,
  found: {
    readonly walkForward: Tried;
    readonly unseen: Tried | null;
    readonly worth: readonly ObjectiveWorth[];
    /** Why it may not be promoted. */
    readonly reasons: readonly Reason[];
  },
): ModelCard {
  const walkForward = trialCard(found.walkForward);
  const unseen = found.unseen && trialCard(found.unseen);
  return {
    schemaVersion: 1,
    ...facts,
    walkForward,
    unseen,
    worth: worthCard(found.worth),
    gate: {
      passed: found.reasons.length === 0,
      reasons: found.reasons.map(reasonJson),
    },
    weaknesses: weaknessesOf({ walkForward, unseen }),
  };
}

function worthCard(worth: readonly ObjectiveWorth[]): CardWorth {
  return {
    trials: worth.map(worthJson),
    doubts: worthDoubts(worth).map(({ objective, reason }) => ({
      objective,
      ...reasonJson(reason),
    })),
  };
}

/** Why the model may not move thresholds under an objective; null where it may, or where that was never tried. */
export function thresholdDoubt({ worth }: ModelCard, objective: string): string | null {
  return worth?.doubts.find((doubt) => doubt.objective === objective)?.sentence ?? null;
}
