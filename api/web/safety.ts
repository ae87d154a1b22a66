/** Safety on the overview: the kill switch, what it stopped, a lowered autonomy, and what a person should know of. */
import { html } from 'hono/html';
import type { PortfolioState } from '../../src/app/portfolio-state.ts';
import type { LedgerEvent } from '../../src/ledger/event.ts';
import { alertSentence } from '../../src/report/alert-sentence.ts';
import { reasonSentence } from '../../src/report/decision-sentence.ts';
import { capitalised, formToken, type Html, timeOf } from './html.ts';

const longestReason = 400;

/** Nothing to confirm and nothing to type: it must work at once. */
export function haltForm({ trading }: PortfolioState, token: string): Html {
  if (trading.state === 'halted') return html``;
  return html`<form method="post" action="/halt" class="halt">${formToken(token)}<button id="halt">Halt trading</button></form>`;
}

export function tradingBanner({ trading }: PortfolioState, token: string): Html {
  const { state, actor, reason, at } = trading;
  if (state === 'active') return html``;
  const [what, means] =
    state === 'halted'
      ? ['Trading is halted.', 'No order leaves; nothing is sold because of it.']
      : ['Only sells may leave.', 'Buys are left out until trading is resumed.'];
  return html`<div class="notice fault" role="status"><p><strong>${what}</strong> By ${actor}, ${timeOf(at)}: ${reason}. ${means}</p>${reasonForm({ action: '/resume', id: 'resume', verb: 'Resume trading' }, token)}</div>`;
}

export function demotionBanner({ autonomy }: PortfolioState, token: string): Html {
  const { level, configured, demotion } = autonomy;
  if (demotion === null) return html``;
  return html`<div class="notice waits" role="status"><p><strong>The autonomy is ${level}, not ${configured}.</strong> Since ${timeOf(demotion.at)}: ${reasonSentence(demotion.reason)}.</p>${reasonForm({ action: '/promote', id: 'promote', verb: `Back to ${configured}` }, token)}</div>`;
}

function reasonForm(
  { action, id, verb }: { action: string; id: string; verb: string },
  token: string,
): Html {
  return html`<form method="post" action="${action}">${formToken(token)}<label for="${id}-reason">Reason</label> <input id="${id}-reason" name="reason" maxlength="${longestReason}" required autocomplete="off"> <button id="${id}">${verb}</button></form>`;
}

export function alertSection(events: readonly LedgerEvent[]): Html {
  if (events.length === 0) return html``;
  return html`<section aria-labelledby="alerts-title"><h2 id="alerts-title">To know</h2>
<ul class="decisions">${events.map((event) => html`<li><p class="meta">${timeOf(event.at)}</p><p>${capitalised(alertSentence(event))}</p></li>`)}</ul>
<p><a href="/audit" id="all-events">All events</a></p></section>`;
}
