/** What a person may do with a plan: approve or reject it, with equal weight, and execute what is approved. */
import { html } from 'hono/html';
import type { PlanReview } from '../../src/app/plans/plan-review.ts';
import { stillWaits } from '../../src/app/portfolio-state.ts';
import { plural } from '../../src/report/format.ts';
import { formToken, type Html, reasonList } from './html.ts';
import { reasonFields, type TypedReason } from './rejection.ts';

export type Forms = {
  readonly token: string;
  readonly typed?: TypedReason | undefined;
};

/** Reasons at hand for a rejection; the last one asks for words. */
export const rejectionChoices = [
  'Not now: I expect a large move',
  'Too expensive',
  'I want to change the targets first',
  'I do not trust the data',
  'Another reason',
] as const;

export function choices(review: PlanReview, forms: Forms): Html {
  const { record, now, approvals, trading } = review;
  if (!stillWaits(record, now) || record.state === 'executing') return html``;
  if (trading.state === 'halted') {
    return html`<div class="notice fault" id="choices"><p>Trading is halted: plans are recorded and not traded. Resume it on the <a href="/">overview</a> to approve them.</p></div>`;
  }
  if (review.level === 'observe') {
    return html`<div class="notice plain" id="choices"><p>The autonomy level is observe: plans are recorded and not traded. Set <code>autonomy.level</code> to <code>propose</code> to approve them.</p></div>`;
  }
  const names = approvals.map(({ actor }) => actor).join(', ');
  const missing = review.approversNeeded - approvals.length;
  const so = approvals.length === 0 ? '' : html`<p class="meta">Approved by ${names}.</p>`;
  if (record.state === 'approved') {
    return html`${so}<div class="choices" id="choices">${executeForm(review, forms)}${rejectForm(review, forms)}</div>`;
  }
  const need =
    review.approversNeeded > 1
      ? html`<p class="meta">This plan needs ${plural(review.approversNeeded, 'approver')}; ${missing} more to go.</p>`
      : '';
  return html`${so}${need}${overCaps(review)}<div class="choices" id="choices">${approveForm(review, forms)}${rejectForm(review, forms)}</div>`;
}

/** A person may approve it, and should know that nobody else would. */
function overCaps({ overCaps }: PlanReview): Html {
  if (overCaps.length === 0) return html``;
  return html`<div class="notice waits" id="over-caps"><div><p><strong>This is more than is traded without a person:</strong></p>${reasonList(overCaps)}</div></div>`;
}

function formOf(review: PlanReview, forms: Forms, action: string, content: Html): Html {
  const { id, planHash } = review.record.recommendation;
  return html`<form method="post" action="/recommendations/${id}/${action}">${formToken(forms.token)}<input type="hidden" name="hash" value="${planHash ?? ''}">${content}</form>`;
}

function approveForm(review: PlanReview, forms: Forms): Html {
  const starts =
    review.level === 'propose' ? 'It is executed in a second step.' : 'Execution starts at once.';
  return formOf(
    review,
    forms,
    'approve',
    html`<p>Approve exactly these trades, inside these limits. ${starts}</p><button id="approve">Approve</button>`,
  );
}

function executeForm(review: PlanReview, forms: Forms): Html {
  return formOf(
    review,
    forms,
    'execute',
    html`<p>The plan is approved. Place its orders now, sells first, never beyond their limits.</p><button id="execute">Execute</button>`,
  );
}

function rejectForm(review: PlanReview, forms: Forms): Html {
  return formOf(
    review,
    forms,
    'reject',
    html`${reasonFields(rejectionChoices, forms.typed)}
<button id="reject">Reject</button>`,
  );
}
