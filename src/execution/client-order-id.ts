/** Names of orders and executions: deterministic, so that the same try can never have two names. */
import { sha256 } from '../base/canonical-json.ts';

/** sha256(execution | leg | number of the attempt), shaped as a UUID: 36 characters, which every venue accepts. */
export function clientOrderId(place: {
  executionId: string;
  legIndex: number;
  number: number;
}): string {
  return uuidShaped(sha256(`${place.executionId}|${place.legIndex}|${place.number}`));
}

/** A recommendation is executed once, so its plan names its execution. */
export function executionIdOf(plan: { id: string; planHash: string }): string {
  return uuidShaped(sha256(`execution|${plan.id}|${plan.planHash}`));
}

/** The first 128 bits of a hash, with the version (8: made by the application) and variant bits of RFC 9562. */
function uuidShaped(hash: string): string {
  const variant = ((Number.parseInt(hash.charAt(16), 16) & 0x3) | 0x8).toString(16);
  const parts = [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `${variant}${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ];
  return parts.join('-');
}
