/** What allocators came to beside equal and fixed weights, in plain sentences: which beat them, in what, and when nothing did. */
import type { Contest, Difference } from '../backtest/allocators/contest.ts';
import { type Measure, measures } from '../backtest/allocators/measures.ts';
import type { AllocatorComparison } from './allocator-comparison.ts';
import { listed } from './forecast-words.ts';
import { plural } from './format.ts';

/** How allocators are told, where their name does not say it. */
const benchmarkWords: Readonly<Record<string, string>> = {
  equal: 'equal weights',
  fixed: 'the fixed weights',
};

const measureWords: Readonly<Record<Measure, string>> = {
  sharpe: 'Sharpe ratio',
  volatility: 'volatility',
  growth: 'growth',
};

/** Of every answer. */
export const notProof =
  'All were tried on the same days, and more may have been tried before: what did best here is no proof of what will.';

/** A few sentences for each benchmark. */
export function verdicts({ contests }: Pick<AllocatorComparison, 'contests'>): readonly string[] {
  return contests.map(verdictOf);
}

function verdictOf(contest: Contest): string {
  const { benchmark, tests, rivals } = contest;
  const than = benchmarkWords[benchmark] ?? benchmark;
  const after = `at 90 % after ${plural(rivals.length, 'trial')} (${tests} tests held together)`;
  const found = measures.map((measure) => ({
    words: measureWords[measure],
    better: namesOf(contest, measure, 'better'),
    worse: namesOf(contest, measure, 'worse'),
  }));
  const unbeaten = found.filter(({ better }) => better.length === 0).map(({ words }) => words);
  const isNothing = unbeaten.length === measures.length;
  const lead =
    unbeaten.length === 0
      ? `${capital(than)} were beaten ${after}.`
      : `Nothing beat ${than} ${isNothing ? '' : `in ${unbeaten.join(' or ')} `}${after}.`;
  const beaten = found
    .filter(({ better }) => better.length > 0)
    .map(({ words, better }) => `Better in ${words}: ${listed(better)}.`);
  const worse = found
    .filter((each) => each.worse.length > 0)
    .map((each) => `Worse in ${each.words}: ${listed(each.worse)}.`);
  return [lead, ...beaten, ...worse].join(' ');
}

function namesOf(
  { rivals }: Contest,
  measure: Measure,
  verdict: Difference['verdict'],
): readonly string[] {
  const isSo = (difference: Difference): boolean =>
    difference.measure === measure && difference.verdict === verdict;
  return rivals.filter(({ differences }) => differences.some(isSo)).map(({ name }) => name);
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
