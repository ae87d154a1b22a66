/** Records as JSON: times as ISO 8601 UTC, money as decimal text, reasons with their sentences. */
import type { z } from '@hono/zod-openapi';
import type { PortfolioState } from '../src/app/portfolio-state.ts';
import type { JudgedTargets } from '../src/app/targets/targets-review.ts';
import type { Execution } from '../src/execution/execution.ts';
import type { LedgerEvent } from '../src/ledger/event.ts';
import type { Recommendation } from '../src/plan/plan.ts';
import type { RecommendationRecord } from '../src/ports/store.ts';
import { autonomyJson } from '../src/report/autonomy-words.ts';
import { decisionSentence } from '../src/report/decision-sentence.ts';
import { executionJson } from '../src/report/execution-json.ts';
import { isoTime } from '../src/report/format.ts';
import {
  reasonJson,
  recommendationJson,
  thresholdChangeJson,
  timeOrNull,
} from '../src/report/recommendation-json.ts';
import { tradingJson } from '../src/report/trading-words.ts';
import type {
  eventSchema,
  executionSchema,
  portfolioSchema,
  recommendationSchema,
} from './schemas.ts';

export function recommendationView(
  record: RecommendationRecord,
): z.infer<typeof recommendationSchema> {
  const { recommendation, state, proposer } = record;
  const sentence = decisionSentence(recommendation);
  return { ...recommendationJson(recommendation), state, proposer, sentence };
}

export function executionView(
  execution: Execution,
  plan: Recommendation,
): z.infer<typeof executionSchema> {
  const { portfolio } = execution;
  return { ...executionJson(execution, plan), schemaVersion: 1, portfolio };
}

export function portfolioView(state: PortfolioState): z.infer<typeof portfolioSchema> {
  const { name, forecast, targets, autonomy, trading, ...rest } = state;
  return {
    ...rest,
    schemaVersion: 1,
    id: name,
    readOnly: true,
    asOf: isoTime(state.asOf),
    pricesAt: timeOrNull(state.pricesAt),
    nextLookAt: timeOrNull(state.nextLookAt),
    assets: state.assets.map((asset) => ({
      ...asset,
      thresholdChange: thresholdChangeJson(asset.thresholdChange),
    })),
    issues: state.issues.map(reasonJson),
    autonomy: autonomyJson(autonomy),
    trading: tradingJson(trading),
    forecast: { model: forecast.model },
    lastDecision: recordOrNull(state.lastDecision),
    waiting: recordOrNull(state.waiting),
    targetChange: targets.inForce && inForceView(targets.inForce),
  };
}

export function eventView(event: LedgerEvent): z.infer<typeof eventSchema> {
  const records = event.records.map((record) => ({ ...record, key: [...record.key] }));
  return { ...event, at: isoTime(event.at), records };
}

function inForceView({ record, approvals }: JudgedTargets) {
  return {
    id: record.change.id,
    approvedAt: isoTime(record.approvedAt ?? 0),
    approvedBy: approvals.map(({ actor }) => actor),
  };
}

function recordOrNull(
  record: RecommendationRecord | null,
): z.infer<typeof recommendationSchema> | null {
  return record === null ? null : recommendationView(record);
}
