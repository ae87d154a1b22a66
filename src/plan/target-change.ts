/**
 * A change of target weights: what a suggestion becomes when somebody proposes it, and what others approve by its hash, the SHA-256 of
 * the canonical JSON of portfolio, account, targets before and after, the targets of the file, and the end of its time.
 */
import { hashOf } from '../base/canonical-json.ts';
import { hourMs } from '../base/time.ts';
import type { ConditionScope } from './condition.ts';
import { type TargetWeights, tradedShare } from './target-weights.ts';

/** What targets are judged by; the volatility is a forecast, a fraction a year. */
export type TargetFigures = {
  readonly volAnnual: number;
  /** Null without risk, as are those below. */
  readonly diversificationRatio: number | null;
  /** Of the assets with weight, by minimum torsion. */
  readonly effectiveBets: number | null;
  readonly largestRisk: { readonly symbol: string; readonly share: number } | null;
};

export type TargetMove = {
  readonly from: string;
  readonly to: string;
  /** Fraction of NAV. */
  readonly weight: number;
};

export type TargetChange = {
  readonly schemaVersion: 1;
  readonly id: string;
  readonly hash: string;
  readonly portfolio: string;
  /** What was approved for one account does not hold for another. */
  readonly account: string;
  /** Hash of the targets that the configuration file had. */
  readonly fileTargets: string;
  readonly from: TargetWeights;
  readonly to: TargetWeights;
  readonly moves: readonly TargetMove[];
  /** Σ|Δ|/2 over the assets, a fraction of NAV. */
  readonly turnover: number;
  /** Expected, of NAV. */
  readonly costBps: number;
  /** The sentence of the suggestion, and the figures of both targets. */
  readonly cause: {
    readonly sentence: string;
    readonly before: TargetFigures;
    readonly after: TargetFigures;
  };
  readonly createdAt: number;
  /** Until then it may be approved; what is approved holds on. */
  readonly expiresAt: number;
};

type Proposal = Omit<TargetChange, 'schemaVersion' | 'id' | 'hash' | 'turnover' | 'expiresAt'>;

export function targetChange(proposal: Proposal, validHours: number): TargetChange {
  const { portfolio, account, fileTargets, from, to, createdAt } = proposal;
  const expiresAt = createdAt + validHours * hourMs;
  const hash = hashOf({ portfolio, account, fileTargets, from, to, expiresAt });
  const turnover = tradedShare(from, to) / 2;
  return {
    schemaVersion: 1,
    id: `chg_${hash.slice(0, 24)}`,
    hash,
    ...proposal,
    turnover,
    expiresAt,
  };
}

/** What the conditions of approval rules speak of. */
export function changeScope({ turnover, costBps }: TargetChange): ConditionScope {
  return { turnover, planNotional: 2 * turnover, costBps };
}

export const targetChangeStates = [
  'proposed',
  'approved',
  'rejected',
  'expired',
  'superseded',
  'withdrawn',
] as const;

export type TargetChangeState = (typeof targetChangeStates)[number];

const successors: Readonly<Record<TargetChangeState, readonly TargetChangeState[]>> = {
  proposed: ['approved', 'rejected', 'expired', 'superseded'],
  approved: ['superseded', 'withdrawn'],
  rejected: [],
  expired: [],
  superseded: [],
  withdrawn: [],
};

export function mayTargetsFollow(from: TargetChangeState, to: TargetChangeState): boolean {
  return successors[from].includes(to);
}
