/** A workspace on the paper venue with a steady market, and plans in its store, for tests of the gates. */
import { createAdvisoryBroker } from '../../src/adapters/advisory/advisory-broker.ts';
import { createModelStore } from '../../src/adapters/files/model-store.ts';
import { createPaperBroker } from '../../src/adapters/paper/paper-broker.ts';
import { createSqliteStore } from '../../src/adapters/store/open-sqlite.ts';
import { createFrozenClock } from '../../src/adapters/system/frozen-clock.ts';
import { ensureAccount } from '../../src/app/execution/ensure-account.ts';
import { tradedNotional } from '../../src/app/execution/traded-notional.ts';
import { createLearner } from '../../src/app/learning/learned-day.ts';
import type { Workspace } from '../../src/app/workspace.ts';
import { marginTerms } from '../../src/compose/venue.ts';
import type { LearningSettings } from '../../src/config/settings.ts';
import { type RailSettings, usualRails } from '../../src/plan/rail-settings.ts';
import type { AutonomyLevel, Settings } from '../../src/plan/settings.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { MarketData } from '../../src/ports/market-data.ts';
import type { ModelStore } from '../../src/ports/model-store.ts';
import type { RecommendationRecord, Store } from '../../src/ports/store.ts';
import { holdings, record, settings, start, steadyMarket } from './execution-plans.ts';

export type Options = {
  readonly file?: string;
  readonly store?: Store;
  readonly market?: MarketData;
  readonly clock?: Clock;
  /** None by default. */
  readonly models?: ModelStore;
  readonly level?: AutonomyLevel;
  readonly settings?: Partial<Settings>;
  readonly rails?: Partial<RailSettings>;
  /** A person carries the orders out. */
  readonly isAdvisory?: true;
  /** What the account starts with; see execution-plans.ts otherwise. */
  readonly balances?: Readonly<Record<string, string>>;
  readonly learningData?: string;
  readonly learning?: Partial<LearningSettings>;
};

const learningDefaults = {
  challengers: 'alarm',
  promotion: 'manual',
  rollback: 'automatic',
} as const;

/** Its clock moves on only by sleeping, so nothing in it takes wall time. */
export async function createTestWorkspace(options: Options = {}): Promise<Workspace> {
  const store = options.store ?? (await createSqliteStore({ file: options.file ?? ':memory:' }));
  const { market = steadyMarket(), clock = createFrozenClock(start) } = options;
  const { models = createModelStore('no-models') } = options;
  const configured = settings(options.settings);
  const { costs, portfolio } = configured;
  const account = 'paper:core';
  const paper = createPaperBroker({
    ...{ account, store, market, clock, costs },
    margin: marginTerms(portfolio, market),
    tradedNotional: (time) => tradedNotional(store, { account, time }),
  });
  const broker = options.isAdvisory ? createAdvisoryBroker({ account, store, clock }) : paper;
  const workspace: Workspace = {
    settings: configured,
    autonomy: { level: options.level ?? 'propose', schedule: '0 * * * *' },
    rails: { ...usualRails, ...options.rails },
    learning: { ...learningDefaults, data: options.learningData ?? null, ...options.learning },
    origin: { kind: 'venue', source: market.source },
    mode: 'paper',
    ...{ store, clock, market, broker, models },
    learner: createLearner(models),
    initialBalances: options.balances ?? holdings,
  };
  await ensureAccount(workspace);
  return workspace;
}

/** Keeps a plan as if it had been proposed. */
export async function propose(
  { store }: Pick<Workspace, 'store'>,
  proposed: RecommendationRecord = record(),
): Promise<{ id: string; hash: string }> {
  const { id, planHash } = proposed.recommendation;
  await store.transact(async (session) => {
    await session.recommendations.insert(proposed);
    const event = { type: 'PlanProposed', at: start, actor: 'system', subject: id } as const;
    await session.events.append({ ...event, payload: { planHash } });
  });
  return { id, hash: planHash ?? '' };
}

/** The types of all events, oldest first. */
export async function eventTypes({ store }: Pick<Workspace, 'store'>): Promise<readonly string[]> {
  const events = await store.events.list({ limit: 10_000 });
  return events.map(({ type }) => type);
}
