/** Portfolios: the one of the configuration, with its state; it is read-only here. */
import { createRoute, z } from '@hono/zod-openapi';
import { autonomyNow } from '../../src/app/plans/autonomy.ts';
import { portfolioState } from '../../src/app/portfolio-state.ts';
import { autonomyJson } from '../../src/report/autonomy-words.ts';
import { json, problems } from '../answers.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import type { Guards } from '../guards.ts';
import { requirePortfolio } from '../own-records.ts';
import { problem } from '../problem.ts';
import { idParam, pageOf, portfolioSchema } from '../schemas.ts';
import { portfolioView } from '../views.ts';

const summarySchema = portfolioSchema
  .pick({ id: true, quote: true, mode: true, readOnly: true, autonomy: true })
  .openapi('PortfolioSummary');

export function portfolioRoutes(app: ApiApp, { workspace }: ApiContext, guards: Guards): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/portfolios',
      summary: 'The portfolios',
      middleware: guards.read('read'),
      responses: { 200: json(pageOf(summarySchema), 'All portfolios.'), ...problems() },
    }),
    async (context) => {
      const { name, quote } = workspace.settings.portfolio;
      const { mode } = workspace;
      const autonomy = autonomyJson(await autonomyNow(workspace.store, workspace));
      const items = [{ id: name, quote, mode, readOnly: true as const, autonomy }];
      return context.json({ schemaVersion: 1 as const, items, nextCursor: null }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/portfolios/{id}',
      summary: 'State of a portfolio: net asset value, weights, drift, thresholds, last decision',
      middleware: guards.read('read'),
      request: { params: idParam },
      responses: { 200: json(portfolioSchema, 'Its state now.'), ...problems(404, 503) },
    }),
    async (context) => {
      requirePortfolio(workspace, context.req.valid('param').id);
      return context.json(portfolioView(await portfolioState(workspace)), 200);
    },
  );

  readOnlyRoutes(app, workspace, guards);
}

function readOnlyRoutes(app: ApiApp, workspace: ApiContext['workspace'], guards: Guards): void {
  const refuse = (): never => {
    const { name } = workspace.settings.portfolio;
    const detail = `the portfolio "${name}" stands in the configuration file; change it there and restart`;
    throw problem('PORTFOLIO_READ_ONLY', detail);
  };
  const common = {
    summary: 'Refused: the portfolio is configured in a file',
    middleware: guards.write('admin'),
  };
  app.openapi(
    createRoute({ ...common, method: 'post', path: '/portfolios', responses: problems(409) }),
    refuse,
  );
  for (const method of ['put', 'patch', 'delete'] as const) {
    app.openapi(
      createRoute({
        ...common,
        method,
        path: '/portfolios/{id}',
        request: { params: z.object({ id: z.string() }) },
        responses: problems(404, 409),
      }),
      (context) => {
        requirePortfolio(workspace, context.req.valid('param').id);
        return refuse();
      },
    );
  }
}
