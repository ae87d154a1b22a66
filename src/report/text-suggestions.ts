/** Suggestions for a terminal: what moves in lockstep, each suggestion in a sentence, and the figures before and after. */
import type { TargetFigures } from '../plan/target-change.ts';
import { bps, fixed, utcTime } from './format.ts';
import {
  lockstepSentence,
  onlyProposal,
  pastMethod,
  suggestionSentence,
  suggestionsSentence,
  targetsYaml,
} from './suggestion-words.ts';
import type { SuggestedTargets, Suggestions } from './suggestions.ts';
import { textTable } from './text-table.ts';

const none = '–';

export function suggestionsText(found: Suggestions): string {
  const { portfolio, asOf, suggestions, lockstep, leftOut, candidates } = found;
  const numbered = suggestions.flatMap((suggestion, at) => [
    '',
    `${at + 1}. ${suggestionSentence(suggestion, found)}`,
    `   ${targetsYaml(suggestion.targets)}`,
  ]);
  return [
    `${portfolio} · ${utcTime(asOf)}${sourceWords(found)}`,
    suggestionsSentence(found),
    ...lockstep.map(lockstepSentence),
    ...numbered,
    ...(found.figures === null || suggestions.length === 0 ? [] : ['', ...figureLines(found)]),
    '',
    `Candidates beside the targets: ${candidates.join(', ') || 'none'}.`,
    ...leftOut.map(({ symbol, cause }) => `${symbol} is not to be bought: ${cause}.`),
    ...(suggestions.length === 0 ? [] : [onlyProposal]),
  ].join('\n');
}

function sourceWords({ model, name, cause }: Suggestions): string {
  if (model === null) return '';
  return ` · forecast by ${name ?? model}${cause === null ? '' : ` (${cause})`}`;
}

function figureLines({ figures, suggestions }: Suggestions): readonly string[] {
  const columns = [
    { title: 'targets', align: 'left' as const },
    { title: 'volatility a year' },
    { title: 'diversification ratio' },
    { title: 'effective bets' },
    { title: 'largest share of risk' },
    { title: 'turnover' },
    { title: 'cost' },
    { title: 'drawdown' },
    { title: 'of the present' },
    { title: 'since' },
  ];
  const now =
    figures === null ? [] : [['present', ...figureCells(figures), none, none, none, none, none]];
  const rows = suggestions.map((suggestion, at) => [
    String(at + 1),
    ...figureCells(suggestion.figures),
    `${fixed(100 * suggestion.turnover, 1)} pp`,
    bps(suggestion.costBps),
    ...pastCells(suggestion),
  ]);
  return [
    ...textTable(columns, [...now, ...rows]),
    `Drawdowns of the last three years, over the days that all assets of both have: ${pastMethod}.`,
  ];
}

export function figureCells(figures: TargetFigures): readonly string[] {
  const { volAnnual, diversificationRatio, effectiveBets, largestRisk } = figures;
  return [
    `${fixed(100 * volAnnual, 1)} %`,
    diversificationRatio === null ? none : fixed(diversificationRatio, 3),
    effectiveBets === null ? none : fixed(effectiveBets, 2),
    largestRisk === null ? none : `${largestRisk.symbol} ${fixed(100 * largestRisk.share, 0)} %`,
  ];
}

function pastCells({ past }: SuggestedTargets): readonly string[] {
  if (past === null) return [none, none, none];
  const { before, after, from } = past;
  return [
    ...[after, before].map((depth) => `${fixed(100 * depth, 1)} %`),
    utcTime(from).slice(0, 10),
  ];
}
