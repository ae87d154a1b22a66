/** The gate before anything is done: how many people must approve a plan or a change of targets, and whether one more approval counts. */
import { toNumber } from '../base/decimal.ts';
import type { Reason } from '../base/reasons.ts';
import type { Condition, ConditionScope } from './condition.ts';
import type { Recommendation } from './plan.ts';
import type { AutonomyLevel } from './settings.ts';
import { changeScope, type TargetChange } from './target-change.ts';

/** A rule of the settings with its condition compiled; without one it always holds. */
export type CompiledRule = { readonly holds: Condition; readonly approvers: number };

/** What the conditions of rules speak of; notionals of direct markets are valued at the plan's prices. */
export function conditionScope(plan: Recommendation): ConditionScope {
  const price = new Map(plan.assets.map((asset) => [asset.symbol, toNumber(asset.price)]));
  price.set(plan.quote, 1);
  const notional = plan.legs.reduce(
    (sum, leg) => sum + toNumber(leg.notional) * (price.get(leg.quote) ?? Number.NaN),
    0,
  );
  return {
    turnover: plan.turnover,
    planNotional: notional / toNumber(plan.nav),
    costBps: plan.costBps,
  };
}

/** Approvers by the first rule that holds, one when none does; less than one only in autonomous mode. */
export function approversNeeded(
  rules: readonly CompiledRule[],
  plan: Recommendation,
  level: AutonomyLevel,
): number {
  const approvers = approversByRule(rules, conditionScope(plan));
  return level === 'autonomous' ? approvers : Math.max(1, approvers);
}

/** Of a change of targets: a person at least, at every level. */
export function approversOfChange(rules: readonly CompiledRule[], change: TargetChange): number {
  return Math.max(1, approversByRule(rules, changeScope(change)));
}

function approversByRule(rules: readonly CompiledRule[], scope: ConditionScope): number {
  return rules.find((rule) => rule.holds(scope))?.approvers ?? 1;
}

/** What an approval is bound to, and until when it may be given. */
export type Bound = Pick<Recommendation, 'planHash' | 'expiresAt'>;

export type Candidate = {
  readonly plan: Bound;
  readonly state: string;
  readonly proposer: string;
  /** Who has approved this hash already. */
  readonly approvedBy: readonly string[];
  readonly needed: number;
};

export type Judgement =
  /** How many approvals are still missing after this one. */
  { readonly ok: true; readonly missing: number } | { readonly ok: false; readonly reason: Reason };

/** Whether the approval of an actor who names a hash counts at a time. */
export function judgeApproval(
  candidate: Candidate,
  approval: { actor: string; hash: string; now: number },
): Judgement {
  const { plan, state, proposer, approvedBy, needed } = candidate;
  const { actor, hash, now } = approval;
  if (state !== 'proposed') return refuse({ code: 'APPROVAL_STATE', state, needed: 'proposed' });
  const problem = hashProblem(plan, hash) ?? expiryProblem(plan, now);
  if (problem !== undefined) return refuse(problem);
  const missing = Math.max(0, needed - approvedBy.length);
  if (approvedBy.includes(actor)) return refuse({ code: 'APPROVAL_REPEATED', actor, missing });
  if (needed >= 2 && actor === proposer) {
    return refuse({ code: 'APPROVAL_PROPOSER', actor, approvers: needed });
  }
  return { ok: true, missing: Math.max(0, missing - 1) };
}

/** Why a hash does not name it, or undefined when it does. */
export function hashProblem(plan: Bound, hash: string): Reason | undefined {
  if (plan.planHash === hash) return undefined;
  return { code: 'HASH_MISMATCH', given: hash, expected: plan.planHash ?? 'none' };
}

/** Why it is too old to approve or execute, or undefined when it is not. */
export function expiryProblem(plan: Bound, now: number): Reason | undefined {
  if (plan.expiresAt === null || now < plan.expiresAt) return undefined;
  return { code: 'APPROVAL_EXPIRED', expiresAt: new Date(plan.expiresAt).toISOString() };
}

function refuse(reason: Reason): Judgement {
  return { ok: false, reason };
}
