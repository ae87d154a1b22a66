/** The page of forecasts. */
import type { Hono } from 'hono';
import { forecastReview } from '../../src/app/learning/forecast-review.ts';
import type { ApiEnv } from '../context.ts';
import { forecastPage } from './forecast.ts';
import { type PageContext, requireSession, show } from './page.ts';

export function forecastRoutes(app: Hono<ApiEnv>, pages: PageContext): void {
  app.get('/forecast', async (context) => {
    requireSession(context, pages);
    const content = forecastPage(await forecastReview(pages.workspace));
    return show(context, pages, { title: 'Forecast', path: '/forecast', content });
  });
}
