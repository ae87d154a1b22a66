/** The repositories of a store over one connection or transaction. */
import type { Kysely } from 'kysely';
import type { EventLog, StoreSession } from '../../ports/store.ts';
import { createApprovals } from './approvals.ts';
import { createCandles } from './candles.ts';
import { createEvents } from './events.ts';
import { createExecutions } from './executions.ts';
import { createFacts } from './facts.ts';
import { createJobs } from './jobs.ts';
import { createKeys } from './keys.ts';
import { createLeases } from './leases.ts';
import { createPaper } from './paper.ts';
import { createRecommendations } from './recommendations.ts';
import { createSchedule } from './schedule.ts';
import type { Tables } from './schema.ts';
import { createTargetChanges } from './target-changes.ts';
import { createTradingState } from './trading-state.ts';
import type { Trail } from './trail.ts';

export function createSession(
  db: Kysely<Tables>,
  given: { trail: Trail; verify: EventLog['verify']; now: () => number },
): StoreSession {
  const { trail, verify, now } = given;
  return {
    events: createEvents(db, trail, verify),
    recommendations: createRecommendations(db, trail),
    approvals: createApprovals(db, trail),
    executions: createExecutions(db, trail),
    paper: createPaper(db),
    candles: createCandles(db),
    keys: createKeys(db, trail),
    schedule: createSchedule(db),
    facts: createFacts(db),
    jobs: createJobs(db),
    leases: createLeases(db, now),
    trading: createTradingState(db, trail),
    targetChanges: createTargetChanges(db, trail),
  };
}
