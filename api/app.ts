/** The HTTP application: API, its document and reference, health, and the pages. */
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { secureHeaders } from 'hono/secure-headers';
import { createSuggester } from '../src/app/targets/suggest-now.ts';
import type { Workspace } from '../src/app/workspace.ts';
import type { Clock } from '../src/ports/clock.ts';
import { sizeGuard } from './body.ts';
import type { ApiContext, ApiEnv, Readiness } from './context.ts';
import { createExecutions } from './executions.ts';
import { createGuards } from './guards.ts';
import { hostGuard } from './hosts.ts';
import { openApiDocument } from './open-api.ts';
import { type HttpProblem, problem, problemOf, problemResponse } from './problem.ts';
import { defaultRateLimit, type RateLimit } from './rate-limit.ts';
import { systemRoutes } from './routes/system.ts';
import { apiRoutes } from './routes.ts';
import { createSessions } from './sessions.ts';
import { faultOf } from './validation.ts';
import { type PageContext, show } from './web/page.ts';
import { pageRoutes } from './web/routes.ts';
import { problemPage, signedOutPage } from './web/sign-in.ts';

export type ApiOptions = {
  readonly workspace: Workspace;
  readonly version: string;
  /** True when the pages are served over HTTPS. */
  readonly secureCookies: boolean;
  /** Wall time, also where the clock of the workspace is simulated. */
  readonly wallClock: Clock;
  readonly readiness: () => Readiness | Promise<Readiness>;
  /** Host names that are served beside the loopback ones. */
  readonly hostNames?: readonly string[];
  readonly rateLimit?: RateLimit;
  /** Told of faults that nobody waits for, and of those answered with 500. */
  readonly onFault: (fault: unknown) => void;
};

export type SignInLink = {
  /** Path and query, to be put behind the address of the server. */
  readonly path: string;
  readonly expiresAt: number;
};

export type Api = {
  readonly app: OpenAPIHono<ApiEnv>;
  /** A link that signs one browser in, once, within 15 minutes. */
  createSignInLink(): SignInLink;
  /** Stops executions before their next order and waits for them. */
  close(): Promise<void>;
};

export function createApi(options: ApiOptions): Api {
  const { workspace, version, wallClock, secureCookies, onFault } = options;
  const executions = createExecutions(workspace, onFault);
  const sessions = createSessions(wallClock);
  const context: ApiContext = {
    workspace,
    version,
    wallClock,
    executions,
    suggester: createSuggester(workspace),
    readiness: async () => options.readiness(),
  };
  const pages: PageContext = { ...context, sessions, secureCookies };
  const app = new OpenAPIHono<ApiEnv>();

  app.onError((error, request) => {
    const fault = problemOf(error) ?? ofFramework(error);
    if (fault === undefined) onFault(error);
    return answerWith(request, pages, fault ?? internal());
  });
  app.notFound((request) =>
    answerWith(request, pages, problem('ROUTE_UNKNOWN', `there is no ${request.req.path}`)),
  );
  app.use(headers(secureCookies), hostGuard(options.hostNames ?? []), sizeGuard);
  app.use('/api/*', unstored);
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (request, methods) =>
        answerWith(request, pages, wrongMethod(request, methods)),
    }),
  );
  const v1 = new OpenAPIHono<ApiEnv>({ defaultHook: faultOf });
  apiRoutes(v1, context, createGuards(context, options.rateLimit ?? defaultRateLimit));
  app.route('/api/v1', v1);
  systemRoutes(app, context);
  pageRoutes(app, pages, () => openApiDocument(app, version));

  return {
    app,
    createSignInLink() {
      const { token, expiresAt } = sessions.issueLink();
      return { path: `/sign-in?token=${token}`, expiresAt };
    },
    close: () => executions.close(),
  };
}

/** Scripts, styles and connections of our own only; nothing inline, no frames, no referrer. */
function headers(secureCookies: boolean) {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    strictTransportSecurity: secureCookies,
    xFrameOptions: 'DENY',
  });
}

/** What the API says is of the moment and of the key that asked. */
const unstored: MiddlewareHandler = async (request, next) => {
  await next();
  request.res.headers.set('Cache-Control', 'no-store');
};

/** A person in a browser gets a page, a program problem+json. */
function answerWith(
  request: Context<ApiEnv>,
  pages: PageContext,
  fault: HttpProblem,
): Response | Promise<Response> {
  const { path } = request.req;
  const isPage = !path.startsWith('/api/') && /text\/html/.test(request.req.header('accept') ?? '');
  if (!isPage) return problemResponse(request, fault);
  const content =
    fault.code === 'SIGNED_OUT' ? signedOutPage() : problemPage(fault.title, fault.message);
  return show(request, pages, { title: fault.title, path, content }, fault.status);
}

function wrongMethod(request: Context, methods: readonly string[]): HttpProblem {
  const allowed = methods.join(', ');
  return problem(
    'METHOD_NOT_ALLOWED',
    `the method was ${request.req.method}, allowed: ${allowed}`,
    {
      headers: { Allow: allowed },
    },
  );
}

/** What the framework refuses by itself before a route is reached. */
function ofFramework(error: unknown): HttpProblem | undefined {
  if (!(error instanceof HTTPException)) return undefined;
  if (error.status === 415) return problem('CONTENT_TYPE_UNSUPPORTED', error.message);
  return error.status === 400 ? problem('JSON_INVALID', error.message) : undefined;
}

function internal(): HttpProblem {
  return problem(
    'INTERNAL',
    'the program made a mistake; its log says more. Nothing else was done',
  );
}
