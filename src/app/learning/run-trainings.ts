/** Takes trainings from their queue, one at a time, each as the command `train` in a process of its own. */
import { join } from 'node:path';
import { modelName } from '../../learning/stored/model-registry.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CommandOutcome, CommandRunner } from '../../ports/command-runner.ts';
import type { Job, JobEnd } from '../../ports/jobs.ts';
import { plural } from '../../report/format.ts';
import type { CardReason } from '../../report/model-card.ts';
import { reasonJson } from '../../report/recommendation-json.ts';
import type { Workspace } from '../workspace.ts';
import { promoteChampion } from './change-champion.ts';
import {
  finishTraining,
  type TrainingRequest,
  type TrainingResult,
  trainingFolder,
} from './trainings.ts';

/** The models that trainings of the server make, in the folder of all models. */
export const trainedName = 'trained';

const pauseMs = 1_000;

export type TrainingRoom = {
  readonly commands: CommandRunner;
  /** The folder that `models` of the workspace keeps them in. */
  readonly modelsFolder: string;
  readonly wallClock: Clock;
  readonly signal: AbortSignal;
  /** A training that could not be brought to its end because of a mistake here; the queue goes on. */
  readonly onFault: (fault: unknown) => void;
};

/** Runs until the signal aborts. One that ran when the last server ended has failed. */
export async function runTrainings(workspace: Workspace, room: TrainingRoom): Promise<void> {
  const { wallClock, signal, onFault } = room;
  await failInterrupted(workspace).catch(onFault);
  while (!signal.aborted) {
    try {
      const job = await takeNext(workspace);
      if (job !== undefined) await runOne(workspace, job, room);
    } catch (fault) {
      onFault(fault);
    }
    await wallClock.sleep(pauseMs, signal);
  }
}

async function failInterrupted(workspace: Workspace): Promise<void> {
  const filter = { kind: 'training', states: ['running'], limit: 1 } as const;
  for (const { id } of await workspace.store.jobs.list(filter)) {
    await finish(workspace, id, { state: 'failed', words: 'interrupted by a restart' });
  }
}

/** Looks before it writes: most of the time nothing waits. */
async function takeNext({ store, clock }: Workspace): Promise<Job | undefined> {
  const [waits] = await store.jobs.list({ kind: 'training', states: ['queued'], limit: 1 });
  return waits && store.transact(({ jobs }) => jobs.take('training', clock.now()));
}

type End = {
  readonly state: JobEnd;
  readonly words: string;
  readonly result?: TrainingResult;
};

function finish({ store, clock }: Workspace, id: string, { state, words, result }: End) {
  const end = { id, state, words, result: result ?? words, at: clock.now(), actor: 'system' };
  return store.transact((session) => finishTraining(session, end));
}

async function runOne(workspace: Workspace, job: Job, room: TrainingRoom): Promise<void> {
  const cancelled = new AbortController();
  const over = new AbortController();
  const watch = watchFor(workspace, job.id, { cancelled, over: over.signal, room });
  const signal = AbortSignal.any([room.signal, cancelled.signal]);
  try {
    await finish(workspace, job.id, await train(workspace, job, { ...room, signal }));
  } catch (fault) {
    // One that was cancelled has its end in the store already.
    const words = room.signal.aborted ? 'interrupted by a restart' : 'a mistake in Ballast';
    await finish(workspace, job.id, { state: 'failed', words });
    if (!signal.aborted) throw fault;
  } finally {
    over.abort();
    await watch;
  }
}

/** Cancelling is a word in the store, which any process may have written. */
async function watchFor(
  { store }: Workspace,
  id: string,
  watching: { cancelled: AbortController; over: AbortSignal; room: TrainingRoom },
): Promise<void> {
  const { cancelled, over, room } = watching;
  while (!over.aborted) {
    await room.wallClock.sleep(pauseMs, over);
    if ((await store.jobs.get(id))?.state !== 'running') cancelled.abort();
  }
}

async function train(workspace: Workspace, job: Job, room: TrainingRoom): Promise<End> {
  const { data } = workspace.learning;
  const request = job.request as TrainingRequest;
  const folder = data === null ? null : await trainingFolder(data, request.directory);
  if (folder === null) return { state: 'failed', words: 'its folder of candles is gone' };
  const { commands, modelsFolder, signal } = room;
  // Where the folders are is no business of those who ask over the API.
  const shown = (line: string): string =>
    line.replaceAll(folder, 'the folder').replaceAll(modelsFolder, 'models');
  let told: Promise<void> = Promise.resolve();
  const outcome = await commands.run(wordsOf(request, folder, modelsFolder), {
    signal,
    onWords: (line) => {
      const tell = () => workspace.store.transact(({ jobs }) => jobs.tell(job.id, shown(line)));
      told = told.then(tell);
      // Awaited below, unless the command fails first.
      told.catch(() => undefined);
    },
  });
  await told;
  if (outcome.exitCode !== 0) return { state: 'failed', words: shown(faultOf(outcome)) };
  return judged(workspace, job, { room, trained: trainedOf(outcome) });
}

function wordsOf(
  { to, networks }: TrainingRequest,
  folder: string,
  modelsFolder: string,
): readonly string[] {
  const end = to === null ? [] : ['--to', String(to)];
  const linear = networks ? [] : ['--linear'];
  const out = join(modelsFolder, trainedName);
  return ['train', '--json', '--data', folder, '--out', out, ...end, ...linear];
}

/** The part of its answer that counts here. */
type Trained = Pick<TrainingResult, 'model' | 'gate'>;

function trainedOf({ output }: CommandOutcome): Trained {
  const { model, card } = JSON.parse(output) as { model: string; card: Pick<Trained, 'gate'> };
  const { passed, reasons } = card.gate;
  return { model, gate: { passed, reasons: reasons.map(named) } };
}

/** What it says last is why it failed. */
function faultOf({ exitCode, words }: CommandOutcome): string {
  const faults = words.filter((line) => line.startsWith('ballast: '));
  const said = faults.map((line) => line.slice('ballast: '.length)).join('; ');
  if (said !== '') return said;
  return exitCode === null ? 'its process was ended from outside' : `it ended with ${exitCode}`;
}

async function judged(
  workspace: Workspace,
  { request, actor }: Job,
  { room, trained }: { readonly room: TrainingRoom; readonly trained: Trained },
): Promise<End> {
  const { model, gate } = trained;
  const wanted = (request as TrainingRequest).promote;
  const [name = '', version = ''] = model.split('/');
  const id = { name, version };
  const { wallClock } = room;
  const reason = wanted ? await promoteChampion(workspace, { id, actor, wallClock }) : null;
  const promoted = wanted && reason === null;
  const refusal = reason && named(reasonJson(reason));
  const verdict = gate.passed
    ? 'passed the gate'
    : `did not pass the gate for ${plural(gate.reasons.length, 'reason')}`;
  const use = promoted ? ', and is the champion now' : '';
  const words = `${modelName(id)} is trained; it ${verdict}${use}`;
  return { state: 'done', words, result: { model, gate, promoted, refusal } };
}

/** Without its details, which its sentence says. */
function named({ code, sentence }: CardReason): CardReason {
  return { code, sentence };
}
