/** Suggestions as JSON: times as ISO 8601, weights and volatilities as fractions, costs in bps. */
import { isoTime } from './format.ts';
import { timeOrNull } from './recommendation-json.ts';
import {
  lockstepSentence,
  onlyProposal,
  suggestionSentence,
  suggestionsSentence,
  targetsYaml,
} from './suggestion-words.ts';
import type { SuggestedTargets, Suggestions } from './suggestions.ts';

export function suggestionsJson(found: Suggestions) {
  const { portfolio, asOf, forecastAt, model, name, cause, tilt, turbulentShare } = found;
  return {
    schemaVersion: 1 as const,
    portfolio,
    asOf: isoTime(asOf),
    forecast: { asOf: timeOrNull(forecastAt), model, name, cause },
    sentence: suggestionsSentence(found),
    note: onlyProposal,
    tiltLimit: tilt,
    turbulentShare,
    candidates: [...found.candidates],
    leftOut: found.leftOut.map(({ symbol, cause: why }) => ({ symbol, cause: why })),
    lockstep: found.lockstep.map((group) => ({
      ...group,
      symbols: [...group.symbols],
      sentence: lockstepSentence(group),
    })),
    targets: { ...found.targets },
    figures: found.figures,
    suggestions: found.suggestions.map((suggestion) => suggestionJson(suggestion, found)),
  };
}

function suggestionJson(suggestion: SuggestedTargets, found: Suggestions) {
  const { kind, moves, targets, figures, turnover, costBps, swaps, past } = suggestion;
  return {
    kind,
    sentence: suggestionSentence(suggestion, found),
    moves: moves.map(({ from, to, weight }) => ({ from, to, weight })),
    targets: { ...targets },
    yaml: targetsYaml(targets),
    figures,
    turnover,
    costBps,
    randomSwaps: {
      made: swaps.made,
      beatenPct: swaps.made === 0 ? null : (100 * swaps.beaten) / swaps.made,
    },
    pastDrawdown: past && { from: isoTime(past.from), before: past.before, after: past.after },
  };
}
