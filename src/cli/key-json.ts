/** An API key as JSON, without its hash. */
import type { ApiKey } from '../ports/store.ts';
import { isoTime } from '../report/format.ts';
import { timeOrNull } from '../report/recommendation-json.ts';

export function keyJson({ id, name, scopes, createdAt, expiresAt, revokedAt }: ApiKey) {
  return {
    ...{ id, name, scopes },
    createdAt: isoTime(createdAt),
    expiresAt: timeOrNull(expiresAt),
    revokedAt: timeOrNull(revokedAt),
  };
}
