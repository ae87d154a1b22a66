/** Pieces that every page is put together from: times, hidden form tokens, badges of states, lists of reasons. */
import { html } from 'hono/html';
import type { Reason } from '../../src/base/reasons.ts';
import type { RecommendationState } from '../../src/plan/life-cycle.ts';
import { reasonSentence } from '../../src/report/decision-sentence.ts';
import { duration, isoTime, shortHash, utcTime } from '../../src/report/format.ts';

export type Html = ReturnType<typeof html>;

/** UTC in the text; the script turns it into local time and leaves UTC for the pointer. */
export function timeOf(at: number): Html {
  return html`<time datetime="${isoTime(at)}" title="${utcTime(at)}">${utcTime(at)}</time>`;
}

/** What is left, going down while it is looked at. */
export function countdown(ms: number): Html {
  return html`<span data-countdown="${ms}">${duration(ms)}</span>`;
}

/** A hash in its short form, with a button that the script shows. */
export function hashOf(hash: string): Html {
  return html`<code title="${hash}">${shortHash(hash)}…</code> <button type="button" class="quiet" id="copy" data-copy="${hash}" hidden>Copy hash</button>`;
}

export function formToken(token: string): Html {
  return html`<input type="hidden" name="formToken" value="${token}">`;
}

const stateWords: Readonly<Record<RecommendationState, string>> = {
  none: 'nothing to do',
  denied: 'denied',
  proposed: 'waits for approval',
  approved: 'approved',
  rejected: 'rejected',
  expired: 'expired',
  superseded: 'superseded',
  drifted: 'overtaken by prices',
  executing: 'executing',
  settled: 'settled',
  partial: 'partly filled',
  halted: 'halted',
  failed: 'failed',
};

const waits: readonly RecommendationState[] = ['proposed', 'approved'];
const wentWrong: readonly RecommendationState[] = ['denied', 'halted', 'failed'];

/** The state in words; its colour says only whether it needs a person or went wrong. */
export function stateBadge(state: RecommendationState): Html {
  const tone = waits.includes(state) ? 'waits' : wentWrong.includes(state) ? 'fault' : 'plain';
  return html`<span class="badge ${tone}">${stateWords[state]}</span>`;
}

export function reasonList(reasons: readonly Reason[]): Html {
  return html`<ul class="reasons">${reasons.map(
    (reason) => html`<li>${capitalised(reasonSentence(reason))}. <code>${reason.code}</code></li>`,
  )}</ul>`;
}

export function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** A message about what has just been refused; nothing when there is none. */
export function alertOf(message: string | undefined): Html {
  if (message === undefined) return html``;
  return html`<div class="notice fault" role="alert"><p>${message}</p></div>`;
}
