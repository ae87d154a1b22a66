/** Changes of targets on the pages: the one that is in force, and the one that waits, with what a person may do with them. */
import { html } from 'hono/html';
import type { JudgedTargets, TargetsReview } from '../../src/app/targets/targets-review.ts';
import { assetsOf } from '../../src/plan/target-weights.ts';
import { bps, fixed, plural, weight } from '../../src/report/format.ts';
import { aroundSince, changeInBrief } from '../../src/report/target-change-words.ts';
import { figureRows } from './figure-rows.ts';
import { countdown, formToken, type Html, hashOf, timeOf } from './html.ts';
import { reasonFields, type TypedReason } from './rejection.ts';
import { type Cell, table } from './table.ts';

/** Reasons at hand; the last one asks for words. */
export const targetChoices = [
  'Not now',
  'I want to hold what it would sell',
  'I do not want what it would buy',
  'I do not trust the forecast',
  'Another reason',
] as const;

export type TargetForms = { readonly token: string; readonly typed?: TypedReason | undefined };

export const waitingId = 'waiting-targets';

/** Since when and by whom targets differ from those of the file; nothing where they do not. */
export function inForceLine(inForce: JudgedTargets | null): Html {
  if (inForce === null) return html``;
  const [before, behind] = aroundSince(inForce.approvals.map(({ actor }) => actor));
  return html`<p class="sentence" id="in-force">${before}${timeOf(inForce.record.approvedAt ?? 0)}${behind}</p>`;
}

/** That one waits for a person; nothing where none does. */
export function waitingTargetsBanner({ waiting, now }: TargetsReview): Html {
  if (waiting === null) return html``;
  const { change } = waiting.record;
  return html`<div class="notice waits" role="status"><p><strong>A change of targets waits for you:</strong> ${changeInBrief(change)} — expires in ${countdown(change.expiresAt - now)}</p><a class="button" id="review-targets" href="/suggestions#${waitingId}">Review</a></div>`;
}

export function targetsSection(review: TargetsReview, forms: TargetForms): Html {
  const { inForce, waiting } = review;
  if (waiting !== null) {
    return html`${inForceLine(inForce)}${waitingSection(waiting, { now: review.now, forms })}`;
  }
  if (inForce === null) return html``;
  return html`<section aria-labelledby="in-force-title"><h2 id="in-force-title">Targets in force</h2>
${inForceLine(inForce)}
<details><summary>Go back to the targets of the file</summary>${rejectForm(inForce, forms, html`<p>The change is withdrawn. What it brought in and is still held is sold at the next look, and plans that wait fall away.</p>`, 'Withdraw')}</details></section>`;
}

function waitingSection(
  waiting: JudgedTargets,
  { now, forms }: { readonly now: number; readonly forms: TargetForms },
): Html {
  const { record, approvals, needed } = waiting;
  const { change, proposer } = record;
  const { hash, expiresAt, from, to, cause } = change;
  const targets = [...assetsOf(from, to), 'cash'].map((symbol): Cell[] => [
    symbol,
    weight(from[symbol] ?? 0),
    weight(to[symbol] ?? 0),
  ]);
  const missing = needed - approvals.length;
  const names = approvals.map(({ actor }) => actor).join(', ');
  return html`<section aria-labelledby="${waitingId}"><h2 id="${waitingId}">A change of targets waits: ${changeInBrief(change)}</h2>
<p class="meta">${timeOf(change.createdAt)} · asked for by ${proposer}</p>
<p>${cause.sentence}</p>
<dl class="health"><div><dt>expires in</dt><dd>${countdown(expiresAt - now)}, ${timeOf(expiresAt)}</dd></div><div><dt>change</dt><dd>${hashOf(hash)}</dd></div></dl>
${beforeAfter('Targets now and after', 'Asset', targets)}
${beforeAfter('What they are judged by', 'Figure', [
  ...figureRows(cause.before, cause.after),
  ['Turnover', '–', `${fixed(100 * change.turnover, 1)} pp`],
  ['Cost', '–', bps(change.costBps)],
])}
${approvals.length === 0 ? '' : html`<p class="meta">Approved by ${names}.</p>`}
${needed > 1 ? html`<p class="meta">This change needs ${plural(needed, 'approver')}; ${missing} more to go.</p>` : ''}
<div class="choices">${approveForm(waiting, forms)}${rejectForm(waiting, forms, html``, 'Reject')}</div></section>`;
}

function beforeAfter(caption: string, first: string, rows: readonly (readonly Cell[])[]): Html {
  const columns = [{ name: first }, { name: 'Now', number: true }, { name: 'After', number: true }];
  return html`<section>${table({ caption, columns, rows })}</section>`;
}

function formFor(
  { record }: JudgedTargets,
  forms: TargetForms,
  action: string,
  content: Html,
): Html {
  const { id, hash } = record.change;
  return html`<form method="post" action="/target-changes/${id}/${action}">${formToken(forms.token)}<input type="hidden" name="hash" value="${hash}">${content}</form>`;
}

function approveForm(waiting: JudgedTargets, forms: TargetForms): Html {
  const content = html`<p>Approve exactly these targets. Nothing is traded by that: the next look goes by them, and plans that wait fall away.</p><button id="approve">Approve</button>`;
  return formFor(waiting, forms, 'approve', content);
}

function rejectForm(judged: JudgedTargets, forms: TargetForms, words: Html, name: string): Html {
  const content = html`${words}${reasonFields(targetChoices, forms.typed)}
<button id="reject">${name}</button>`;
  return formFor(judged, forms, 'reject', content);
}
