/** Suggestions of other targets: the change that waits, what moves in lockstep, and each suggestion with the figures of both and a way to propose it. */
import { html } from 'hono/html';
import type { TargetsReview } from '../../src/app/targets/targets-review.ts';
import type { Reason } from '../../src/base/reasons.ts';
import { targetsHash } from '../../src/plan/target-weights.ts';
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
import { figureRows } from './figure-rows.ts';
import { alertOf, formToken, type Html, reasonList, timeOf } from './html.ts';
import { table } from './table.ts';
import { type TargetForms, targetsSection, waitingId } from './targets.ts';

const none = '–';

export type SuggestionPage = TargetForms & {
  readonly found: Suggestions;
  readonly review: TargetsReview;
  /** Why an approved change does not hold, or why none can. */
  readonly notices: readonly Reason[];
  /** Whether a change of targets may be proposed. */
  readonly isOpen: boolean;
  readonly alert?: string | undefined;
};

export function suggestionsPage(page: SuggestionPage): Html {
  const { found, review, notices } = page;
  const { forecastAt, model, name, lockstep, suggestions } = found;
  const source =
    forecastAt === null
      ? ''
      : html`<p class="meta">forecast by <code>${name ?? model}</code>, at the close of ${timeOf(forecastAt)}</p>`;
  return html`${alertOf(page.alert)}<h1>Suggestions</h1>
${source}
${notices.length === 0 ? '' : html`<div class="notice plain">${reasonList(notices)}</div>`}
${targetsSection(review, page)}
<p class="sentence">${suggestionsSentence(found)}</p>
${suggestions.length === 0 ? '' : html`<div class="notice plain"><p>${onlyProposal}</p></div>`}
${lockstep.length === 0 ? '' : lockstepSection(lockstep)}
${suggestions.map((suggestion, at) => suggestionSection(suggestion, { at, page }))}
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
  { at, page }: { readonly at: number; readonly page: SuggestionPage },
): Html {
  const { found } = page;
  const { kind, targets, figures, turnover, costBps, past } = suggestion;
  const id = `suggestion-${at + 1}`;
  const rows = figureRows(found.figures, figures);
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
<pre>${targetsYaml(targets)}</pre>
${proposal(suggestion, { at, page })}</section>`;
}

/** One form for each suggestion that may be proposed and does not wait already. */
function proposal(
  { moves, targets }: SuggestedTargets,
  { at, page }: { readonly at: number; readonly page: SuggestionPage },
): Html {
  const waiting = page.review.waiting?.record.change;
  if (!page.isOpen) return html``;
  if (waiting !== undefined && targetsHash(waiting.to) === targetsHash(targets)) {
    return html`<p class="meta">These targets are proposed: <a href="#${waitingId}">they wait for approval</a>.</p>`;
  }
  const instead = waiting === undefined ? '' : ' It takes the place of the change that waits.';
  return html`<form method="post" action="/suggestions/propose">${formToken(page.token)}<input type="hidden" name="moves" value="${JSON.stringify(moves)}"><p class="meta">Nothing changes before it is approved.${instead}</p><button id="propose-${at + 1}">Propose this change</button></form>`;
}

function universeSection({ candidates, leftOut, tilt }: Suggestions): Html {
  return html`<section aria-labelledby="universe-title"><h2 id="universe-title">What was looked at</h2>
<p>Beside the assets of the portfolio: ${candidates.join(', ') || 'none'}. No target moves by more than ${fixed(100 * tilt, 0)} percentage points. Drawdowns are over three years at most: ${pastMethod}.</p>
${leftOut.length === 0 ? '' : html`<ul>${leftOut.map(({ symbol, cause }) => html`<li>${symbol} is not to be bought: ${cause}.</li>`)}</ul>`}</section>`;
}
