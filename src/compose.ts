/** Puts rooms and adapters together: the store, and the workspace of a portfolio on its venue or on a folder of files. */

import { join } from 'node:path';
import { readCandleTable } from './adapters/files/candle-table-reader.ts';
import { createFileMarketData } from './adapters/files/file-market-data.ts';
import { createLayeredModels } from './adapters/files/layered-models.ts';
import { createModelStore } from './adapters/files/model-store.ts';
import { createPaperBroker } from './adapters/paper/paper-broker.ts';
import {
  type ClockState,
  createSimulatedClock,
  machineWallClock,
  resumedAt,
  type SimulatedClock,
} from './adapters/simulated/simulated-clock.ts';
import { createSimulatedMarket } from './adapters/simulated/simulated-market.ts';
import { createSqliteStore } from './adapters/store/open-sqlite.ts';
import { createFrozenClock } from './adapters/system/frozen-clock.ts';
import { createSystemClock } from './adapters/system/system-clock.ts';
import { createBacktestPool } from './adapters/workers/backtest-pool.ts';
import { createCommandRunner } from './adapters/workers/command-process.ts';
import { createNetworkTrainer } from './adapters/workers/network-trainer.ts';
import { createLearner } from './app/learning/learned-day.ts';
import { fileAccount } from './app/plans/propose.ts';
import type { Workspace } from './app/workspace.ts';
import { ConfigError } from './base/errors.ts';
import { dayMs, hourMs } from './base/time.ts';
import { openAtExchange } from './compose/exchange-venue.ts';
import {
  howTraded,
  marginTerms,
  ownBrokerOf,
  portfolioOf,
  type Venue,
  type VenueGround,
} from './compose/venue.ts';
import type { Configured } from './config/settings.ts';
import type { RecordedInputs } from './plan/inputs.ts';
import type { RailSettings } from './plan/rail-settings.ts';
import type { AutonomyLevel } from './plan/settings.ts';
import type { BacktestGround, BacktestPool } from './ports/backtest-pool.ts';
import type { CandleTableReader } from './ports/candle-tables.ts';
import type { Clock } from './ports/clock.ts';
import type { CommandRunner } from './ports/command-runner.ts';
import type { MarketData } from './ports/market-data.ts';
import type { ModelStore } from './ports/model-store.ts';
import type { NetworkTrainer } from './ports/network-trainer.ts';
import type { RecommendationRecord, Store } from './ports/store.ts';

/** The database below a state folder. */
export function databaseFile(home: string): string {
  return join(home, 'ballast.sqlite');
}

/** Opens the store below a state folder. Errors: ConfigError or DataError when it cannot be used. */
export function openStore(home: string): Promise<Store> {
  return createSqliteStore({ file: databaseFile(home) });
}

type Autonomy = { readonly level: AutonomyLevel; readonly schedule: string };

/** A portfolio on recorded candles, at a moment of the past: its clock stands still there. */
export function fileWorkspace(options: {
  store: Store;
  models: ModelStore;
  directory: string;
  at: number;
  settings: Workspace['settings'];
  autonomy: Autonomy;
  rails: RailSettings;
  holdings: NonNullable<Workspace['initialBalances']>;
  /** Of a recommendation that was made already. */
  account?: string;
}): Workspace {
  const { store, models, directory, at, settings } = options;
  const clock = createFrozenClock(at);
  const market = createFileMarketData({ directory });
  const account = options.account ?? 'paper:files';
  return {
    settings,
    autonomy: options.autonomy,
    rails: options.rails,
    learning: { data: null, challengers: 'off', promotion: 'manual', rollback: 'manual' },
    origin: { kind: 'files', directory },
    mode: 'paper · recorded candles',
    store,
    clock,
    market,
    broker: createPaperBroker({
      ...{ account, store, market, clock },
      costs: settings.costs,
      booksAt: at,
      margin: marginTerms(settings.portfolio, market),
    }),
    models,
    learner: createLearner(models),
    initialBalances: options.holdings,
  };
}

/** The workspace in which a recommendation from files is approved and executed: its own settings, moment and account. */
export function workspaceOfFileRecord(
  record: RecommendationRecord,
  options: { store: Store; models: ModelStore; autonomy: Autonomy; rails: RailSettings },
): Workspace {
  const inputs = record.inputs as unknown as RecordedInputs;
  if (inputs.origin.kind !== 'files') {
    throw new ConfigError(`${record.recommendation.id} was not made from files`);
  }
  return fileWorkspace({
    ...options,
    directory: inputs.origin.directory,
    at: inputs.asOf,
    settings: inputs.settings,
    holdings: inputs.holdings,
    account: fileAccount(record.recommendation.id),
  });
}

/** Wall time between two keepings of the simulated clock; what may be lost when the process is killed. */
export const clockKeepingMs = 2_000;

const historyMs = 730 * dayMs;
const clockFact = 'simulated-clock';
const originFact = 'simulated-origin';

/** The portfolio on the venue of its configuration. Errors: ConfigError when it cannot trade there; VenueError when it is away. */
export function openVenue(configured: Configured, ground: VenueGround): Promise<Venue> {
  return configured.venue.id === 'simulated'
    ? openSimulated(configured, ground)
    : openAtExchange(configured, { ...ground, id: configured.venue.id });
}

async function openSimulated(
  configured: Configured,
  { store, models }: VenueGround,
): Promise<Venue> {
  const { settings, venue } = configured;
  const clock = await openSimulatedClock(store, venue.speed);
  const origin = await simulatedOrigin(store, clock.now());
  const market = createSimulatedMarket({ seed: venue.seed, origin, clock });
  const workspace: Workspace = {
    ...portfolioOf(configured, models),
    origin: { kind: 'venue', source: market.source },
    get mode() {
      return `${howTraded(venue)} · simulated market, ${paceInWords(clock.speed())}`;
    },
    ...{ store, clock, market },
    broker: ownBrokerOf({ venue, settings }, { store, clock, market }),
    initialBalances: configured.initialHoldings,
  };
  return {
    workspace,
    simulatedClock: clock,
    keepClock: () =>
      store.transact((session) => session.facts.set(clockFact, { ...clock.state() })),
    notes: [],
  };
}

/** Goes on where simulated time stood; it begins at the time of the first start. */
async function openSimulatedClock(store: Store, speed: number): Promise<SimulatedClock> {
  const wall = machineWallClock;
  const kept = (await store.facts.get(clockFact)) as ClockState | undefined;
  const simulatedMs =
    kept === undefined ? Math.floor(wall.now()) : resumedAt(kept, wall.now(), 2 * clockKeepingMs);
  return createSimulatedClock({ simulatedMs, speed, wall });
}

/** The first bar opens two years before the first start; the market is the same ever after. */
async function simulatedOrigin(store: Store, now: number): Promise<number> {
  const kept = await store.facts.get(originFact);
  if (typeof kept === 'number') return kept;
  const origin = Math.floor((now - historyMs) / hourMs) * hourMs;
  await store.transact((session) => session.facts.set(originFact, origin));
  return origin;
}

/** Simulated time against wall time, as the header of every page says it. */
function paceInWords(speed: number): string {
  if (speed === 1) return 'at wall speed while something waits';
  const seconds = 3_600 / speed;
  return `one hour every ${Number(seconds.toPrecision(2))} s`;
}

/** The clock of the machine: sessions and request rates go by it even where the market is simulated. */
export function wallClock(): Clock {
  return createSystemClock();
}

/** Backtests beside each other on worker threads. */
export function backtestPool(ground: BacktestGround): BacktestPool {
  return createBacktestPool(ground);
}

/** What a folder of candles says of its markets. */
export function recordedMarket(directory: string): MarketData {
  return createFileMarketData({ directory });
}

/** Candle files of other tools. */
export function candleTableReader(): CandleTableReader {
  return readCandleTable;
}

/** Stored models below a folder. */
export function modelStore(root: string): ModelStore {
  return createModelStore(root);
}

/** Those that came with Ballast, and above them those of a state folder, which is the one that is written. */
export function layeredModels(roots: {
  readonly shipped: string;
  readonly own: string;
}): ModelStore {
  const { shipped, own } = roots;
  return createLayeredModels({ shipped: createModelStore(shipped), own: createModelStore(own) });
}

/** Networks trained on worker threads, which start with the first training. */
export function networkTrainer(): NetworkTrainer {
  return createNetworkTrainer();
}

/** Commands in processes of their own. */
export function commandRunner(): CommandRunner {
  return createCommandRunner(new URL('./cli/main.ts', import.meta.url));
}
