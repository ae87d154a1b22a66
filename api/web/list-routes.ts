/** The pages that list: all decisions, and the audit trail. */
import type { Hono } from 'hono';
import type { ApiEnv } from '../context.ts';
import { ownRecommendation } from '../own-records.ts';
import { notFound } from '../problem.ts';
import { auditPage, decisionsPage } from './lists.ts';
import { type PageContext, requireSession, show } from './page.ts';

const decisionsPerPage = 25;
const eventsPerPage = 50;
/** Far beyond what anybody leafs through; keeps the page number a small integer. */
const lastAuditPage = 1_000_000;

export function listRoutes(app: Hono<ApiEnv>, pages: PageContext): void {
  const { store, broker } = pages.workspace;

  app.get('/recommendations', async (context) => {
    requireSession(context, pages);
    const before = context.req.query('before');
    if (before !== undefined) await ownRecommendation(pages.workspace, before);
    const found = await store.recommendations.list({
      account: broker.account,
      ...(before === undefined ? {} : { before }),
      limit: decisionsPerPage + 1,
    });
    const shown = found.slice(0, decisionsPerPage);
    const older = found.length > decisionsPerPage ? shown.at(-1)?.recommendation.id : undefined;
    const content = decisionsPage(shown, older);
    return show(context, pages, { title: 'Decisions', path: '/recommendations', content });
  });

  app.get('/audit', async (context) => {
    requireSession(context, pages);
    const given = context.req.query('page') ?? '0';
    if (!/^\d+$/.test(given) || Number(given) > lastAuditPage) throw notFound('page', given);
    const page = Number(given);
    const head = await store.events.head();
    const newest = Math.max(0, (head?.sequence ?? 0) - page * eventsPerPage);
    const after = Math.max(0, newest - eventsPerPage);
    const limit = newest - after;
    const events = limit > 0 ? (await store.events.list({ after, limit })).toReversed() : [];
    const content = auditPage({ events, head, page, hasOlder: after > 0 });
    return show(context, pages, { title: 'Audit', path: '/audit', content });
  });
}
