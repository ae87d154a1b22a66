/** An application over a real store and the paper venue, with a key for each role, for tests of the API and the pages. */
import { randomBytes } from 'node:crypto';
import { type Api, type ApiOptions, createApi } from '../../api/app.ts';
import type {
  eventView,
  executionView,
  portfolioView,
  recommendationView,
} from '../../api/views.ts';
import { createFrozenClock } from '../../src/adapters/system/frozen-clock.ts';
import { createKey, type Role, roles } from '../../src/app/keys.ts';
import type { Workspace } from '../../src/app/workspace.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { start } from './execution-plans.ts';
import { createTestWorkspace, type Options, propose } from './execution-workspace.ts';

export type ApiWorld = {
  readonly api: Api;
  readonly workspace: Workspace;
  /** Time of sessions and request rates; moves on by sleeping only. */
  readonly wallClock: Clock;
  readonly secrets: Readonly<Record<Role, string>>;
  readonly faults: readonly unknown[];
  /** A request with the key of a role, `null` for none. */
  request(
    role: Role | null,
    method: string,
    path: string,
    more?: RequestOptions,
  ): Promise<Response>;
  /** Hash of the last event, which changes with every recorded act. */
  auditHead(): Promise<string | undefined>;
};

export type RequestOptions = {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a text is sent as it is. */
  readonly body?: unknown;
};

const freely = { capacity: 10_000, refillPerSecond: 10_000 };

export async function createApiWorld(
  options: Options & { api?: Partial<ApiOptions> } = {},
): Promise<ApiWorld> {
  const workspace = await createTestWorkspace(options);
  const wallClock = createFrozenClock(start);
  const faults: unknown[] = [];
  const secrets = await makeKeys(workspace, wallClock);
  const api = createApi({
    workspace,
    version: '0.1.0',
    secureCookies: false,
    wallClock,
    readiness: () => ({ state: 'ready' }),
    rateLimit: freely,
    onFault: (fault) => faults.push(fault),
    ...options.api,
  });
  return {
    ...{ api, workspace, wallClock, secrets, faults },
    async request(role, method, path, { headers = {}, body } = {}) {
      const key = role === null ? {} : { authorization: `Bearer ${secrets[role]}` };
      const type = body === undefined ? {} : { 'content-type': 'application/json' };
      return api.app.request(path, {
        method,
        headers: { ...key, ...type, ...headers },
        ...(body === undefined ? {} : { body: textOf(body) }),
      });
    },
    auditHead: async () => (await workspace.store.events.head())?.hash,
  };
}

/** With a plan that waits. */
export async function worldWithPlan(): Promise<ApiWorld & { id: string; hash: string }> {
  const world = await createApiWorld();
  return { ...world, ...(await propose(world.workspace)) };
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

async function makeKeys(
  { store }: Workspace,
  clock: Clock,
): Promise<Readonly<Record<Role, string>>> {
  const secrets = new Map<string, string>();
  for (const role of Object.keys(roles) as Role[]) {
    const request = { name: role, role, actor: 'system' };
    secrets.set(role, (await createKey({ store, clock, randomBytes }, request)).secret);
  }
  return Object.fromEntries(secrets) as Record<Role, string>;
}

export type Problem = {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly type: string;
  readonly instance: string;
  readonly errors?: readonly { field: string; message: string }[];
};

/** The body of a refusal. Errors: when the answer is not problem+json of its own status. */
export async function problemIn(response: Response): Promise<Problem> {
  const type = response.headers.get('content-type');
  if (type !== 'application/problem+json') throw new Error(`content type was ${type}`);
  const body = (await response.json()) as Problem;
  if (body.status !== response.status) throw new Error(`status was ${body.status} in the body`);
  return body;
}

/** What the API answers with, as its views make it. */
export type PortfolioJson = ReturnType<typeof portfolioView>;
export type RecommendationJson = ReturnType<typeof recommendationView>;
export type ExecutionJson = ReturnType<typeof executionView>;
export type EventJson = ReturnType<typeof eventView>;
export type PageJson<T> = {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
  readonly head?: { readonly sequence: number; readonly hash: string };
};

export async function jsonIn<T>(response: Response | Promise<Response>): Promise<T> {
  return (await (await response).json()) as T;
}
