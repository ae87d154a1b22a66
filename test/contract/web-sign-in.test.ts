/** Signing in: links that work once, sessions that end, forms that only their own session may send. */
import { describe, expect, it } from 'vitest';
import { linkValidMs, sessionValidMs } from '../../api/sessions.ts';
import { send, signIn } from '../support/api-browser.ts';
import { type ApiWorld, createApiWorld, problemIn } from '../support/api-world.ts';

const html = { accept: 'text/html' };

function tokenOf({ api }: ApiWorld): string {
  const { path } = api.createSignInLink();
  return new URL(path, 'http://localhost').searchParams.get('token') ?? '';
}

describe('a sign-in link', () => {
  it('shows a button first, so that a preview does not use it up', async () => {
    const world = await createApiWorld();
    const token = tokenOf(world);
    for (let preview = 0; preview < 3; preview++) {
      const page = await world.api.app.request(`/sign-in?token=${token}`, { headers: html });
      expect(page.headers.get('set-cookie')).toBeNull();
      expect(await page.text()).toContain('<button id="sign-in">Sign in</button>');
    }
    const answer = await send(world.api, '/sign-in', { token }, html);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
  });

  it('sets a cookie that scripts and other sites do not get, and is recorded', async () => {
    const world = await createApiWorld();
    const answer = await send(world.api, '/sign-in', { token: tokenOf(world) }, html);
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(
      /^ballast-session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    const [event] = await world.workspace.store.events.list({ types: ['SignedIn'], limit: 1 });
    expect(event?.actor).toBe('owner');
    expect(JSON.stringify(event)).not.toContain(/=([\w-]+);/.exec(cookie)?.[1]);
  });

  it('sets a cookie for HTTPS and this host only where pages are served so', async () => {
    const world = await createApiWorld({ api: { secureCookies: true } });
    const answer = await send(world.api, '/sign-in', { token: tokenOf(world) }, html);
    expect(answer.headers.get('set-cookie')).toMatch(
      /^__Host-ballast-session=.*; Secure; SameSite=Strict$/,
    );
    expect(answer.headers.get('strict-transport-security')).toContain('max-age=');
  });

  it('works once', async () => {
    const world = await createApiWorld();
    const token = tokenOf(world);
    await send(world.api, '/sign-in', { token }, html);
    const again = await send(world.api, '/sign-in', { token }, html);
    expect(again.status).toBe(401);
    expect(again.headers.get('set-cookie')).toBeNull();
    expect(await again.text()).toContain('does not work any more');
  });

  it('works for 15 minutes', async () => {
    const world = await createApiWorld();
    const [early, late] = [tokenOf(world), tokenOf(world)];
    await world.wallClock.sleep(linkValidMs - 1);
    expect((await send(world.api, '/sign-in', { token: early }, html)).status).toBe(303);
    await world.wallClock.sleep(1);
    expect((await send(world.api, '/sign-in', { token: late }, html)).status).toBe(401);
    const page = await world.api.app.request(`/sign-in?token=${late}`, { headers: html });
    expect(page.status).toBe(401);
  });

  it('cannot be guessed', async () => {
    const world = await createApiWorld();
    tokenOf(world);
    for (const token of ['', 'x', 'A'.repeat(43)]) {
      expect((await send(world.api, '/sign-in', { token }, html)).status).toBe(401);
    }
  });
});

describe('a session', () => {
  it('is needed for every page but the reference, and its lack says how to sign in', async () => {
    const { api } = await createApiWorld();
    for (const path of ['/', '/recommendations', '/recommendations/r1', '/audit']) {
      const answer = await api.app.request(path, { headers: html });
      const page = await answer.text();
      expect(answer.status, path).toBe(401);
      expect(page, path).toContain('<code>npm start</code>');
      expect(page, path).not.toContain('core');
    }
    expect((await api.app.request('/docs', { headers: html })).status).toBe(200);
    const program = await problemIn(await api.app.request('/'));
    expect(program).toMatchObject({ status: 401, code: 'SIGNED_OUT' });
  });

  it('ends after 12 hours', async () => {
    const world = await createApiWorld();
    const browser = await signIn(world);
    await world.wallClock.sleep(sessionValidMs - 1);
    expect((await browser.get('/')).status).toBe(200);
    await world.wallClock.sleep(1);
    expect((await browser.get('/')).status).toBe(401);
  });

  it('ends with the sign-out', async () => {
    const world = await createApiWorld();
    const browser = await signIn(world);
    const answer = await browser.post('/sign-out', {});
    expect(answer.headers.get('set-cookie')).toMatch(/^ballast-session=; Max-Age=0/);
    expect((await browser.get('/')).status).toBe(401);
  });

  it('does not open the API, and a key does not open the pages', async () => {
    const world = await createApiWorld();
    const { cookie } = await signIn(world);
    const headers = { cookie };
    expect((await world.api.app.request('/api/v1/portfolios', { headers })).status).toBe(401);
    const authorization = `Bearer ${world.secrets.admin}`;
    expect((await world.api.app.request('/', { headers: { authorization } })).status).toBe(401);
  });
});

describe('a form', () => {
  it.each(['/look', '/sign-out', '/recommendations/r1/approve', '/recommendations/r1/reject'])(
    'at %s is refused without the token of its session',
    async (path) => {
      const world = await createApiWorld();
      const [mine, other] = [await signIn(world), await signIn(world)];
      const page = await (await other.get('/')).text();
      const foreign = /name="formToken" value="([^"]+)"/.exec(page)?.[1] ?? '';
      const before = await world.auditHead();
      for (const formToken of ['', 'x', foreign]) {
        expect((await mine.post(path, { formToken })).status).toBe(403);
      }
      expect(await world.auditHead()).toBe(before);
    },
  );

  it('is refused when it is not a form', async () => {
    const world = await createApiWorld();
    const { cookie } = await signIn(world);
    const answer = await world.api.app.request('/look', {
      method: 'POST',
      headers: { cookie, 'content-type': 'text/plain' },
      body: 'formToken=x',
    });
    expect(await problemIn(answer)).toMatchObject({ status: 415, code: 'FORM_INVALID' });
  });
});
