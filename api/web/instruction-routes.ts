/** The page of instructions and its form; a refusal shows the page again with what had been typed. */
import type { Context, Hono } from 'hono';
import { confirmInstruction, openInstructions } from '../../src/app/execution/instructions.ts';
import { ownerName } from '../../src/app/keys.ts';
import { doneOf } from '../../src/execution/instruction.ts';
import type { ApiEnv } from '../context.ts';
import { requireReady } from '../guards.ts';
import { type HttpProblem, opened, problem, problemOf } from '../problem.ts';
import { type Form, formOf } from './forms.ts';
import { instructionsPage } from './instructions.ts';
import { type PageContext, requireSession, show } from './page.ts';

export function instructionRoutes(app: Hono<ApiEnv>, pages: PageContext): void {
  const { workspace } = pages;

  const page = async (
    context: Context<ApiEnv>,
    refused?: { fault: HttpProblem; form: Form },
  ): Promise<Response> => {
    const { formToken: token } = requireSession(context, pages);
    const content = instructionsPage(await openInstructions(workspace), {
      token,
      ...(refused && { alert: refused.fault.message, typed: typedIn(refused.form) }),
    });
    const shown = { title: 'To trade by hand', path: '/instructions', content };
    return show(context, pages, shown, refused?.fault.status ?? 200);
  };

  app.get('/instructions', (context) => page(context));

  app.post('/instructions/:id/confirm', async (context) => {
    const form = await formOf(context, requireSession(context, pages));
    try {
      await requireReady(pages);
      const done = doneOf(typedIn(form));
      if ('problem' in done)
        throw problem('REQUEST_INVALID', `${done.problem}. Nothing was noted.`);
      const id = context.req.param('id');
      opened(await confirmInstruction(workspace, { id, done, actor: ownerName }));
      return context.redirect('/instructions', 303);
    } catch (cause) {
      const fault = problemOf(cause);
      if (fault === undefined) throw cause;
      return page(context, { fault, form });
    }
  });
}

/** The form of a trade that was not made sends no price. */
function typedIn(form: Form) {
  const [filled, price, fee] = [form.field('filled'), form.field('price'), form.field('fee')];
  return { filled, price: price || '0', fee: fee || '0' };
}
