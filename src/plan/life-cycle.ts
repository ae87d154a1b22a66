/** The life cycle of a recommendation: which state may follow which. */
import type { Outcome } from './plan.ts';

export const recommendationStates = [
  'none',
  'denied',
  'proposed',
  'approved',
  'rejected',
  'expired',
  'superseded',
  'drifted',
  'executing',
  'settled',
  'partial',
  'halted',
  'failed',
] as const;

export type RecommendationState = (typeof recommendationStates)[number];

const successors: Readonly<Record<RecommendationState, readonly RecommendationState[]>> = {
  none: [],
  denied: [],
  proposed: ['approved', 'rejected', 'expired', 'superseded'],
  approved: ['executing', 'expired', 'superseded', 'drifted', 'rejected'],
  executing: ['settled', 'partial', 'halted', 'failed'],
  rejected: [],
  expired: [],
  superseded: [],
  drifted: [],
  settled: [],
  partial: [],
  halted: [],
  failed: [],
};

export function mayFollow(from: RecommendationState, to: RecommendationState): boolean {
  return successors[from].includes(to);
}

/** The state a recommendation is born in. */
export function initialState(outcome: Outcome): RecommendationState {
  return outcome;
}
