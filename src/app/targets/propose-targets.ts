/** Proposing a change of targets: one of the suggestions of now, kept until people approve it or its time is over. */
import type { Reason } from '../../base/reasons.ts';
import { type TargetChange, type TargetMove, targetChange } from '../../plan/target-change.ts';
import { heldOnly, targetsHash, targetWeightsOf } from '../../plan/target-weights.ts';
import type { TargetChangeRecord } from '../../ports/target-changes.ts';
import { suggestionSentence } from '../../report/suggestion-words.ts';
import type { SuggestedTargets, Suggestions } from '../../report/suggestions.ts';
import { ensureAccount } from '../execution/ensure-account.ts';
import { refused } from '../plans/gate.ts';
import type { GateResult, Workspace } from '../workspace.ts';
import { allocatedReason, approvedTargets } from './approved-targets.ts';
import { endWaiting } from './end-targets.ts';
import type { Suggester } from './suggest-now.ts';

export type TargetProposal = {
  readonly proposer: string;
  /** What the suggestions are made of; null: all assets that the venue has. */
  readonly universe: readonly string[] | null;
  /** The moves of a suggestion, or its place among them, the first being 1. */
  readonly wanted: readonly TargetMove[] | number;
};

/** Two weights nearer than this are the same. */
const precision = 1e-9;

/** Takes the place of a change of this account that waits. Errors: DataError when candles of the portfolio are unfit. */
export async function proposeTargets(
  workspace: Workspace,
  suggester: Suggester,
  { proposer, universe, wanted }: TargetProposal,
): Promise<GateResult<TargetChangeRecord>> {
  const allocated = allocatedReason(workspace.settings);
  if (allocated !== undefined) return refused(allocated);
  await ensureAccount(workspace);
  const found = await suggester.now(universe);
  const suggestion = pick(found, wanted);
  if (suggestion === undefined) return refused(goneReason(wanted));
  const change = changeOf(workspace, found, suggestion);
  return workspace.store.transact<GateResult<TargetChangeRecord>>(async (session) => {
    const { targetChanges, events } = session;
    const kept = await targetChanges.get(change.id);
    if (kept !== undefined) return { ok: true, value: kept };
    const inForce = await approvedTargets(session, workspace);
    const targets = inForce.change?.change.to ?? targetWeightsOf(workspace.settings.portfolio);
    if (targetsHash(targets) !== targetsHash(change.from)) {
      return refused({ code: 'TARGETS_CHANGED' });
    }
    await endWaiting(session, { account: change.account, by: change.id, at: change.createdAt });
    await targetChanges.insert(change, proposer);
    const { hash, from, to, turnover, costBps, expiresAt } = change;
    await events.append({
      ...{ type: 'TargetsProposed', at: change.createdAt, actor: proposer, subject: change.id },
      payload: { hash, from, to, turnover, costBps, expiresAt },
    });
    return { ok: true, value: { change, state: 'proposed', proposer, approvedAt: null } };
  });
}

function pick(
  { suggestions }: Suggestions,
  wanted: TargetProposal['wanted'],
): SuggestedTargets | undefined {
  if (typeof wanted === 'number') return suggestions[wanted - 1];
  return suggestions.find(({ moves }) => isSame(moves, wanted));
}

function isSame(moves: readonly TargetMove[], wanted: readonly TargetMove[]): boolean {
  return (
    moves.length === wanted.length &&
    moves.every(({ from, to, weight }, k) => {
      const other = wanted[k];
      const isNear = Math.abs(weight - (other?.weight ?? Number.NaN)) < precision;
      return from === other?.from && to === other.to && isNear;
    })
  );
}

function goneReason(wanted: TargetProposal['wanted']): Reason {
  const moves =
    typeof wanted === 'number'
      ? `number ${wanted}`
      : wanted.map(({ from, to, weight }) => `${weight} from ${from} to ${to}`).join(', ');
  return { code: 'SUGGESTION_GONE', moves };
}

/** Whoever suggests has figures of the present targets, so they are there. */
function changeOf(
  { settings, broker }: Workspace,
  found: Suggestions,
  suggestion: SuggestedTargets,
): TargetChange {
  const { moves, targets, figures, costBps } = suggestion;
  return targetChange(
    {
      ...{ portfolio: found.portfolio, account: broker.account },
      fileTargets: targetsHash(targetWeightsOf(settings.portfolio)),
      ...{ from: heldOnly(found.targets), to: heldOnly(targets), moves, costBps },
      cause: {
        sentence: suggestionSentence(suggestion, found),
        before: found.figures ?? figures,
        after: figures,
      },
      createdAt: found.asOf,
    },
    settings.plan.validHours,
  );
}
