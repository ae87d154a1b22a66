/** `serve`: API, pages and the scheduler of one portfolio, until it is interrupted. */
import { createApi } from '../../../api/app.ts';
import type { Readiness } from '../../../api/context.ts';
import { startServer } from '../../../api/server.ts';
import { ensureAccount } from '../../app/execution/ensure-account.ts';
import { reconcile } from '../../app/execution/reconcile.ts';
import { runSweeps, sweepAgain } from '../../app/execution/sweep-again.ts';
import { ensureAdminKey } from '../../app/keys.ts';
import { runLearning } from '../../app/learning/learning-scheduler.ts';
import { runTrainings } from '../../app/learning/run-trainings.ts';
import { watchAlerts } from '../../app/plans/alerts.ts';
import { compileRules } from '../../app/plans/approval-rules.ts';
import { autonomyNow } from '../../app/plans/autonomy.ts';
import type { CycleResult } from '../../app/plans/cycle.ts';
import { needsWallSpeed } from '../../app/plans/market-pace.ts';
import { runScheduler } from '../../app/scheduler.ts';
import { ConfigError } from '../../base/errors.ts';
import type { Reason } from '../../base/reasons.ts';
import type { Venue } from '../../compose/venue.ts';
import { clockKeepingMs, commandRunner, openStore, openVenue, wallClock } from '../../compose.ts';
import type { LedgerEvent } from '../../ledger/event.ts';
import type { Store } from '../../ports/store.ts';
import { alertSentence } from '../../report/alert-sentence.ts';
import { autonomyWords } from '../../report/autonomy-words.ts';
import { decisionSentence, reasonSentence } from '../../report/decision-sentence.ts';
import { tradingWords } from '../../report/trading-words.ts';
import type { Call, ExitCode } from '../command.ts';
import { configuredFor } from '../configured.ts';
import { modelsFolder, modelsOf } from '../models-folder.ts';
import { secretFrom, secretsOf } from '../secrets.ts';
import { stateFolder } from '../state-folder.ts';
import { untilVenueAnswers } from '../venue-patience.ts';
import { version } from '../version.ts';

const paceCheckMs = 1_000;

export async function run(call: Call): Promise<ExitCode> {
  const configured = configuredFor(call, { use: 'live', demo: true });
  const address = addressOf(call);
  const models = modelsOf(call);
  const store = await openStore(stateFolder(call));
  try {
    const ground = { store, models, secretOf: secretsOf(call) };
    const venue = await untilVenueAnswers(() => openVenue(configured, ground), patience(call));
    await serve({ call, store, venue, address, speed: configured.venue.speed });
  } finally {
    await store.close();
  }
  return 0;
}

type Serving = {
  readonly call: Call;
  readonly store: Store;
  readonly venue: Venue;
  readonly address: { readonly host: string; readonly port: number };
  /** Of the simulated market while nothing waits. */
  readonly speed: number;
};

async function serve(serving: Serving): Promise<void> {
  const { call, store, venue, address } = serving;
  const { workspace } = venue;
  const wall = wallClock();
  // A rule that cannot be read is to be known now and not when a plan waits for it.
  compileRules(workspace.settings.approvalRules);
  const token = secretFrom(call.environment, 'BALLAST_ADMIN_TOKEN');
  if (token !== undefined) await ensureAdminKey(store, token, wall.now());
  let readiness: Readiness = {
    state: 'reconciling',
    detail: 'orders of the last run are looked up',
  };
  const api = createApi({
    workspace,
    version,
    secureCookies: false,
    wallClock: wall,
    hostNames: call.texts('host-name'),
    readiness: () => readiness,
    onFault: (fault) => call.say(`fault: ${describe(fault)}`),
  });
  const server = await startServer(api, address);
  const keeper = { wallClock: wall, signal: call.signal };
  const alerts = watchAlerts(store, alertWords(call), keeper);
  try {
    await untilVenueAnswers(() => recover(serving), patience(call));
    readiness = { state: 'ready' };
    await announce(serving, `${server.url}${api.createSignInLink().path}`);
    const pace = keepPace(serving, (state) => {
      readiness = state;
    });
    const trainings = runTrainings(workspace, trainingRoom(call));
    const sweeps = runSweeps(workspace, { ...keeper, onFault: alertWords(call).onFault });
    const learning = runLearning(workspace, keeper, learningWords(serving));
    await runScheduler(workspace, schedulerWords(call), call.signal);
    await Promise.all([pace, trainings, learning, sweeps, alerts]);
  } finally {
    call.say('stopping: no new orders; those under way are brought to an end');
    await server.close();
    await venue.keepClock();
  }
}

/** Says each cause once. */
function patience(call: Call) {
  let told = '';
  return {
    wallClock: wallClock(),
    signal: call.signal,
    onAway: (cause: string) => {
      if (cause !== told) call.say(`not ready, it is tried again every 5 s: ${cause}`);
      told = cause;
    },
  };
}

/** Finds out what became of every order before anything is traded. */
async function recover({ call, venue: { workspace } }: Serving): Promise<void> {
  const resumed = await reconcile(workspace, { signal: call.signal });
  const ended = resumed.filter(({ status }) => status !== 'executing');
  if (ended.length > 0) call.say(`${ended.length} interrupted execution(s) brought to an end`);
  await ensureAccount(workspace);
  await sweepAgain(workspace, { isStart: true });
}

async function announce({ call, venue }: Serving, link: string): Promise<void> {
  const { workspace } = venue;
  const { portfolio } = workspace.settings;
  call.say(`portfolio ${portfolio.name}: ${workspace.mode}`);
  const autonomy = await autonomyNow(workspace.store, workspace);
  call.say(`${autonomyWords(autonomy)}; looks at ${autonomy.schedule} UTC`);
  const trading = await workspace.store.trading.get();
  if (trading.state !== 'active') call.say(tradingWords(trading));
  call.say(`sign in, once, within 15 minutes: ${link}`);
  for (const note of venue.notes) call.say(note);
  call.say('stop with Ctrl-C');
}

function schedulerWords(call: Call) {
  return {
    onResult: (result: CycleResult) => {
      if (result.kind === 'busy') return;
      const { recommendation } = result.record;
      call.say(
        `${new Date(recommendation.asOf).toISOString()} ${decisionSentence(recommendation)}`,
      );
    },
    onFault: (fault: unknown) => call.say(`this look failed: ${describe(fault)}; the next follows`),
  };
}

function alertWords(call: Call) {
  return {
    onAlert: (event: LedgerEvent) =>
      call.say(`${new Date(event.at).toISOString()} to know: ${alertSentence(event)}`),
    onFault: (fault: unknown) => call.say(`fault: ${describe(fault)}`),
  };
}

function learningWords({ call, venue }: Serving) {
  return {
    onNews: (news: readonly Reason[]) => {
      const time = new Date(venue.workspace.clock.now()).toISOString();
      for (const reason of news) call.say(`${time} ${reasonSentence(reason)}`);
    },
    onFault: (fault: unknown) =>
      call.say(`the models of this day were not judged: ${describe(fault)}; the next follows`),
  };
}

function trainingRoom(call: Call) {
  return {
    commands: commandRunner(),
    modelsFolder: modelsFolder(call),
    wallClock: wallClock(),
    signal: call.signal,
    onFault: (fault: unknown) => call.say(`a training failed: ${describe(fault)}`),
  };
}

/** Slows a simulated market to wall speed while a plan waits or executes, and keeps its clock. */
async function keepPace(
  { call, venue, speed }: Serving,
  onReadiness: (readiness: Readiness) => void,
): Promise<void> {
  const { simulatedClock, workspace } = venue;
  const wall = wallClock();
  let keptAt = Number.NEGATIVE_INFINITY;
  while (!call.signal.aborted) {
    try {
      const wanted = (await needsWallSpeed(workspace)) ? 1 : speed;
      const isChanged = simulatedClock !== undefined && wanted !== simulatedClock.speed();
      if (isChanged) simulatedClock.setSpeed(wanted);
      if (isChanged || wall.now() - keptAt >= clockKeepingMs) {
        await venue.keepClock();
        keptAt = wall.now();
        onReadiness({ state: 'ready' });
      }
    } catch (fault) {
      onReadiness({ state: 'store-unwritable', detail: describe(fault) });
    }
    await wall.sleep(paceCheckMs, call.signal);
  }
}

function addressOf(call: Call): { host: string; port: number } {
  const text = call.text('port') ?? '8420';
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new ConfigError(`--port must be a whole number from 0 to 65535, was ${text}`);
  }
  return { host: call.text('host') ?? '127.0.0.1', port };
}

function describe(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault);
}
