/** Jobs: numbered in the order in which they were asked for, at most one of a kind running. */
import type { Kysely } from 'kysely';
import { canonicalJson } from '../../base/canonical-json.ts';
import { invariant } from '../../base/errors.ts';
import type { Job, JobKind, JobState, JobStore } from '../../ports/jobs.ts';
import { parseStored, withChecksum } from './rows.ts';
import type { JobRow, Tables } from './schema.ts';

/** Of what a job says; more is not read by anybody. */
const mostLines = 200;

type Content = Omit<JobRow, 'checksum'>;

export function createJobs(db: Kysely<Tables>): JobStore {
  const find = async (id: string): Promise<Content | undefined> => {
    const number = numberOf(id);
    if (number === undefined) return undefined;
    const row = await db
      .selectFrom('jobs')
      .selectAll()
      .where('number', '=', number)
      .executeTakeFirst();
    if (row === undefined || idOf(row) !== id) return undefined;
    const { checksum: _, ...content } = row;
    return content;
  };

  const change = async (content: Content): Promise<Job> => {
    const row = withChecksum('jobs', content);
    await db.updateTable('jobs').set(row).where('number', '=', row.number).execute();
    return jobOf(content);
  };

  const page = (kind: JobKind, state: JobState | undefined) => {
    const query = db.selectFrom('jobs').selectAll().where('kind', '=', kind);
    return state === undefined ? query : query.where('state', '=', state);
  };

  return {
    async insert({ kind, actor, request, createdAt }) {
      const last = await db
        .selectFrom('jobs')
        .select('number')
        .orderBy('number', 'desc')
        .limit(1)
        .executeTakeFirst();
      const content: Content = {
        number: (last?.number ?? 0) + 1,
        ...{ kind, actor, request: canonicalJson(request), state: 'queued' },
        ...{ progress: '[]', result: 'null', createdAt, startedAt: null, finishedAt: null },
      };
      await db.insertInto('jobs').values(withChecksum('jobs', content)).execute();
      return jobOf(content);
    },
    async get(id) {
      const row = await find(id);
      return row && jobOf(row);
    },
    async list({ kind, states, before, limit }) {
      const start = before === undefined ? Number.MAX_SAFE_INTEGER : numberOf(before);
      if (start === undefined) return [];
      const rows: JobRow[] = [];
      // One look for each state, so that every one of them reads its index in order.
      for (const state of states ?? [undefined]) {
        const query = page(kind, state).where('number', '<', start).orderBy('number', 'desc');
        rows.push(...(await query.limit(limit).execute()));
      }
      return rows
        .sort((a, b) => b.number - a.number)
        .slice(0, limit)
        .map(jobOf);
    },
    async take(kind, at) {
      const oldest = (state: JobState) =>
        page(kind, state).orderBy('number').limit(1).executeTakeFirst();
      if ((await oldest('running')) !== undefined) return undefined;
      const next = await oldest('queued');
      if (next === undefined) return undefined;
      const { checksum: _, ...content } = next;
      return change({ ...content, state: 'running', startedAt: at });
    },
    async tell(id, line) {
      const row = await find(id);
      if (row?.state !== 'running') return;
      const progress = [...jobOf(row).progress, line].slice(-mostLines);
      await change({ ...row, progress: canonicalJson(progress) });
    },
    async finish(id, { state, result, at }) {
      const row = await find(id);
      if (row === undefined || row.finishedAt !== null) return undefined;
      invariant(row.state !== 'queued' || state === 'cancelled', `${id} must run to be ${state}`);
      return change({ ...row, state, result: canonicalJson(result), finishedAt: at });
    },
  };
}

function idOf({ kind, number }: Pick<JobRow, 'kind' | 'number'>): string {
  return `${kind}-${number}`;
}

function numberOf(id: string): number | undefined {
  const [, digits] = /^[a-z]+-([1-9]\d{0,14})$/.exec(id) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

function jobOf(row: Omit<JobRow, 'checksum'>): Job {
  const id = idOf(row);
  const { kind, actor, state, createdAt, startedAt, finishedAt } = row;
  return {
    ...{ id, kind, actor, state, createdAt, startedAt, finishedAt },
    request: parseStored(row.request, `request of ${id}`),
    progress: parseStored<readonly string[]>(row.progress, `progress of ${id}`),
    result: parseStored(row.result, `result of ${id}`),
  };
}
