/** The frame of every page: head, header with portfolio and mode in words, navigation, footer. */
import { html } from 'hono/html';
import { assetUrl } from './assets.ts';
import { formToken, type Html } from './html.ts';

export type Frame = {
  readonly portfolio: string;
  readonly mode: string;
  readonly version: string;
  /** Form token of the session; undefined when nobody is signed in. */
  readonly token: string | undefined;
};

export type Page = {
  readonly title: string;
  readonly path: string;
  readonly content: Html;
  /** The page is read again so often while it is looked at. */
  readonly refreshSeconds?: number;
  /** Also where no script runs. */
  readonly refreshWithoutScript?: boolean;
};

const entries = [
  { path: '/', name: 'Overview' },
  { path: '/recommendations', name: 'Decisions' },
  { path: '/forecast', name: 'Forecast' },
  { path: '/audit', name: 'Audit' },
  { path: '/docs', name: 'API' },
] as const;

export function layout(frame: Frame, page: Page): Html {
  const refresh = page.refreshSeconds === undefined ? '' : String(page.refreshSeconds);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title} · Ballast</title>
<link rel="icon" href="${assetUrl('icon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${assetUrl('ballast.css')}">
<script src="${assetUrl('ballast.js')}" defer></script>
${page.refreshWithoutScript === true ? html`<noscript><meta http-equiv="refresh" content="${refresh}"></noscript>` : ''}
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="top"><div class="wide">
<p class="brand"><a href="/">Ballast</a>${frame.token === undefined ? '' : html` <span>${frame.portfolio}</span>`}</p>
<p class="mode">${frame.mode}</p>
${frame.token === undefined ? '' : navigation(page.path)}
</div></header>
<main id="main" class="wide" tabindex="-1" data-refresh="${refresh}">
${page.content}
</main>
<footer class="wide"><p>Ballast ${frame.version}</p><p id="connection" role="status"></p>
${frame.token === undefined ? '' : html`<form method="post" action="/sign-out">${formToken(frame.token)}<button class="quiet" id="sign-out">Sign out</button></form>`}</footer>
</body>
</html>`;
}

function navigation(path: string): Html {
  const links = entries.map(
    (entry) =>
      html`<a href="${entry.path}"${entry.path === path ? html` aria-current="page"` : ''}>${entry.name}</a>`,
  );
  return html`<nav aria-label="Pages">${links}</nav>`;
}
