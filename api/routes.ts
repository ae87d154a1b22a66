/** The routes of the API, one module for each kind of thing. */
import type { ApiApp, ApiContext } from './context.ts';
import type { Guards } from './guards.ts';
import { allocationRoutes } from './routes/allocations.ts';
import { auditRoutes } from './routes/audit.ts';
import { executionRoutes } from './routes/executions.ts';
import { forecastRoutes } from './routes/forecasts.ts';
import { gateRoutes } from './routes/gates.ts';
import { instructionRoutes } from './routes/instructions.ts';
import { modelRoutes } from './routes/models.ts';
import { portfolioRoutes } from './routes/portfolios.ts';
import { recommendationRoutes } from './routes/recommendations.ts';
import { safetyRoutes } from './routes/safety.ts';
import { targetChangeRoutes } from './routes/target-changes.ts';
import { trainingRoutes } from './routes/trainings.ts';

const modules = [
  portfolioRoutes,
  recommendationRoutes,
  gateRoutes,
  executionRoutes,
  instructionRoutes,
  safetyRoutes,
  forecastRoutes,
  allocationRoutes,
  targetChangeRoutes,
  modelRoutes,
  trainingRoutes,
  auditRoutes,
] as const;

export function apiRoutes(app: ApiApp, context: ApiContext, guards: Guards): void {
  for (const routes of modules) routes(app, context, guards);
}
