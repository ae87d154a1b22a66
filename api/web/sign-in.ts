/** The pages for those who are not signed in, and for what was not found or went wrong. */
import { html } from 'hono/html';
import type { Html } from './html.ts';

export function signedOutPage(): Html {
  return html`<h1>Signed out</h1>
<p>The pages open with a one-time link. Ballast prints one in the terminal each time it is started with <code>npm start</code>; it works once, within 15 minutes.</p>
<p>Programs use the <a href="/docs">API</a> with a key instead.</p>`;
}

/** The token is sent by the button, so that a preview of the link does not use it up. */
export function confirmPage(token: string): Html {
  return html`<h1>Sign in</h1>
<p>This link signs in this browser for 12 hours and works once.</p>
<form method="post" action="/sign-in"><input type="hidden" name="token" value="${token}"><button id="sign-in">Sign in</button></form>`;
}

export function staleLinkPage(): Html {
  return html`<h1>This link does not work any more</h1>
<p>A link works once, within 15 minutes. Restart Ballast to have a new one printed in the terminal.</p>`;
}

export function problemPage(title: string, detail: string): Html {
  return html`<h1>${title}</h1>
<p>${detail}</p>
<p><a href="/">Back to the overview</a></p>`;
}
