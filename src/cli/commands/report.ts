/** `report`: one plan, planned beside realised, or the portfolio since its start. */
import { findRecommendation } from '../../app/plans/find-recommendation.ts';
import { portfolioReport } from '../../app/portfolio-report.ts';
import { ConfigError } from '../../base/errors.ts';
import type { Execution } from '../../execution/execution.ts';
import type { Approval, RecommendationRecord } from '../../ports/store.ts';
import { executionJson } from '../../report/execution-json.ts';
import { costOfExecution, realisedCostBps } from '../../report/execution-summary.ts';
import { isoTime, utcTime } from '../../report/format.ts';
import { portfolioJson } from '../../report/portfolio-json.ts';
import { recommendationJson } from '../../report/recommendation-json.ts';
import { executionText } from '../../report/text-execution.ts';
import { portfolioText } from '../../report/text-portfolio.ts';
import { recommendationText } from '../../report/text-recommendation.ts';
import { answer } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { configuredFor } from '../configured.ts';
import { withKeptStore } from '../kept-store.ts';
import { stateModels } from '../models-folder.ts';
import { withVenue } from '../rooms.ts';
import { secretsOf } from '../secrets.ts';

export async function run(call: Call): Promise<ExitCode> {
  return call.parameter('ID') === undefined ? ofPortfolio(call) : ofPlan(call);
}

async function ofPortfolio(call: Call): Promise<ExitCode> {
  const configured = configuredFor(call, { use: 'live' });
  const ground = { configured, models: stateModels(call), secretOf: secretsOf(call) };
  return withKeptStore(call, (store) =>
    withVenue<ExitCode>({ ...ground, store }, async (workspace) => {
      const report = await portfolioReport(workspace);
      if (report === undefined) {
        const { name } = configured.settings.portfolio;
        throw new ConfigError(`${name} has no account yet: bin/ballast recommend opens it`);
      }
      answer(call, { json: () => portfolioJson(report), text: () => portfolioText(report) });
      return 0;
    }),
  );
}

async function ofPlan(call: Call): Promise<ExitCode> {
  return withKeptStore<ExitCode>(call, async (store) => {
    const record = await findRecommendation(store, call.parameter('ID') ?? '');
    const { id } = record.recommendation;
    const [execution, approvals] = await Promise.all([
      store.executions.ofRecommendation(id),
      store.approvals.list(id),
    ]);
    const plan = { record, execution, approvals };
    answer(call, { json: () => planJson(plan), text: () => planText(plan) });
    return 0;
  });
}

type PlanReport = {
  readonly record: RecommendationRecord;
  readonly execution: Execution | undefined;
  readonly approvals: readonly Approval[];
};

function planJson({ record, execution, approvals }: PlanReport) {
  const { recommendation, state, proposer } = record;
  return {
    schemaVersion: 1,
    ...{ state, proposer },
    approvals: approvals.map(({ actor, at }) => ({ actor, at: isoTime(at) })),
    recommendation: recommendationJson(recommendation),
    execution: execution === undefined ? null : executionJson(execution, recommendation),
    costs: execution === undefined ? null : costsOf(execution, recommendation.legs),
  };
}

/** Bps of what was filled, in all and for each leg; null where nothing was. */
function costsOf(execution: Execution, planned: RecommendationRecord['recommendation']['legs']) {
  return {
    all: costOfExecution(execution, planned),
    legs: execution.legs.map((leg) => {
      const plan = planned[leg.index];
      return {
        symbol: leg.symbol,
        plannedBps: plan?.costBps ?? null,
        realisedBps: plan === undefined ? null : realisedCostBps(leg, plan),
      };
    }),
  };
}

function planText({ record, execution, approvals }: PlanReport): string {
  const { recommendation, state, proposer } = record;
  return [
    recommendationText(recommendation, state),
    '',
    `proposed by ${proposer}; ${state}`,
    ...approvals.map(({ actor, at }) => `approved by ${actor} at ${utcTime(at)}`),
    ...(execution === undefined ? [] : ['', executionText(execution, recommendation)]),
  ].join('\n');
}
