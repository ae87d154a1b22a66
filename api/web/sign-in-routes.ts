/** Signing in with a one-time link, and out again; the session is a cookie that scripts and other sites do not see. */

import type { Hono } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import { ownerName } from '../../src/app/keys.ts';
import { sha256 } from '../../src/base/canonical-json.ts';
import type { ApiEnv } from '../context.ts';
import { type Session, sessionValidMs } from '../sessions.ts';
import { formOf, readForm } from './forms.ts';
import { cookieName, type PageContext, requireSession, show } from './page.ts';
import { confirmPage, staleLinkPage } from './sign-in.ts';

export function signInRoutes(app: Hono<ApiEnv>, pages: PageContext): void {
  const { sessions, secureCookies, workspace } = pages;
  const title = 'Sign in';
  const path = '/sign-in';

  app.get(path, (context) => {
    const token = context.req.query('token') ?? '';
    return sessions.isOpen(token)
      ? show(context, pages, { title, path, content: confirmPage(token) })
      : show(context, pages, { title, path, content: staleLinkPage() }, 401);
  });

  app.post(path, async (context) => {
    const form = await readForm(context);
    const session = sessions.redeem(form.field('token'));
    if (session === undefined) {
      return show(context, pages, { title, path, content: staleLinkPage() }, 401);
    }
    await recordSignIn(workspace, session);
    setCookie(context, cookieName(pages), session.id, {
      httpOnly: true,
      sameSite: 'Strict',
      secure: secureCookies,
      path: '/',
      maxAge: sessionValidMs / 1000,
    });
    return context.redirect('/', 303);
  });

  app.post('/sign-out', async (context) => {
    const session = requireSession(context, pages);
    await formOf(context, session);
    sessions.end(session.id);
    deleteCookie(context, cookieName(pages), { path: '/', secure: secureCookies });
    return context.redirect('/', 303);
  });
}

async function recordSignIn(
  { store, clock }: PageContext['workspace'],
  session: Session,
): Promise<void> {
  const subject = `session-${sha256(session.id).slice(0, 12)}`;
  const event = { type: 'SignedIn', at: clock.now(), actor: ownerName, subject } as const;
  await store.transact(({ events }) => events.append({ ...event, payload: {} }));
}
