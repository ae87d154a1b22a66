/** Refusals over HTTP as problem+json (RFC 9457): one closed table of codes beside the reason codes of the product. */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { GateResult } from '../src/app/workspace.ts';
import { DataError, ModelError, VenueError } from '../src/base/errors.ts';
import { type Reason, type ReasonCode, reasonTable } from '../src/base/reasons.ts';
import { reasonSentence } from '../src/report/decision-sentence.ts';

/** The page that says what problems mean. */
export const problemsPath = '/docs/problems';

type Entry = { readonly status: ContentfulStatusCode; readonly title: string };

export const problemTable = {
  JSON_INVALID: { status: 400, title: 'The body is not JSON' },
  HEADER_INVALID: { status: 400, title: 'A header cannot be read' },
  KEY_MISSING: { status: 401, title: 'A key is needed' },
  KEY_UNKNOWN: { status: 401, title: 'The key is not valid' },
  SIGNED_OUT: { status: 401, title: 'Signed out' },
  SCOPE_MISSING: { status: 403, title: 'The key may not do this' },
  FORM_TOKEN_INVALID: { status: 403, title: 'The form is not from this session' },
  ROUTE_UNKNOWN: { status: 404, title: 'There is nothing here' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'The method is not allowed here' },
  PORTFOLIO_READ_ONLY: { status: 409, title: 'The portfolio is read-only' },
  IDEMPOTENCY_IN_PROGRESS: { status: 409, title: 'The first request is still being answered' },
  BODY_TOO_LARGE: { status: 413, title: 'The body is too large' },
  CONTENT_TYPE_UNSUPPORTED: { status: 415, title: 'The body must be application/json' },
  FORM_INVALID: { status: 415, title: 'The body must be a form' },
  HOST_UNKNOWN: { status: 421, title: 'This host name is not served' },
  REQUEST_INVALID: { status: 422, title: 'The request is not valid' },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: 'The idempotency key was used for another request',
  },
  DATA_UNFIT: { status: 422, title: 'The data are unfit' },
  MODEL_UNFIT: { status: 422, title: 'The model is unfit' },
  HASH_NEEDED: { status: 428, title: 'The hash is needed' },
  RATE_EXCEEDED: { status: 429, title: 'Too many requests' },
  INTERNAL: { status: 500, title: 'Something is wrong in the program' },
  VENUE_UNAVAILABLE: { status: 503, title: 'The venue cannot be reached' },
  RECONCILING: { status: 503, title: 'The state is being reconciled' },
  STORE_UNWRITABLE: { status: 503, title: 'The store cannot be written' },
} as const satisfies Record<string, Entry>;

export type ProblemCode = keyof typeof problemTable;

/** Status of a reason that a gate gave; all others are 422, denied. */
const reasonStatus: Partial<Record<ReasonCode, ContentfulStatusCode>> = {
  NOT_FOUND: 404,
  HASH_MISMATCH: 412,
  APPROVAL_STATE: 409,
  APPROVAL_EXPIRED: 409,
  APPROVAL_REPEATED: 409,
  APPROVAL_MISSING: 409,
  BALANCES_CHANGED: 409,
  PRICE_DRIFTED: 409,
  POLICY_CHANGED: 409,
  COST_RISEN: 409,
  PRICE_UNSURE: 409,
  TRADING_HALTED: 423,
  AUTONOMY_NOT_DEMOTED: 409,
  EXECUTION_CLEAR: 409,
  ORDER_STILL_OPEN: 409,
  ORDER_NOT_FOUND: 409,
  ORDER_CONTRADICTED: 409,
  TARGETS_CHANGED: 409,
  TARGETS_BY_ALLOCATOR: 409,
  TARGETS_ON_MARGIN: 409,
  SUGGESTION_GONE: 409,
  EXECUTION_BUSY: 409,
  ORDER_UNRESOLVED: 409,
  INSTRUCTION_OPEN: 409,
  MODEL_NOT_FOUND: 404,
  JOBS_WAITING: 409,
  JOB_ENDED: 409,
};

const reasonTitle: Partial<Record<ContentfulStatusCode, string>> = {
  404: 'It was not found',
  409: 'Its state does not allow this',
  412: 'The hash does not match',
  423: 'Trading is halted',
};

export type FieldFault = { readonly field: string; readonly message: string };

type NamedReason = { readonly code: string; readonly sentence: string };

export type ProblemBody = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: string;
  readonly reason?: Reason;
  /** Those behind it, where there are several. */
  readonly reasons?: readonly NamedReason[];
  readonly errors?: readonly FieldFault[];
};

type Extension = Pick<ProblemBody, 'reason' | 'reasons' | 'errors'>;

/** Thrown by whoever refuses a request; the error handler of the application renders it. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly status: ContentfulStatusCode;
  readonly title: string;
  readonly code: string;
  readonly extension: Extension;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    fault: { status: ContentfulStatusCode; title: string; code: string; detail: string },
    more: {
      extension?: Extension;
      headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(fault.detail);
    this.status = fault.status;
    this.title = fault.title;
    this.code = fault.code;
    this.extension = more.extension ?? {};
    this.headers = more.headers ?? {};
  }
}

export function problem(
  code: ProblemCode,
  detail: string,
  more?: ConstructorParameters<typeof HttpProblem>[1],
): HttpProblem {
  return new HttpProblem({ ...problemTable[code], code, detail }, more);
}

/** The problem that says what a gate said, with all that it found where that is more. */
export function reasonProblem(
  reason: Reason,
  found: { readonly reasons?: readonly NamedReason[] } = {},
): HttpProblem {
  const status = reasonStatus[reason.code] ?? 422;
  const title = reasonTitle[status] ?? 'It was denied';
  const detail = `${reasonSentence(reason)}. ${reasonTable[reason.code].meaning}`;
  const { reasons = [] } = found;
  const named = reasons.map(({ code, sentence }) => ({ code, sentence }));
  const extension = named.length === 0 ? { reason } : { reason, reasons: named };
  return new HttpProblem({ status, title, code: reason.code, detail }, { extension });
}

/** The problem that an error stands for; undefined when it is a mistake of our own. */
export function problemOf(error: unknown): HttpProblem | undefined {
  if (error instanceof HttpProblem) return error;
  if (error instanceof DataError) return problem('DATA_UNFIT', error.message);
  if (error instanceof ModelError) return problem('MODEL_UNFIT', error.message);
  if (error instanceof VenueError) {
    return problem('VENUE_UNAVAILABLE', error.message, { headers: { 'Retry-After': '10' } });
  }
  return undefined;
}

/** The value of an opened gate. Errors: the problem that says why it stayed shut. */
export function opened<T>(result: GateResult<T>): T {
  if (!result.ok) throw reasonProblem(result.reason);
  return result.value;
}

export function notFound(what: string, id: string): HttpProblem {
  return reasonProblem({ code: 'NOT_FOUND', what, id });
}

export function problemResponse(context: Context, fault: HttpProblem): Response {
  const body: ProblemBody = {
    type: `${problemsPath}#${fault.code}`,
    title: fault.title,
    status: fault.status,
    detail: fault.message,
    instance: context.req.path,
    code: fault.code,
    ...fault.extension,
  };
  return context.body(JSON.stringify(body), fault.status, {
    ...fault.headers,
    'Content-Type': 'application/problem+json',
  });
}
