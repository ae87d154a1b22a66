/** `If-Match: "<plan hash>"`: a gate is told exactly which plan it opens for. */
import { problem } from './problem.ts';

const example = 'If-Match: "<plan hash>"';

/** The plan hash of the header. Errors: problem 428 when it is missing, 400 when it is not one strong entity tag. */
export function planHashOf(header: string | undefined): string {
  if (header === undefined || header.trim() === '') {
    throw problem('HASH_NEEDED', `send the header ${example} with the planHash that you looked at`);
  }
  const hash = /^"([\x21\x23-\x7e]+)"$/.exec(header.trim())?.[1];
  if (hash === undefined) {
    throw problem('HEADER_INVALID', `If-Match was ${header}, it must be one tag: ${example}`);
  }
  return hash;
}

export function entityTag(planHash: string | null): Record<string, string> {
  return planHash === null ? {} : { ETag: `"${planHash}"` };
}
