/** Plain requests to the test venue, signed as the documentation shows (rest-api.md lines 254–366). */
import { signatureOf } from './security.ts';
import type { BinanceServer } from './server.ts';

/** Fields that tests look at one by one; a reply has those of its endpoint, and others beside them. */
export type ReplyBody = {
  readonly [field: string]: unknown;
  readonly code: number;
  readonly msg: string;
  readonly status: string;
  readonly orderId: number;
  readonly fills: readonly { readonly commission: string }[];
  readonly bids: readonly (readonly [price: string, quantity: string])[];
  readonly asks: readonly (readonly [price: string, quantity: string])[];
  readonly balances: readonly unknown[];
  readonly rateLimits: readonly unknown[];
};

export type PlainReply = {
  readonly status: number;
  readonly headers: Headers;
  /** As JSON, or the text when it is none. */
  readonly body: ReplyBody;
  /** The elements of a body that is a list. */
  readonly list: readonly Readonly<Record<string, unknown>>[];
};

type Parameters = Readonly<Record<string, string | number>>;

export async function publicRequest(
  { url }: BinanceServer,
  path: string,
  parameters: Parameters = {},
): Promise<PlainReply> {
  return replyOf(await fetch(`${url}${path}?${queryOf(parameters)}`));
}

/** `route` such as "POST /api/v3/order"; `timestamp` is the venue's time unless given. */
export async function signedRequest(
  server: BinanceServer,
  route: string,
  parameters: Parameters = {},
  options: { isInBody?: boolean; signal?: AbortSignal } = {},
): Promise<PlainReply> {
  const [method = 'GET', path = ''] = route.split(' ');
  const payload = queryOf({ timestamp: server.clock.now(), ...parameters });
  const signed = `${payload}&signature=${signatureOf(payload, server.key.secret)}`;
  const { signal } = options;
  const body = options.isInBody && {
    body: signed,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-mbx-apikey': server.key.apiKey,
    },
  };
  return replyOf(
    await fetch(`${server.url}${path}${options.isInBody ? '' : `?${signed}`}`, {
      ...{ method, headers: { 'x-mbx-apikey': server.key.apiKey } },
      ...body,
      ...(signal && { signal }),
    }),
  );
}

function queryOf(parameters: Parameters): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) query.append(name, String(value));
  return query.toString();
}

async function replyOf(response: Response): Promise<PlainReply> {
  const { status, headers } = response;
  const body = readJson(await response.text()) as ReplyBody;
  return { status, headers, body, list: Array.isArray(body) ? body : [] };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
