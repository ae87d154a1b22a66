/** What every route works with: the workspace, who is asking, and the shape of the application around them. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Suggester } from '../src/app/targets/suggest-now.ts';
import type { Workspace } from '../src/app/workspace.ts';
import type { Clock } from '../src/ports/clock.ts';
import type { Executions } from './executions.ts';

/** Who asks: the holder of a key, or the person signed in on the pages. */
export type Principal = {
  /** The actor in records. */
  readonly name: string;
  readonly scopes: readonly string[];
  /** What requests are counted by. */
  readonly id: string;
};

export type Readiness =
  | { readonly state: 'ready' }
  | { readonly state: 'reconciling' | 'store-unwritable'; readonly detail: string };

export type ApiEnv = { Variables: { principal: Principal } };

export type ApiApp = OpenAPIHono<ApiEnv>;

export type ApiContext = {
  readonly workspace: Workspace;
  readonly version: string;
  /** Wall time: sessions, links, request rates. The clock of the workspace may be simulated and run faster. */
  readonly wallClock: Clock;
  readonly readiness: () => Promise<Readiness>;
  readonly executions: Executions;
  readonly suggester: Suggester;
};
