/** What the routes of the pages share: who is signed in, and how a page is shown. */
import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ApiContext, ApiEnv } from '../context.ts';
import { problem } from '../problem.ts';
import type { Session, Sessions } from '../sessions.ts';
import { layout, type Page } from './layout.ts';

export type PageContext = ApiContext & {
  readonly sessions: Sessions;
  /** True when the pages are served over HTTPS. */
  readonly secureCookies: boolean;
};

/** A secure cookie is bound to the host by its name. */
export function cookieName({ secureCookies }: Pick<PageContext, 'secureCookies'>): string {
  return secureCookies ? '__Host-ballast-session' : 'ballast-session';
}

export function findSession(context: Context<ApiEnv>, pages: PageContext): Session | undefined {
  const id = getCookie(context, cookieName(pages));
  return id === undefined ? undefined : pages.sessions.find(id);
}

/** Errors: problem 401 when nobody is signed in. */
export function requireSession(context: Context<ApiEnv>, pages: PageContext): Session {
  const session = findSession(context, pages);
  if (session === undefined) throw problem('SIGNED_OUT', 'this page needs a signed-in browser');
  return session;
}

/** Answers with a page in the frame of the session. */
export function show(
  context: Context<ApiEnv>,
  pages: PageContext,
  page: Page,
  status: ContentfulStatusCode = 200,
): Response | Promise<Response> {
  const { workspace, version } = pages;
  const frame = {
    portfolio: workspace.settings.portfolio.name,
    mode: workspace.mode,
    version,
    token: findSession(context, pages)?.formToken,
  };
  return context.html(layout(frame, page), status, { 'Cache-Control': 'no-store' });
}
