/** Records as JSON: times as ISO 8601 UTC, money as decimal text, reasons with their sentences. */
import type { z } from '@hono/zod-openapi';
import type { PortfolioState } from '../src/app/portfolio-state.ts';
import type { Reason } from '../src/base/reasons.ts';
import type { Execution } from '../src/execution/execution.ts';
import { residualPp } from '../src/execution/residual.ts';
import type { LedgerEvent } from '../src/ledger/event.ts';
import type { Recommendation } from '../src/plan/plan.ts';
import type { RecommendationRecord } from '../src/ports/store.ts';
import { decisionSentence, reasonSentence } from '../src/report/decision-sentence.ts';
import { averagePrice } from '../src/report/execution-summary.ts';
import { isoTime } from '../src/report/format.ts';
import type {
  eventSchema,
  executionSchema,
  portfolioSchema,
  reasonSchema,
  recommendationSchema,
} from './schemas.ts';

export function reasonView(reason: Reason): z.infer<typeof reasonSchema> {
  return { ...reason, sentence: reasonSentence(reason) };
}

export function recommendationView(
  record: RecommendationRecord,
): z.infer<typeof recommendationSchema> {
  const { recommendation, state, proposer } = record;
  return {
    ...recommendation,
    state,
    proposer,
    sentence: decisionSentence(recommendation),
    asOf: isoTime(recommendation.asOf),
    expiresAt: timeOrNull(recommendation.expiresAt),
    assets: recommendation.assets.map((asset) => ({ ...asset })),
    reasons: recommendation.reasons.map(reasonView),
    legs: recommendation.legs.map(({ base: _base, quote: _quote, ...leg }) => leg),
  };
}

export function executionView(
  execution: Execution,
  plan: Recommendation,
): z.infer<typeof executionSchema> {
  return {
    schemaVersion: 1,
    executionId: execution.id,
    recommendationId: execution.recommendationId,
    portfolio: execution.portfolio,
    planHash: execution.planHash,
    status: execution.status,
    startedAt: isoTime(execution.startedAt),
    finishedAt: timeOrNull(execution.finishedAt),
    legs: execution.legs.map((leg) => ({
      symbol: leg.symbol,
      side: leg.side,
      quantity: leg.quantity,
      filled: leg.filled,
      averagePrice: averagePrice(leg),
      fees: leg.fees,
      status: leg.status,
      reason: leg.reason === null ? null : reasonView(leg.reason),
    })),
    residual: residualPp(plan, execution),
  };
}

export function portfolioView(state: PortfolioState): z.infer<typeof portfolioSchema> {
  const { name, forecastModel, ...rest } = state;
  return {
    ...rest,
    schemaVersion: 1,
    id: name,
    readOnly: true,
    asOf: isoTime(state.asOf),
    pricesAt: timeOrNull(state.pricesAt),
    nextLookAt: timeOrNull(state.nextLookAt),
    assets: state.assets.map((asset) => ({ ...asset })),
    issues: state.issues.map(reasonView),
    forecast: { model: forecastModel },
    lastDecision: recordOrNull(state.lastDecision),
    waiting: recordOrNull(state.waiting),
  };
}

export function eventView(event: LedgerEvent): z.infer<typeof eventSchema> {
  const records = event.records.map((record) => ({ ...record, key: [...record.key] }));
  return { ...event, at: isoTime(event.at), records };
}

function timeOrNull(at: number | null): string | null {
  return at === null ? null : isoTime(at);
}

function recordOrNull(
  record: RecommendationRecord | null,
): z.infer<typeof recommendationSchema> | null {
  return record === null ? null : recommendationView(record);
}
