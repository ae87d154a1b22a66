/** The overview, and its buttons: look now, halt and resume trading, lift a demotion. */
import type { Hono } from 'hono';
import { openInstructions } from '../../src/app/execution/instructions.ts';
import { halt, resume } from '../../src/app/execution/trading.ts';
import { ownerName } from '../../src/app/keys.ts';
import { alerts } from '../../src/app/plans/alerts.ts';
import { promote } from '../../src/app/plans/autonomy.ts';
import { propose } from '../../src/app/plans/propose.ts';
import { portfolioState } from '../../src/app/portfolio-state.ts';
import type { ApiEnv } from '../context.ts';
import { requireReady } from '../guards.ts';
import { opened, problem, problemOf } from '../problem.ts';
import { type Form, formOf } from './forms.ts';
import type { Page } from './layout.ts';
import { overviewPage } from './overview.ts';
import { type PageContext, requireSession, show } from './page.ts';

const refreshSeconds = 5;
const recentDecisions = 5;
const recentAlerts = 4;

export function overviewRoutes(app: Hono<ApiEnv>, pages: PageContext): void {
  const { workspace } = pages;

  const overview = async (token: string, alert?: string): Promise<Page> => {
    const { account } = workspace.broker;
    const [state, recent, instructions, known] = await Promise.all([
      portfolioState(workspace),
      workspace.store.recommendations.list({ account, limit: recentDecisions }),
      openInstructions(workspace),
      alerts(workspace, { limit: recentAlerts }),
    ]);
    const content = overviewPage({ state, recent, instructions, alerts: known, token, alert });
    const page = { title: 'Overview', path: '/', content };
    return alert === undefined ? { ...page, refreshSeconds } : page;
  };

  app.get('/', async (context) => {
    const { formToken } = requireSession(context, pages);
    return show(context, pages, await overview(formToken));
  });

  /** Answers where to go; a refusal shows the overview again and says why. */
  const formRoute = (path: string, act: (form: Form) => Promise<string>): void => {
    app.post(path, async (context) => {
      const session = requireSession(context, pages);
      const form = await formOf(context, session);
      try {
        return context.redirect(await act(form), 303);
      } catch (cause) {
        const fault = problemOf(cause);
        if (fault === undefined) throw cause;
        return show(context, pages, await overview(session.formToken, fault.message), fault.status);
      }
    });
  };

  formRoute('/look', async () => {
    await requireReady(pages);
    const { recommendation } = await propose(workspace, { proposer: ownerName });
    return recommendation.outcome === 'proposed' ? `/recommendations/${recommendation.id}` : '/';
  });

  // The kill switch works also while nothing else may be changed.
  formRoute('/halt', async () => {
    await halt(workspace, { actor: ownerName, reason: 'by the button on the overview' });
    return '/';
  });

  formRoute('/resume', async (form) => {
    await requireReady(pages);
    await resume(workspace, { actor: ownerName, reason: reasonIn(form) });
    return '/';
  });

  formRoute('/promote', async (form) => {
    await requireReady(pages);
    opened(await promote(workspace, { actor: ownerName, reason: reasonIn(form) }));
    return '/';
  });
}

/** Errors: problem 422 when it is empty. */
function reasonIn(form: Form): string {
  const reason = form.field('reason').trim();
  if (reason === '') throw problem('REQUEST_INVALID', 'Say why. Nothing was done.');
  return reason;
}
