/** The lists: all decisions, and the audit trail; newest first, a page at a time. */
import { html } from 'hono/html';
import type { LedgerEvent } from '../../src/ledger/event.ts';
import type { RecommendationRecord } from '../../src/ports/store.ts';
import { type Html, hashOf, timeOf } from './html.ts';
import { decisionItem } from './overview.ts';

export function decisionsPage(
  records: readonly RecommendationRecord[],
  older: string | undefined,
): Html {
  if (records.length === 0) {
    return html`<h1>Decisions</h1><p>Every look is recorded here with its reasons, also when nothing is traded. <a href="/">Look now</a> from the overview to make the first.</p>`;
  }
  return html`<h1>Decisions</h1>
<p class="sentence">Every look with its reasons, newest first, also when nothing was traded.</p>
<ul class="decisions wide-list">${records.map(decisionItem)}</ul>
${older === undefined ? '' : html`<p><a id="older" href="/recommendations?before=${older}">Older decisions</a></p>`}`;
}

export type AuditPage = {
  readonly events: readonly LedgerEvent[];
  readonly head: LedgerEvent | undefined;
  /** Number of the page, the newest being 0. */
  readonly page: number;
  readonly hasOlder: boolean;
};

export function auditPage({ events, head, page, hasOlder }: AuditPage): Html {
  if (head === undefined) {
    return html`<h1>Audit</h1><p>Every act leaves an event here, chained to the one before by its hash. Nothing has happened yet.</p>`;
  }
  return html`<h1>Audit</h1>
<p class="sentence">${head.sequence} events, each chained to the one before by its hash. Head ${hashOf(head.hash)}</p>
<ol class="events" reversed start="${events[0]?.sequence ?? 0}">${events.map(eventItem)}</ol>
<p class="paging">${page > 0 ? html`<a id="newer" href="/audit?page=${page - 1}">Newer events</a>` : ''} ${hasOlder ? html`<a id="older" href="/audit?page=${page + 1}">Older events</a>` : ''}</p>`;
}

function eventItem(event: LedgerEvent): Html {
  return html`<li><details><summary><span class="what">${wordsOf(event.type)}</span> <span class="meta">${timeOf(event.at)} · ${event.actor}</span></summary>
<dl class="event"><div><dt>about</dt><dd><code>${event.subject}</code></dd></div><div><dt>hash</dt><dd><code>${event.hash}</code></dd></div></dl>
<pre>${JSON.stringify(event.payload, null, 2)}</pre></details></li>`;
}

/** "PlanProposed" → "Plan proposed". */
function wordsOf(type: string): string {
  return type.replace(/(?<=[a-z])([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
}
