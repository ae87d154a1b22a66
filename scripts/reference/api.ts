/** The reference of the API: its OpenAPI document, and a page with its operations and refusals. */
import { createApi } from '../../api/app.ts';
import { openApiDocument } from '../../api/open-api.ts';
import { problemTable } from '../../api/problem.ts';
import { createSqliteStore } from '../../src/adapters/store/open-sqlite.ts';
import { createFrozenClock } from '../../src/adapters/system/frozen-clock.ts';
import { version } from '../../src/cli/version.ts';
import { fileWorkspace, modelStore } from '../../src/compose.ts';
import { parseConfig } from '../../src/config/load.ts';
import { settingsOf } from '../../src/config/settings.ts';
import { table } from './markdown.ts';

type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly summary?: string }>>>>;
};

const methods = ['get', 'post', 'put', 'patch', 'delete'];

/** The document of the routes as they are; nothing is served. */
export async function apiDocument(): Promise<Document> {
  const store = await createSqliteStore({ file: ':memory:' });
  try {
    const text = 'portfolio: { name: demo, quote: USDT, targets: { BTC: 50% } }';
    const {
      settings,
      autonomy,
      rails,
      initialHoldings: holdings,
    } = settingsOf(parseConfig(text, { file: 'reference' }), 'live');
    const models = modelStore('.');
    const workspace = fileWorkspace({
      ...{ store, models, settings, autonomy, rails, holdings },
      ...{ directory: '.', at: 0 },
    });
    const { app } = createApi({
      workspace,
      version,
      secureCookies: false,
      wallClock: createFrozenClock(0),
      readiness: () => ({ state: 'ready' }),
      onFault: () => {},
    });
    return openApiDocument(app, version) as Document;
  } finally {
    await store.close();
  }
}

/** Markdown; the same document gives the same page. */
export function apiReference({ paths }: Document): string {
  const operations = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([method]) => methods.includes(method))
      .map(([method, { summary = '' }]) => [`\`${method.toUpperCase()} ${path}\``, summary]),
  );
  const refusals = Object.entries(problemTable).map(([code, { status, title }]) => [
    String(status),
    `\`${code}\``,
    title,
  ]);
  return [
    '# API',
    '',
    'The whole document, with parameters, bodies and answers, is [openapi.json](openapi.json); a running Ballast serves it at `/openapi.json` and as a page at `/docs`. How to use it: [Use the API](../how-to/use-the-api.md).',
    '',
    '## Operations',
    '',
    ...table(['operation', 'does'], operations),
    '',
    '## Refusals',
    '',
    'Every refusal is `application/problem+json` (RFC 9457) with a `code`: one of these, or a [reason](reasons.md) that a gate gave. Of the reasons `NOT_FOUND` is 404, `HASH_MISMATCH` 412, a state, a hash or an account that has changed 409, and everything else 422.',
    '',
    ...table(['status', 'code', 'title'], refusals),
    '',
  ].join('\n');
}
