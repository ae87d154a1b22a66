/** A signed-in browser without a script: it keeps its cookie, reads pages and sends their forms. */
import type { ApiWorld } from './api-world.ts';

export type PlainBrowser = {
  readonly cookie: string;
  get(path: string): Promise<Response>;
  /** Sends a form with the token of the page that it stands on, unless the fields bring their own. */
  post(path: string, fields: Readonly<Record<string, string>>, from?: string): Promise<Response>;
};

const html = { accept: 'text/html' };

export async function signIn({ api }: ApiWorld): Promise<PlainBrowser> {
  const token = new URL(api.createSignInLink().path, 'http://localhost').searchParams.get('token');
  const answer = await send(api, '/sign-in', { token: token ?? '' }, html);
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const headers = { ...html, cookie };
  const get = async (path: string) => api.app.request(path, { headers });
  return {
    cookie,
    get,
    async post(path, fields, from = '/') {
      const page = await (await get(from)).text();
      const formToken = /name="formToken" value="([^"]+)"/.exec(page)?.[1] ?? '';
      return send(api, path, { formToken, ...fields }, headers);
    },
  };
}

export async function send(
  api: ApiWorld['api'],
  path: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  return api.app.request(path, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });
}
