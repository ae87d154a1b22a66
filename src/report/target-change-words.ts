/** Changes of targets in words: what one moves, how it stands, and which targets are in force since when and by whom. */
import type { TargetChange, TargetChangeState, TargetFigures } from '../plan/target-change.ts';
import type { TargetWeights } from '../plan/target-weights.ts';
import { listed } from './forecast-words.ts';
import { isoTime, utcTime } from './format.ts';
import { timeOrNull } from './recommendation-json.ts';
import { movesWords } from './suggestion-words.ts';

/** As it is kept. */
export type KnownChange = {
  readonly change: TargetChange;
  readonly state: TargetChangeState;
  readonly proposer: string;
  readonly approvedAt: number | null;
};

export type Approved = KnownChange & { readonly approvedBy: readonly string[] };

const stateWords: Readonly<Record<TargetChangeState, string>> = {
  proposed: 'waits for approval',
  approved: 'approved',
  rejected: 'rejected',
  expired: 'expired',
  superseded: 'superseded',
  withdrawn: 'withdrawn',
};

/** One whose time is over has expired, also before that is recorded. */
export function changeStateWords({ change, state }: KnownChange, now: number): string {
  return stateWords[state === 'proposed' && change.expiresAt <= now ? 'expired' : state];
}

export function changeInBrief({ moves }: TargetChange): string {
  return `Move ${movesWords(moves)}`;
}

/** Whose targets are in force. */
export function inForceSentence(approved: Approved | null): string {
  if (approved === null) return 'The targets in force are those of the file.';
  return aroundSince(approved.approvedBy).join(utcTime(approved.approvedAt ?? 0));
}

/** What stands before and behind the time since when targets differ from those of the file. */
export function aroundSince(approvedBy: readonly string[]): readonly [string, string] {
  return [
    'The targets in force differ from those of the file since ',
    `: ${listed(approvedBy)} approved a change of them.`,
  ];
}

/** Every key in its place by name, however the record was read. */
export function targetChangeJson({ change, state, proposer, approvedAt }: KnownChange) {
  const { id, portfolio, hash, from, to, moves, turnover, costBps, cause } = change;
  return {
    schemaVersion: 1 as const,
    ...{ id, portfolio, state, proposer, hash },
    sentence: cause.sentence,
    moves: moves.map(({ from: seller, to: buyer, weight }) => ({
      from: seller,
      to: buyer,
      weight,
    })),
    ...{ from: cashLast(from), to: cashLast(to), turnover, costBps },
    figures: { before: figuresJson(cause.before), after: figuresJson(cause.after) },
    createdAt: isoTime(change.createdAt),
    expiresAt: isoTime(change.expiresAt),
    approvedAt: timeOrNull(approvedAt),
  };
}

function figuresJson({
  volAnnual,
  diversificationRatio,
  effectiveBets,
  largestRisk,
}: TargetFigures) {
  return {
    ...{ volAnnual, diversificationRatio, effectiveBets },
    largestRisk: largestRisk && { symbol: largestRisk.symbol, share: largestRisk.share },
  };
}

/** Symbols in the order of their names, cash behind. */
export function cashLast({ cash = 0, ...invested }: TargetWeights): Record<string, number> {
  const names = Object.keys(invested).sort();
  const weights = names.map((name): [string, number] => [name, invested[name] ?? 0]);
  return { ...Object.fromEntries(weights), cash };
}
