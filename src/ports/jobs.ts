/** Long work that somebody asked for, kept so that it can be watched, cancelled and remembered. */
import type { JsonValue } from '../base/canonical-json.ts';

export const jobKinds = ['training'] as const;

export type JobKind = (typeof jobKinds)[number];

export const jobStates = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;

export type JobState = (typeof jobStates)[number];

export type JobEnd = Extract<JobState, 'done' | 'failed' | 'cancelled'>;

export type Job = {
  /** Such as training-7. */
  readonly id: string;
  readonly kind: JobKind;
  /** Who asked for it: the name of a key, or `system`. */
  readonly actor: string;
  /** What was asked for; its shape is that of the kind. */
  readonly request: JsonValue;
  readonly state: JobState;
  /** What it said on its way, the oldest line first. */
  readonly progress: readonly string[];
  /** What came of it: of the kind's shape when it is done, the cause in words when it failed, else null. */
  readonly result: JsonValue;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
};

export interface JobStore {
  /** Keeps a new one as queued, behind those that wait. */
  insert(job: Pick<Job, 'kind' | 'actor' | 'request' | 'createdAt'>): Promise<Job>;
  get(id: string): Promise<Job | undefined>;
  /** Newest first. */
  list(filter: {
    kind: JobKind;
    states?: readonly JobState[];
    /** Only those older than this one. */
    before?: string;
    limit: number;
  }): Promise<readonly Job[]>;
  /** Moves the oldest that waits to running; undefined when none does, or while another of its kind runs. */
  take(kind: JobKind, at: number): Promise<Job | undefined>;
  /** Adds a line to what a running one says; of many lines the last are kept. Nothing happens to one that has ended. */
  tell(id: string, line: string): Promise<void>;
  /** Ends one; undefined when it had ended before, or is not there. */
  finish(
    id: string,
    end: { readonly state: JobEnd; readonly result: JsonValue; readonly at: number },
  ): Promise<Job | undefined>;
}
