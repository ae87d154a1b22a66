/** The overview, and its one button: look now. */
import type { Hono } from 'hono';
import { openInstructions } from '../../src/app/instructions.ts';
import { ownerName } from '../../src/app/keys.ts';
import { portfolioState } from '../../src/app/portfolio-state.ts';
import { propose } from '../../src/app/propose.ts';
import type { ApiEnv } from '../context.ts';
import { requireReady } from '../guards.ts';
import { problemOf } from '../problem.ts';
import { formOf } from './forms.ts';
import type { Page } from './layout.ts';
import { overviewPage } from './overview.ts';
import { type PageContext, requireSession, show } from './page.ts';

const refreshSeconds = 5;
const recentDecisions = 5;

export function overviewRoutes(app: Hono<ApiEnv>, pages: PageContext): void {
  const { workspace } = pages;

  const overview = async (token: string, alert?: string): Promise<Page> => {
    const { account } = workspace.broker;
    const [state, recent, instructions] = await Promise.all([
      portfolioState(workspace),
      workspace.store.recommendations.list({ account, limit: recentDecisions }),
      openInstructions(workspace),
    ]);
    const content = overviewPage({ state, recent, instructions, token, alert });
    const page = { title: 'Overview', path: '/', content };
    return alert === undefined ? { ...page, refreshSeconds } : page;
  };

  app.get('/', async (context) => {
    const { formToken } = requireSession(context, pages);
    return show(context, pages, await overview(formToken));
  });

  app.post('/look', async (context) => {
    const session = requireSession(context, pages);
    await formOf(context, session);
    try {
      await requireReady(pages);
      const { recommendation } = await propose(workspace, { proposer: ownerName });
      const isPlan = recommendation.outcome === 'proposed';
      return context.redirect(isPlan ? `/recommendations/${recommendation.id}` : '/', 303);
    } catch (cause) {
      const fault = problemOf(cause);
      if (fault === undefined) throw cause;
      return show(context, pages, await overview(session.formToken, fault.message), fault.status);
    }
  });
}
