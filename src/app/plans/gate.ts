/** What the gates share: refusals, and finding what they are about. */
import type { Reason } from '../../base/reasons.ts';
import type { RecordedInputs } from '../../plan/inputs.ts';
import type { RecommendationRecord } from '../../ports/store.ts';

export type Refused = { readonly ok: false; readonly reason: Reason };

export function refused(reason: Reason): Refused {
  return { ok: false, reason };
}

export function notFound(id: string): Refused {
  return refused({ code: 'NOT_FOUND', what: 'recommendation', id });
}

/** The inputs that the recommendation was computed from, as they were recorded. */
export function inputsOf(record: RecommendationRecord): RecordedInputs {
  return record.inputs as unknown as RecordedInputs;
}
