/** Suggestions of other targets: what moves in lockstep, and each suggestion in a sentence with the figures of both. */
import { html } from 'hono/html';
import type { TargetFigures } from '../../src/plan/target-change.ts';
import { bps, fixed, isoTime, weight } from '../../src/report/format.ts';
import {
  lockstepSentence,
  onlyProposal,
  pastMethod,
  suggestionSentence,
  suggestionsSentence,
  targetsYaml,
} from '../../src/report/suggestion-words.ts';
import type { SuggestedTargets, Suggestions } from '../../src/report/suggestions.ts';
import { type Html, timeOf } from './html.ts';
import { type Cell, table } from './table.ts';

const none = '–';

export function suggestionsPage(found: Suggestions): Html {
  const { forecastAt, model, name, lockstep, suggestions } = found;
  const source =
    forecastAt === null
      ? ''
      : html`<p class="meta">forecast by <code>${name ?? model}</code>, at the close of ${timeOf(forecastAt)}</p>`;
  return html`<h1>Suggestions</h1>
${source}
<p class="sentence">${suggestionsSentence(found)}</p>
<div class="notice plain"><p>${onlyProposal}</p></div>
${lockstep.length === 0 ? '' : lockstepSection(lockstep)}
${suggestions.map((suggestion, at) => suggestionSection(suggestion, { at, found }))}
${universeSection(found)}`;
}

function lockstepSection(lockstep: Suggestions['lockstep']): Html {
  return html`<section aria-labelledby="lockstep-title"><h2 id="lockstep-title">What moves in lockstep</h2>
<ul>${lockstep.map((group) => html`<li>${lockstepSentence(group)}</li>`)}</ul></section>`;
}

const titles: Readonly<Record<SuggestedTargets['kind'], string>> = {
  diversify: 'Spread risk',
  'de-risk': 'Take some risk off',
};

function suggestionSection(
  suggestion: SuggestedTargets,
  { at, found }: { readonly at: number; readonly found: Suggestions },
): Html {
  const { kind, targets, figures, turnover, costBps, past } = suggestion;
  const id = `suggestion-${at + 1}`;
  const before = found.figures === null ? [] : figureCells(found.figures);
  const after = figureCells(figures);
  const rows: Cell[][] = rowNames.map((row, k) => [row, before[k] ?? none, after[k] ?? none]);
  if (past !== null) {
    const since = `Largest drawdown since ${isoTime(past.from).slice(0, 10)}`;
    rows.push([since, weight(past.before), weight(past.after)]);
  }
  rows.push(['Turnover', none, `${fixed(100 * turnover, 1)} pp`], ['Cost', none, bps(costBps)]);
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${at + 1}. ${titles[kind]}</h2>
<p>${suggestionSentence(suggestion, found)}</p>
${table({
  caption: 'The present targets and the suggested ones',
  columns: [
    { name: 'Figure' },
    { name: 'Present', number: true },
    { name: 'Suggested', number: true },
  ],
  rows,
})}
<p>In the configuration, below <code>portfolio</code>:</p>
<pre>${targetsYaml(targets)}</pre></section>`;
}

const rowNames = [
  'Volatility a year, forecast',
  'Diversification ratio',
  'Effective bets',
  'Largest share of risk',
] as const;

function figureCells(figures: TargetFigures): readonly string[] {
  const { volAnnual, diversificationRatio, effectiveBets, largestRisk } = figures;
  return [
    weight(volAnnual),
    diversificationRatio === null ? none : fixed(diversificationRatio, 3),
    effectiveBets === null ? none : fixed(effectiveBets, 2),
    largestRisk === null ? none : `${largestRisk.symbol} ${weight(largestRisk.share)}`,
  ];
}

function universeSection({ candidates, leftOut, tilt }: Suggestions): Html {
  return html`<section aria-labelledby="universe-title"><h2 id="universe-title">What was looked at</h2>
<p>Beside the assets of the portfolio: ${candidates.join(', ') || 'none'}. No target moves by more than ${fixed(100 * tilt, 0)} percentage points. Drawdowns are over three years at most: ${pastMethod}.</p>
${leftOut.length === 0 ? '' : html`<ul>${leftOut.map(({ symbol, cause }) => html`<li>${symbol} is not to be bought: ${cause}.</li>`)}</ul>`}</section>`;
}
