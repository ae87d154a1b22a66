/** What is forecast for the assets of the portfolio: volatilities with their ranges, regimes, and how they move together. */
import { createRoute, type z } from '@hono/zod-openapi';
import {
  type AssetForecast,
  type ForecastNow,
  forecastNow,
} from '../../src/app/learning/forecast-now.ts';
import type { Workspace } from '../../src/app/workspace.ts';
import { horizons } from '../../src/learning/inputs/daily-panel.ts';
import type { Ahead } from '../../src/learning/outlook/volatility-outlook.ts';
import { timeOrNull } from '../../src/report/recommendation-json.ts';
import { json, problems } from '../answers.ts';
import type { ApiApp, ApiContext } from '../context.ts';
import { correlationsSchema, forecastsQuery, forecastsSchema } from '../forecast-schemas.ts';
import type { Guards } from '../guards.ts';

export function forecastRoutes(app: ApiApp, { workspace }: ApiContext, guards: Guards): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/forecasts',
      summary: 'What is forecast for each asset at the last close of a day',
      middleware: guards.read('read'),
      request: { query: forecastsQuery },
      responses: { 200: json(forecastsSchema, 'The forecasts.'), ...problems(422, 503) },
    }),
    async (context) => {
      const { horizonDays } = context.req.valid('query');
      const days = horizonDays === undefined ? horizons : [horizonDays];
      const now = await forecastNow(workspace);
      return context.json(forecastsView(workspace, now, days), 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/correlations',
      summary: 'How the assets move together: correlations in the order of clusters',
      middleware: guards.read('read'),
      responses: { 200: json(correlationsSchema, 'The correlations.'), ...problems(503) },
    }),
    async (context) => {
      return context.json(correlationsView(workspace, await forecastNow(workspace)), 200);
    },
  );
}

function forecastsView(
  workspace: Workspace,
  now: ForecastNow,
  days: readonly number[],
): z.infer<typeof forecastsSchema> {
  return {
    ...sourceView(workspace, now),
    thresholds: { ...now.thresholds },
    assets: now.assets.map((asset) => assetView(asset, days)),
  };
}

function assetView({ symbol, past, ahead, regime }: AssetForecast, days: readonly number[]) {
  return {
    symbol,
    realizedVolAnnual: past.together,
    regime: regime?.regime ?? null,
    turbulenceProbability: regime?.turbulence ?? null,
    trend: regime?.trend ?? null,
    horizons: days.map((horizonDays) => {
      const { days: _, ...figures } = ahead[horizonDays - 1] as Ahead;
      return { horizonDays, ...figures };
    }),
  };
}

function correlationsView(
  workspace: Workspace,
  now: ForecastNow,
): z.infer<typeof correlationsSchema> {
  const { correlations: found } = now;
  return {
    ...sourceView(workspace, now),
    symbols: [...(found?.symbols ?? [])],
    matrix: (found?.matrix ?? []).map((row) => [...row]),
    groups: (found?.groups ?? []).map((group) => [...group]),
    meanCorrelation: found?.mean ?? null,
    meanCorrelationYearAgo: found?.meanYearAgo ?? null,
    absorptionRatio: found?.absorption?.share ?? null,
    diversificationRatio: found?.diversificationRatio ?? null,
  };
}

/** Who speaks, and why nobody before it. */
function sourceView({ settings }: Workspace, { asOf, model, name, cause }: ForecastNow) {
  const portfolio = settings.portfolio.name;
  return { schemaVersion: 1 as const, portfolio, asOf: timeOrNull(asOf), model, name, cause };
}
