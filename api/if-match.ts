/** `If-Match: "<hash>"`: a gate is told exactly which plan, or which change of targets, it opens for. */
import { problem } from './problem.ts';

/** The hash of the header. Errors: problem 428 when it is missing, 400 when it is not one strong entity tag. */
export function hashIn(header: string | undefined, field: 'planHash' | 'hash'): string {
  const example = `If-Match: "<${field}>"`;
  if (header === undefined || header.trim() === '') {
    throw problem('HASH_NEEDED', `send the header ${example} with the ${field} that you looked at`);
  }
  const hash = /^"([\x21\x23-\x7e]+)"$/.exec(header.trim())?.[1];
  if (hash === undefined) {
    throw problem('HEADER_INVALID', `If-Match was ${header}, it must be one tag: ${example}`);
  }
  return hash;
}

export function entityTag(hash: string | null): Record<string, string> {
  return hash === null ? {} : { ETag: `"${hash}"` };
}
