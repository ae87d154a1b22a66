/** Changes of targets for a terminal: the targets in force, every change with its state, and one change to be judged. */
import type { Reason } from '../base/reasons.ts';
import { assetsOf, type TargetWeights } from '../plan/target-weights.ts';
import { reasonSentence } from './decision-sentence.ts';
import { bps, fixed, utcTime, weight } from './format.ts';
import {
  type Approved,
  changeInBrief,
  changeStateWords,
  inForceSentence,
  type KnownChange,
} from './target-change-words.ts';
import { figureCells } from './text-suggestions.ts';
import { textTable } from './text-table.ts';

export type TargetsView = {
  readonly now: number;
  readonly portfolio: string;
  readonly targets: TargetWeights;
  readonly approved: Approved | null;
  /** What an allocator said of them; empty where it did not set them. */
  readonly allocated: readonly Reason[];
  /** What a person should know of them. */
  readonly notices: readonly Reason[];
  /** Newest first. */
  readonly changes: readonly KnownChange[];
};

export function targetsText(view: TargetsView): string {
  const { now, portfolio, targets, approved, allocated, notices, changes } = view;
  const rows = changes.map((known) => [
    known.change.id,
    utcTime(known.change.createdAt),
    changeStateWords(known, now),
    changeInBrief(known.change),
  ]);
  const columns = ['change', 'proposed at', 'state', ''].map((title) => ({
    title,
    align: 'left' as const,
  }));
  return [
    `${portfolio} · ${utcTime(now)}`,
    ...(allocated.length > 0 ? [] : [inForceSentence(approved)]),
    ...[...allocated, ...notices].map((reason) => `${reasonSentence(reason)}.`),
    '',
    ...weightTable(targets, targets),
    ...(rows.length === 0 ? [] : ['', ...textTable(columns, rows)]),
  ].join('\n');
}

export function targetChangeText(known: KnownChange, now: number): string {
  const { change, proposer } = known;
  const { id, portfolio, from, to, turnover, costBps, cause, hash, expiresAt } = change;
  const figures = [
    { title: 'targets', align: 'left' as const },
    { title: 'volatility a year' },
    { title: 'diversification ratio' },
    { title: 'effective bets' },
    { title: 'largest share of risk' },
  ];
  return [
    `${id} · ${portfolio} · ${utcTime(change.createdAt)} · ${changeStateWords(known, now)}`,
    changeInBrief(change),
    cause.sentence,
    '',
    ...weightTable(from, to),
    '',
    ...textTable(figures, [
      ['now', ...figureCells(cause.before)],
      ['after', ...figureCells(cause.after)],
    ]),
    '',
    `turnover ${fixed(100 * turnover, 1)} pp, cost ${bps(costBps)} of NAV; proposed by ${proposer}`,
    `until ${utcTime(expiresAt)} it may be approved, by its hash:`,
    hash,
  ].join('\n');
}

/** With one column where both are the same. */
function weightTable(from: TargetWeights, to: TargetWeights): readonly string[] {
  const symbols = [...assetsOf(from, to), 'cash'];
  const isOne = from === to;
  const columns = [
    { title: 'asset', align: 'left' as const },
    { title: isOne ? 'target' : 'now' },
    ...(isOne ? [] : [{ title: 'after' }]),
  ];
  const rows = symbols.map((symbol) => [
    symbol,
    weight(from[symbol] ?? 0),
    ...(isOne ? [] : [weight(to[symbol] ?? 0)]),
  ]);
  return textTable(columns, rows);
}
