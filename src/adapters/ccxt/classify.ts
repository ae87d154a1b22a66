/**
 * What became of a new order, told from the reply alone. Only what the venue is known to mean by refusal is one; an order that
 * is neither refused nor acknowledged under our id may be there.
 */
import type { JsonValue } from '../../base/canonical-json.ts';
import { objectOf } from './exchange.ts';
import { answerText, type Reply } from './transport.ts';
import type { Meaning, VenueFault, VenueQuirks } from './venue-quirks.ts';

export type Outcome =
  | { readonly kind: 'accepted'; readonly orderId: string }
  | {
      readonly kind: 'refused';
      readonly cause: string;
      readonly retryAfterMs?: number;
      readonly rulesChanged?: true;
      readonly because?: 'clock' | 'key' | 'limit';
    }
  | { readonly kind: 'unknown'; readonly cause: string }
  /** Unknown, and the venue said that it is in trouble. */
  | { readonly kind: 'degraded'; readonly cause: string };

type Table = Pick<VenueQuirks, 'faultOf' | 'meanings' | 'receiptOf' | 'name'>;

/** After the clock was compared anew. */
const clockRetryMs = 1_000;
/** Without a Retry-After. */
const quietMs = 60_000;
const limitStatuses = [418, 429];

export function classify(reply: Reply, venue: Table, clientOrderId: string): Outcome {
  const cause = answerText(venue.name, reply);
  const { status, body } = reply;
  if (status === undefined || body === undefined) return { kind: 'unknown', cause };
  const limited = limitOf(reply, venue);
  if (limited !== undefined) {
    return { kind: 'refused', cause, retryAfterMs: limited, because: 'limit' };
  }
  if (status >= 500) return { kind: 'degraded', cause };
  const json = objectOf(parsed(body));
  const fault = venue.faultOf(json);
  if (fault !== undefined) return refusal(meaningOf(fault, venue.meanings), cause);
  const receipt = status < 300 ? venue.receiptOf(json) : undefined;
  const isOurs = (receipt?.clientOrderId ?? clientOrderId) === clientOrderId;
  return receipt !== undefined && isOurs
    ? { kind: 'accepted', orderId: receipt.orderId }
    : { kind: 'unknown', cause };
}

function refusal(meaning: Meaning | undefined, cause: string): Outcome {
  switch (meaning?.kind) {
    case 'refused': {
      const { retryAfterMs, rulesChanged } = meaning;
      return {
        ...{ kind: 'refused', cause },
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
        ...(rulesChanged === undefined ? {} : { rulesChanged }),
      };
    }
    case 'clock':
      return { kind: 'refused', cause, retryAfterMs: clockRetryMs, because: 'clock' };
    case 'key':
      return { kind: 'refused', cause, because: 'key' };
    case 'trouble':
      return { kind: 'degraded', cause };
    default:
      return { kind: 'unknown', cause };
  }
}

/** How long nothing is to be asked after this reply; undefined when it does not ask for that. */
export function limitOf({ status, body, retryAfterMs }: Reply, venue: Table): number | undefined {
  const fault = venue.faultOf(objectOf(parsed(body)));
  const meaning = fault && meaningOf(fault, venue.meanings);
  if (meaning?.kind === 'limit') return retryAfterMs ?? meaning.quietMs;
  return limitStatuses.includes(status ?? 0) ? (retryAfterMs ?? quietMs) : undefined;
}

export function meaningOf(
  { code, message }: VenueFault,
  meanings: VenueQuirks['meanings'],
): Meaning | undefined {
  return meanings[`${code} ${message}`] ?? meanings[code];
}

/** Undefined when the text is not JSON. */
export function parsed(body: string | undefined): JsonValue | undefined {
  if (body === undefined) return undefined;
  try {
    return JSON.parse(body) as JsonValue;
  } catch {
    return undefined;
  }
}
