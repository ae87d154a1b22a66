/** Canonical JSON (RFC 8785) and its SHA-256: the one way in which anything is hashed here. */
import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { invariant } from './errors.ts';

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** The text of a value with sorted keys and shortest numbers. Errors: InvariantError when it is not JSON. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  invariant(text !== undefined, 'a value to be hashed must be JSON');
  return text;
}

/** Canonical JSON of an object of which some members are in canonical JSON already. */
export function canonicalObject(
  values: Readonly<Record<string, JsonValue>>,
  texts: Readonly<Record<string, string>>,
): string {
  const names = [...Object.keys(values), ...Object.keys(texts)].sort();
  const members = names.map(
    (name) => `${JSON.stringify(name)}:${texts[name] ?? canonicalJson(values[name])}`,
  );
  return `{${members.join(',')}}`;
}

/** SHA-256 of a text or of bytes, in lower-case hexadecimal. */
export function sha256(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex');
}

/** SHA-256 of the canonical JSON of a value, in lower-case hexadecimal. */
export function hashOf(value: unknown): string {
  return sha256(canonicalJson(value));
}
