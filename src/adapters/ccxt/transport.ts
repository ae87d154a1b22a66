/**
 * The way of every request to an exchange: reads the whole reply under one time-out, and remembers what came back for the
 * work that asked, so that outcomes are judged by replies and not by the errors that a library makes of them.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { sha256 } from '../../base/canonical-json.ts';

/** One request and what came back; without a status nothing did. */
export type Reply = {
  readonly method: string;
  /** Without the query, which holds a signature. */
  readonly path: string;
  readonly status?: number;
  readonly body?: string;
  /** Why nothing, or only a part of a body, came back. */
  readonly fault?: string;
  /** Of the header of this name. */
  readonly retryAfterMs?: number;
  /** By the monotonic clock of the machine. */
  readonly sentAt: number;
  readonly receivedAt: number;
};

type Request = {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
};

/** What ccxt reads of a response. */
type ResponseLike = {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  text(): Promise<string>;
};

export type Transport = {
  /** To be the `fetchImplementation` of an exchange. */
  readonly fetch: (url: string, request: Request) => Promise<ResponseLike>;
  /** Does work and tells the requests that it made, whatever became of it. */
  observe<T>(work: () => Promise<T>, boundTo?: number): Promise<Observed<T>>;
  /** The time that requests of the work under way are bound to, if they are. */
  boundTime(): number | undefined;
};

export type Observed<T> = {
  readonly result: { readonly value: T } | { readonly fault: unknown };
  /** In the order in which they were sent. */
  readonly replies: readonly Reply[];
};

type Watch = { readonly replies: Reply[]; readonly boundTo: number | undefined };

export function createTransport({ timeoutMs }: { timeoutMs: number }): Transport {
  const watches = new AsyncLocalStorage<Watch>();
  return {
    async fetch(url, { method, headers, body }) {
      const request = { method, path: new URL(url).pathname, sentAt: performance.now() };
      const note = (reply: Partial<Reply>): void => {
        const receivedAt = performance.now();
        watches.getStore()?.replies.push({ ...request, ...reply, receivedAt });
      };
      const signal = AbortSignal.timeout(timeoutMs);
      let response: Response | undefined;
      try {
        // A request that is signed for one host is not to be carried to another.
        response = await fetch(url, {
          method,
          headers,
          body: body ?? null,
          signal,
          redirect: 'error',
        });
        const text = await response.text();
        note({ status: response.status, body: text, ...retryAfter(response.headers) });
        const { status, statusText } = response;
        return { status, statusText, headers: response.headers, text: async () => text };
      } catch (fault) {
        const { status } = response ?? {};
        note({ ...(status === undefined ? {} : { status }), fault: faultText(fault) });
        throw fault;
      }
    },
    async observe(work, boundTo) {
      const watch: Watch = { replies: [], boundTo };
      return watches.run(watch, async () => {
        try {
          return { result: { value: await work() }, replies: watch.replies };
        } catch (fault) {
          return { result: { fault }, replies: watch.replies };
        }
      });
    },
    boundTime: () => watches.getStore()?.boundTo,
  };
}

/** Seconds, or a date; a date is taken against the sender's own, so that no clock of ours counts. */
function retryAfter(headers: Headers): { retryAfterMs?: number } {
  const text = headers.get('retry-after');
  if (text === null) return {};
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return { retryAfterMs: Math.max(0, seconds * 1_000) };
  const sent = Date.parse(headers.get('date') ?? '');
  const until = Date.parse(text);
  return Number.isFinite(until - sent) ? { retryAfterMs: Math.max(0, until - sent) } : {};
}

function faultText(fault: unknown): string {
  if (!(fault instanceof Error)) return 'no reply';
  const { cause } = fault as { cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? fault.name;
}

/** What came back, for a message: never the query, the headers or more of the body than its beginning. */
export function answerText(name: string, { method, path, status, body, fault }: Reply): string {
  const request = `${method} ${path}`;
  const cause = fault === undefined ? '' : ` (${fault})`;
  if (status === undefined) return `${name} did not answer ${request}${cause}`;
  if (body === undefined) return `${name} broke off its answer to ${request}: ${status}${cause}`;
  const shown = body.trim().slice(0, 200) || 'without a body';
  const hash = sha256(body).slice(0, 16);
  return `${name} answered ${request}: ${status} ${shown} (sha256 ${hash})`;
}
