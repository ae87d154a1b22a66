/** Plain requests to the test venue, signed as the documentation shows (rest-api.md lines 254–366). */
import { signatureOf } from './security.ts';
import type { BinanceServer } from './server.ts';

export type PlainReply = {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: replies are looked into by tests
  readonly body: any;
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
  const text = await response.text();
  try {
    return { status, headers, body: JSON.parse(text) };
  } catch {
    return { status, headers, body: text };
  }
}
