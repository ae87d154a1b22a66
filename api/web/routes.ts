/** The routes of the pages: they read, and their forms pass the same gates as the API, in the name of the owner. */
import type { Hono } from 'hono';
import type { ApiEnv } from '../context.ts';
import { problemsPath } from '../problem.ts';
import { assetRoutes } from './assets.ts';
import { forecastRoutes } from './forecast-routes.ts';
import { instructionRoutes } from './instruction-routes.ts';
import { listRoutes } from './list-routes.ts';
import { overviewRoutes } from './overview-routes.ts';
import { type PageContext, show } from './page.ts';
import { problemsPage, referencePage, shapesPage, shapesPath } from './reference.ts';
import { reviewRoutes } from './review-routes.ts';
import { signInRoutes } from './sign-in-routes.ts';
import { suggestionRoutes } from './suggestion-routes.ts';

export function pageRoutes(
  app: Hono<ApiEnv>,
  pages: PageContext,
  openApiDocument: () => unknown,
): void {
  assetRoutes(app);
  signInRoutes(app, pages);
  overviewRoutes(app, pages);
  forecastRoutes(app, pages);
  suggestionRoutes(app, pages);
  instructionRoutes(app, pages);
  listRoutes(app, pages);
  reviewRoutes(app, pages);
  const reference = [
    ['/docs', 'API', referencePage],
    [shapesPath, 'Shapes', shapesPage],
    [problemsPath, 'Problems', problemsPage],
  ] as const;
  for (const [path, title, page] of reference) {
    app.get(path, (context) =>
      show(context, pages, { title, path: '/docs', content: page(openApiDocument()) }),
    );
  }
}
