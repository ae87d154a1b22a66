/** The review page and its forms: approve, reject, execute; a refusal shows the page again and says why. */
import type { Context, Hono } from 'hono';
import { ownerName } from '../../src/app/keys.ts';
import { approve } from '../../src/app/plans/approve.ts';
import { planReview } from '../../src/app/plans/plan-review.ts';
import { reject } from '../../src/app/plans/reject.ts';
import type { ApiEnv } from '../context.ts';
import { requireReady } from '../guards.ts';
import { ownRecommendation } from '../own-records.ts';
import { type HttpProblem, opened, problemOf } from '../problem.ts';
import type { Session } from '../sessions.ts';
import { type Form, formOf } from './forms.ts';
import { type PageContext, requireSession, show } from './page.ts';
import { rejectionReason, typedReason } from './rejection.ts';
import { reviewPage, shownState } from './review.ts';
import { rejectionChoices } from './review-choices.ts';

const refreshSeconds = { executing: 2, waiting: 5 };

/** The page shows an execution under way by itself, so it need not be waited for. */
const patienceMs = 300;

export function reviewRoutes(app: Hono<ApiEnv>, pages: PageContext): void {
  const { workspace, executions } = pages;
  const actor = ownerName;

  app.get('/recommendations/:id', async (context) => {
    const session = requireSession(context, pages);
    return showReview(context, pages, { session, id: context.req.param('id') });
  });

  formRoute(app, pages, 'approve', async ({ id, hash }) => {
    const { record } = opened(await approve(workspace, { id, hash, actor }));
    await executions.startApproved(record, actor);
  });

  formRoute(app, pages, 'reject', async ({ id, hash, form }) => {
    const reason = rejectionReason(form, rejectionChoices);
    opened(await reject(workspace, { id, hash, actor, reason }));
  });

  formRoute(app, pages, 'execute', async ({ id, hash }) => {
    const result = await executions.start({ id, hash, actor }, patienceMs);
    if (result !== undefined) opened(result);
  });
}

type Submission = { readonly id: string; readonly hash: string; readonly form: Form };

function formRoute(
  app: Hono<ApiEnv>,
  pages: PageContext,
  action: 'approve' | 'reject' | 'execute',
  act: (submission: Submission) => Promise<void>,
): void {
  app.post(`/recommendations/:id/${action}`, async (context: Context<ApiEnv>) => {
    const session = requireSession(context, pages);
    const form = await formOf(context, session);
    const id = context.req.param('id') ?? '';
    await ownRecommendation(pages.workspace, id);
    try {
      await requireReady(pages);
      await act({ id, hash: form.field('hash'), form });
      return context.redirect(`/recommendations/${id}`, 303);
    } catch (cause) {
      const fault = problemOf(cause);
      if (fault === undefined) throw cause;
      return showReview(context, pages, { session, id, refused: { fault, form } });
    }
  });
}

/** After a refusal with what was refused and what had been typed. */
async function showReview(
  context: Context<ApiEnv>,
  pages: PageContext,
  request: { session: Session; id: string; refused?: { fault: HttpProblem; form: Form } },
): Promise<Response> {
  const { workspace } = pages;
  const { session, id, refused } = request;
  const review = await planReview(workspace, await ownRecommendation(workspace, id));
  const content = reviewPage(review, {
    token: session.formToken,
    alert: refused?.fault.message,
    typed: refused && typedReason(refused.form),
  });
  const state = shownState(review);
  const isExecuting = state === 'executing';
  const isWaiting = state === 'proposed' || state === 'approved';
  const page = {
    title: 'Review',
    path: '/recommendations/:id',
    content,
    refreshWithoutScript: isExecuting && refused === undefined,
    ...(isExecuting && refused === undefined ? { refreshSeconds: refreshSeconds.executing } : {}),
    ...(isWaiting && refused === undefined ? { refreshSeconds: refreshSeconds.waiting } : {}),
  };
  return show(context, pages, page, refused?.fault.status ?? 200);
}
