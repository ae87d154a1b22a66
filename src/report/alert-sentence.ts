/** What a person should know of without looking for it: which events those are, and each in one sentence. */
import type { JsonValue } from '../base/canonical-json.ts';
import type { Reason } from '../base/reasons.ts';
import type { EventType, LedgerEvent } from '../ledger/event.ts';
import { reasonSentence } from './decision-sentence.ts';

export const alertTypes = [
  'TradingChanged',
  'AutonomyChanged',
  'AutonomyHeld',
  'AttemptManual',
  'IncidentNoted',
  'PlanExpired',
  'PlanDrifted',
] as const satisfies readonly EventType[];

export type AlertType = (typeof alertTypes)[number];

export function isAlert(event: Pick<LedgerEvent, 'type'>): boolean {
  return (alertTypes as readonly EventType[]).includes(event.type);
}

/** Without the time, which stands beside it. Errors: none; an event of another type has no sentence. */
export function alertSentence({ type, actor, subject, payload }: LedgerEvent): string {
  const said = (name: string): string => textIn(payload, name);
  switch (type as AlertType) {
    case 'TradingChanged':
      return `${tradingWords[said('to')] ?? 'Trading changed'} by ${actor}: ${said('reason')}.`;
    case 'AutonomyChanged':
      return `The autonomy went from ${said('from')} to ${said('to')}, by ${actor}: ${cause(payload)}.`;
    case 'AutonomyHeld':
      return `The plan ${subject} waits for a person: ${causes(payload)}.`;
    case 'AttemptManual':
      return `The order ${said('clientOrderId')} of execution ${subject} waits for a person: ${said('cause')}.`;
    case 'IncidentNoted':
      return `${subject}: ${cause(payload)}.`;
    case 'PlanExpired':
      return `The plan ${subject} expired: nothing was done because nobody answered in time.`;
    case 'PlanDrifted':
      return `The approved plan ${subject} was not executed: ${cause(payload)}.`;
  }
}

const tradingWords: Readonly<Record<string, string>> = {
  halted: 'Trading was halted',
  reducing: 'Trading was set to sells only',
  active: 'Trading was resumed',
};

/** A reason, or words. */
function cause(payload: JsonValue): string {
  const reason = fieldOf(payload, 'reason');
  if (typeof reason === 'string') return reason;
  return reason === undefined ? textIn(payload, 'cause') : reasonSentence(reason as Reason);
}

function causes(payload: JsonValue): string {
  const reasons = fieldOf(payload, 'reasons') as readonly Reason[] | undefined;
  return (reasons ?? []).map(reasonSentence).join('; ');
}

function textIn(payload: JsonValue, name: string): string {
  const value = fieldOf(payload, name);
  return typeof value === 'string' ? value : '';
}

function fieldOf(payload: JsonValue, name: string): JsonValue | undefined {
  return typeof payload === 'object' && payload !== null && !Array.isArray(payload)
    ? (payload as { readonly [name: string]: JsonValue })[name]
    : undefined;
}
