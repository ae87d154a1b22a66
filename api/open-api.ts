/** The OpenAPI 3.1 document of the API, generated from the schemas of its routes. */
import { maxBodyBytes } from './body.ts';
import type { ApiApp } from './context.ts';
import { defaultRateLimit } from './rate-limit.ts';

const { capacity, refillPerSecond } = defaultRateLimit;

const description = [
  'Portfolios, recommendations, approvals, executions and the audit trail. Money, prices and quantities are decimal strings, weights and basis points are numbers, times are ISO 8601 UTC.',
  'Send a key as "Authorization: Bearer <key>"; each route needs one of its scopes. Approve, reject and execute need "If-Match" with the plan hash in double quotes. A POST with "Idempotency-Key" is answered once and repeated for 24 hours.',
  `A key may make ${capacity} requests at once and ${refillPerSecond} a second after that. A body has at most ${maxBodyBytes} bytes. Refusals are problem+json (RFC 9457) with a code.`,
].join('\n\n');

export function openApiDocument(app: ApiApp, version: string): Record<string, unknown> {
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Ballast',
      version,
      description,
      license: { name: 'Apache-2.0' },
    },
    security: [{ key: [] }],
  });
  return {
    ...document,
    components: {
      ...document.components,
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    },
  };
}
