/** From a request to the test venue to what is sent back: limits, security, parameters, effect, and the fault that strikes. */
import type { Call, Endpoint } from './endpoint.ts';
import type { Fault, Faults } from './faults.ts';
import { type Journal, withoutSecrets } from './journal.ts';
import { checkSent, readSent, type Sent, signedParameters } from './parameters.ts';
import { Refusal } from './refusal.ts';
import { checkKeyFormat, checkSignedRequest, type SignedRequest } from './security.ts';
import type { Venue } from './venue.ts';

export type VenueRequest = SignedRequest & { readonly method: string; readonly path: string };

export type VenueReply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
};

/** What the connection does; `afterMs` is of the venue's time. */
export type Delivery =
  | { readonly how: 'answer'; readonly reply: VenueReply; readonly afterMs: number }
  | { readonly how: 'stall'; readonly reply: VenueReply }
  | { readonly how: 'hold' }
  | { readonly how: 'reset' };

type Outcome = { readonly status: number; readonly body: unknown; readonly code: number | null };

export function handle<V extends Venue>(
  venue: V,
  endpoints: ReadonlyMap<string, Endpoint<V>>,
  request: VenueRequest,
  world: { nowMs: number; faults: Faults; journal: Journal },
): Delivery {
  const { engine, limits } = venue;
  const { method, path } = request;
  engine.advance(world.nowMs);
  const nowMs = engine.nowMs();
  const endpoint = endpoints.get(`${method} ${path}`);
  const fault = world.faults.draw(method, path);
  const effects: string[] = [];
  let sent: Sent = new Map();
  let weight = 0;

  const run = (): Outcome => {
    try {
      // enums.md line 56 knows maintenance; no request is served, with −1016 (errors.md lines 47–48).
      if (venue.isInMaintenance) {
        throw new Refusal(-1016, 'This service is no longer available.', { status: 503 });
      }
      sent = readSent(request.query, method === 'GET' ? '' : request.body);
      // errors.md lines 50–51.
      if (!endpoint) throw new Refusal(-1020, 'This operation is not supported.', { status: 404 });
      weight = endpoint.weight(sent);
      limits.charge(weight, nowMs);
      admit(venue, endpoint, request, { sent, nowMs });
      return effectOf(venue, endpoint, { sent, nowMs, fault, effects });
    } catch (error) {
      return refused(error);
    }
  };

  const outcome = run();
  const delivery = deliver(outcome, fault, headersOf(venue, endpoint, outcome, nowMs));
  world.journal.add({
    ...{ atMs: nowMs, method, path, weight, effects, parameters: withoutSecrets(sent) },
    fault: fault?.kind ?? null,
    status: 'reply' in delivery ? delivery.reply.status : null,
    code: outcome.code,
  });
  return delivery;
}

/** Key before parameters before timing and signature. */
function admit(
  { key, permissions, tradeRight }: Venue,
  { security, parameters }: Pick<Endpoint, 'security' | 'parameters'>,
  request: VenueRequest,
  { sent, nowMs }: { sent: Sent; nowMs: number },
): void {
  if (security === 'NONE') {
    checkSent(sent, parameters);
    return;
  }
  checkKeyFormat(request.apiKey);
  checkSent(sent, [...parameters, ...signedParameters]);
  const may = { mayTrade: permissions[tradeRight], mayRead: permissions.enableReading };
  checkSignedRequest(request, sent, { key, ...may, security, nowMs });
}

/** Does what is asked, now, later or never, as the fault has it. */
function effectOf<V extends Venue>(
  venue: V,
  endpoint: Endpoint<V>,
  call: Omit<Call, 'asOfMs'>,
): Outcome {
  const { fault, nowMs } = call;
  if (fault && 'applied' in fault && !fault.applied) return { status: 200, body: {}, code: null };
  if (fault?.kind === 'lands-late') {
    venue.engine.schedule(nowMs + fault.afterMs, (ms) => {
      try {
        endpoint.reply(venue, { ...call, nowMs: ms, asOfMs: Infinity });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    });
    return { status: 200, body: {}, code: null };
  }
  // Not as of now: a clock that was set back must not hide what is there.
  const asOfMs = fault?.kind === 'lag' ? nowMs - fault.ms : Infinity;
  return { status: 200, body: endpoint.reply(venue, { ...call, asOfMs }), code: null };
}

/** errors.md lines 3–10. */
function refused(error: unknown): Outcome & { retryAfterSeconds?: number | undefined } {
  if (!(error instanceof Refusal)) throw error;
  const { status, code, message, retryAfterSeconds } = error;
  return { status, code, body: { code, msg: message }, retryAfterSeconds };
}

/** rest-api.md lines 156, 161 and 165. */
function headersOf(
  { limits }: Venue,
  endpoint: Pick<Endpoint, 'route'> | undefined,
  outcome: Outcome & { retryAfterSeconds?: number | undefined },
  nowMs: number,
): Readonly<Record<string, string>> {
  const { per10Seconds, perDay } = limits.orderCounts(nowMs);
  const isPlaced = endpoint?.route === 'POST /api/v3/order' && outcome.code === null;
  return {
    'content-type': 'application/json;charset=UTF-8',
    'x-mbx-used-weight-1m': String(limits.usedWeight(nowMs)),
    ...(isPlaced && {
      'x-mbx-order-count-10s': String(per10Seconds),
      'x-mbx-order-count-1d': String(perDay),
    }),
    ...(outcome.retryAfterSeconds !== undefined && {
      'retry-after': String(outcome.retryAfterSeconds),
    }),
  };
}

function deliver(
  { status, body }: Outcome,
  fault: Fault | undefined,
  headers: Readonly<Record<string, string>>,
): Delivery {
  const text = JSON.stringify(body);
  const answer = (reply: Partial<VenueReply>, afterMs = 0): Delivery => ({
    how: 'answer',
    afterMs,
    reply: { status, headers, text, ...reply },
  });
  switch (fault?.kind) {
    case 'no-reply':
    case 'lands-late':
      return { how: 'hold' };
    case 'reset':
      return { how: 'reset' };
    case 'stalled-body':
      return { how: 'stall', reply: { status, headers, text } };
    case 'body':
      return answer({ status: 200, text: brokenBody(fault.body, text) });
    case 'error': {
      const { status: other, code, message: msg, retryAfterSeconds } = fault;
      const retry = retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) };
      return answer({
        status: other,
        headers: { ...headers, ...retry },
        text: JSON.stringify({ code, msg }),
      });
    }
    case 'slow':
      return answer({}, fault.ms);
    case 'rewrite':
      return answer(status === 200 ? { text: JSON.stringify(fault.rewrite(body)) } : {});
    default:
      return answer({});
  }
}

function brokenBody(kind: Extract<Fault, { kind: 'body' }>['body'], text: string): string {
  switch (kind) {
    case 'html':
      return '<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>';
    case 'truncated':
      return text.slice(0, Math.ceil(text.length / 2));
    case 'empty':
      return '';
    default:
      return kind;
  }
}
