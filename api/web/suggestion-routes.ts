/** The page of suggestions, and its forms: propose a change of targets, approve or reject it; a refusal shows the page again and says why. */
import type { Context, Hono } from 'hono';
import { ownerName } from '../../src/app/keys.ts';
import { approveTargets } from '../../src/app/targets/approve-targets.ts';
import { allocatedReason, fallenReasons } from '../../src/app/targets/approved-targets.ts';
import { proposeTargets } from '../../src/app/targets/propose-targets.ts';
import { rejectTargets } from '../../src/app/targets/reject-targets.ts';
import { targetsReview } from '../../src/app/targets/targets-review.ts';
import type { TargetMove } from '../../src/plan/target-change.ts';
import type { ApiEnv } from '../context.ts';
import { requireReady } from '../guards.ts';
import { ownTargetChange } from '../own-records.ts';
import { type HttpProblem, opened, problem, problemOf } from '../problem.ts';
import type { Session } from '../sessions.ts';
import { movesSchema } from '../suggestion-schemas.ts';
import { type Form, formOf } from './forms.ts';
import { type PageContext, requireSession, show } from './page.ts';
import { rejectionReason, typedReason } from './rejection.ts';
import { suggestionsPage } from './suggestions.ts';
import { targetChoices, waitingId } from './targets.ts';

export function suggestionRoutes(app: Hono<ApiEnv>, pages: PageContext): void {
  const { workspace, suggester } = pages;
  const actor = ownerName;

  app.get('/suggestions', async (context) =>
    showSuggestions(context, pages, { session: requireSession(context, pages) }),
  );

  formRoute(app, pages, '/suggestions/propose', async ({ form }) => {
    const wanted = movesIn(form);
    const request = { proposer: actor, universe: null, wanted };
    opened(await proposeTargets(workspace, suggester, request));
    return `/suggestions#${waitingId}`;
  });

  formRoute(app, pages, '/target-changes/:id/approve', async ({ id, form }) => {
    await ownTargetChange(workspace, id);
    const hash = form.field('hash');
    const { record } = opened(await approveTargets(workspace, { id, hash, actor }));
    return record.state === 'approved' ? '/' : `/suggestions#${waitingId}`;
  });

  formRoute(app, pages, '/target-changes/:id/reject', async ({ id, form }) => {
    await ownTargetChange(workspace, id);
    const reason = rejectionReason(form, targetChoices);
    opened(await rejectTargets(workspace, { id, hash: form.field('hash'), actor, reason }));
    return '/suggestions';
  });
}

/** What the act answers is where the browser goes. */
function formRoute(
  app: Hono<ApiEnv>,
  pages: PageContext,
  path: string,
  act: (submission: { readonly id: string; readonly form: Form }) => Promise<string>,
): void {
  app.post(path, async (context: Context<ApiEnv>) => {
    const session = requireSession(context, pages);
    const form = await formOf(context, session);
    try {
      await requireReady(pages);
      return context.redirect(await act({ id: context.req.param('id') ?? '', form }), 303);
    } catch (cause) {
      const fault = problemOf(cause);
      if (fault === undefined || fault.status === 404) throw cause;
      return showSuggestions(context, pages, { session, refused: { fault, form } });
    }
  });
}

async function showSuggestions(
  context: Context<ApiEnv>,
  pages: PageContext,
  request: { session: Session; refused?: { fault: HttpProblem; form: Form } },
): Promise<Response> {
  const { workspace, suggester } = pages;
  const { session, refused } = request;
  const [found, review] = await Promise.all([suggester.now(null), targetsReview(workspace)]);
  const allocated = allocatedReason(workspace.settings);
  const content = suggestionsPage({
    ...{ found, review, token: session.formToken },
    notices: allocated === undefined ? fallenReasons(workspace, review.fallen) : [allocated],
    isOpen: allocated === undefined,
    alert: refused?.fault.message,
    typed: refused && typedReason(refused.form),
  });
  const page = { title: 'Suggestions', path: '/suggestions', content };
  return show(context, pages, page, refused?.fault.status ?? 200);
}

/** Those that the form of a suggestion holds. Errors: problem 422 when they are not. */
function movesIn(form: Form): readonly TargetMove[] {
  const moves = movesSchema.safeParse(jsonIn(form.field('moves')));
  if (moves.success) return moves.data;
  throw problem('REQUEST_INVALID', 'The form holds no moves of a suggestion. Nothing was done.');
}

/** Undefined where the text is no JSON. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
