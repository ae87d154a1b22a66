/** Trainings that somebody asked for: put in a queue, looked at, cancelled. The server takes them from there, see run-trainings. */
import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import type { JsonValue } from '../../base/canonical-json.ts';
import type { Job, JobEnd } from '../../ports/jobs.ts';
import type { StoreSession } from '../../ports/store.ts';
import type { CardReason } from '../../report/model-card.ts';
import { refused } from '../plans/gate.ts';
import type { GateResult, Workspace } from '../workspace.ts';

export type TrainingRequest = {
  /** A folder below `learning.data`; null: that folder itself. */
  readonly directory: string | null;
  /** Epoch ms: candles that had closed by then teach; null: all of them. */
  readonly to: number | null;
  /** False leaves the networks out: seconds in place of minutes. */
  readonly networks: boolean;
  /** Puts the model into use if it passes the gate. */
  readonly promote: boolean;
};

/** What came of a training that is done. */
export type TrainingResult = {
  /** NAME/VERSION, as the models are listed. */
  readonly model: string;
  readonly gate: { readonly passed: boolean; readonly reasons: readonly CardReason[] };
  readonly promoted: boolean;
  /** Why it was not promoted although it was asked for; else null. */
  readonly refusal: CardReason | null;
};

export type Training = Omit<Job, 'kind' | 'request' | 'result'> & {
  readonly request: TrainingRequest;
  /** Null until it is done. */
  readonly result: TrainingResult | null;
  /** Why it failed, in words; else null. */
  readonly fault: string | null;
};

/** More would only wait for days. */
const mostWaiting = 10;

/** Puts a training behind those that wait; its event says who asked for what. */
export async function startTraining(
  workspace: Pick<Workspace, 'store' | 'clock' | 'learning'>,
  request: TrainingRequest & { readonly actor: string },
): Promise<GateResult<Training>> {
  const { store, clock, learning } = workspace;
  const { actor, ...wanted } = request;
  const { directory } = wanted;
  if (learning.data === null) return refused({ code: 'LEARNING_DATA_UNSET' });
  if ((await trainingFolder(learning.data, directory)) === null) {
    return refused({ code: 'LEARNING_FOLDER_UNKNOWN', folder: directory ?? '.' });
  }
  const filter = { kind: 'training', states: ['queued'], limit: mostWaiting } as const;
  return store.transact<GateResult<Training>>(async ({ jobs, events }) => {
    const waiting = (await jobs.list(filter)).length;
    if (waiting === mostWaiting) return refused({ code: 'JOBS_WAITING', waiting });
    const createdAt = clock.now();
    const job = await jobs.insert({ kind: 'training', actor, request: wanted, createdAt });
    const entry = { at: createdAt, actor, subject: job.id, payload: wanted };
    await events.append({ type: 'TrainingRequested', ...entry });
    return { ok: true, value: trainingOf(job) };
  });
}

/** The folder itself, or the one below it; null when it is not there, or leads out of it. */
export async function trainingFolder(
  data: string,
  directory: string | null,
): Promise<string | null> {
  try {
    const root = await realpath(data);
    const folder = await realpath(resolve(root, directory ?? '.'));
    const path = relative(root, folder);
    return path.startsWith('..') || isAbsolute(path) ? null : folder;
  } catch {
    return null;
  }
}

/** One that runs is ended by the server within seconds; nothing of it is kept. */
export async function cancelTraining(
  { store, clock }: Pick<Workspace, 'store' | 'clock'>,
  { id, actor }: { readonly id: string; readonly actor: string },
): Promise<GateResult<Training>> {
  return store.transact<GateResult<Training>>(async (session) => {
    const job = await session.jobs.get(id);
    if (job?.kind !== 'training') return refused({ code: 'NOT_FOUND', what: 'training', id });
    const at = clock.now();
    const end = { id, state: 'cancelled', result: null, at, actor, words: 'cancelled' } as const;
    const ended = await finishTraining(session, end);
    if (ended === undefined) return refused({ code: 'JOB_ENDED', job: id, state: job.state });
    return { ok: true, value: trainingOf(ended) };
  });
}

/** Ends a training with its event, which carries what came of it in words; undefined when it had ended before. */
export async function finishTraining(
  { jobs, events }: StoreSession,
  end: {
    readonly id: string;
    readonly state: JobEnd;
    readonly result: JsonValue;
    readonly at: number;
    readonly actor: string;
    readonly words: string;
  },
): Promise<Job | undefined> {
  const { id: subject, state, at, actor, words } = end;
  const job = await jobs.finish(subject, end);
  if (job === undefined) return undefined;
  await events.append({ type: 'TrainingFinished', at, actor, subject, payload: { state, words } });
  return job;
}

export async function findTraining(
  { store }: Pick<Workspace, 'store'>,
  id: string,
): Promise<Training | undefined> {
  const job = await store.jobs.get(id);
  return job?.kind === 'training' ? trainingOf(job) : undefined;
}

/** Newest first. */
export async function listTrainings(
  { store }: Pick<Workspace, 'store'>,
  page: { readonly before?: string; readonly limit: number },
): Promise<readonly Training[]> {
  return (await store.jobs.list({ kind: 'training', ...page })).map(trainingOf);
}

/** A job as what it was written as. */
function trainingOf({ kind: _, request, result, ...job }: Job): Training {
  return {
    ...job,
    request: request as TrainingRequest,
    result: job.state === 'done' ? (result as TrainingResult) : null,
    fault: job.state === 'failed' ? (result as string) : null,
  };
}
