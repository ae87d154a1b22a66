/** The events of the audit trail: what happened, when, by whom, to what; each carries the hash of the one before. */
import { canonicalJson, canonicalObject, type JsonValue, sha256 } from '../base/canonical-json.ts';

export const eventTypes = [
  'AccountOpened',
  'BalanceSet',
  'SnapshotTaken',
  'ForecastMade',
  'DecisionMade',
  'PlanProposed',
  'PlanDenied',
  'PlanApproved',
  'PlanRejected',
  'PlanExpired',
  'PlanSuperseded',
  'PlanDrifted',
  'ExecutionStarted',
  'AttemptStarted',
  'AttemptOpened',
  'AttemptClosed',
  'AttemptRejected',
  'AttemptUnknown',
  'AttemptNotAccepted',
  'AttemptNotFound',
  'AttemptCancelRequested',
  'AttemptManual',
  'IncidentNoted',
  'FillBooked',
  'InstructionConfirmed',
  'LegArrived',
  'LegCut',
  'LegFinished',
  'ExecutionFinished',
  'TargetsProposed',
  'TargetsApproved',
  'TargetsRejected',
  'TargetsExpired',
  'TargetsSuperseded',
  'TargetsWithdrawn',
  'TradingChanged',
  'AutonomyChanged',
  'AutonomyHeld',
  'KeyCreated',
  'KeyRevoked',
  'SignedIn',
  'TrainingRequested',
  'TrainingFinished',
  'ModelPromoted',
  'ModelRolledBack',
  'ModelScored',
  'ModelAlarmed',
  'ModelTested',
] as const;

export type EventType = (typeof eventTypes)[number];

export type NewEvent = {
  readonly type: EventType;
  /** Epoch ms UTC of the portfolio's clock. */
  readonly at: number;
  /** Who did it: a name, or `system`. */
  readonly actor: string;
  /** What it is about: the id of a recommendation, an execution, an account, a key, a target change, a job or a model. */
  readonly subject: string;
  readonly payload: JsonValue;
};

/** What a record of the store was when an event was written: the hash of its row. */
export type RecordSeal = {
  readonly table: string;
  /** The values of the primary key. */
  readonly key: readonly (string | number)[];
  readonly hash: string;
};

/** Where an event stands in the chain and which records it vouches for. */
export type EventPlace = {
  /** 1, 2, 3 … without gaps. */
  readonly sequence: number;
  readonly previousHash: string;
  /** The records that were written together with the event. */
  readonly records: readonly RecordSeal[];
};

export type LedgerEvent = NewEvent & EventPlace & { readonly hash: string };

/** The hash before the first event. */
export const genesisHash = '0'.repeat(64);

/** Hash of an event and, through the one before, of all that came earlier. */
export function eventHash(event: NewEvent, place: EventPlace): string {
  return textsOf(event, place).hash;
}

export type EventTexts = {
  /** In canonical JSON. */
  readonly payload: string;
  readonly records: string;
  readonly hash: string;
};

/** The hash of an event, with the texts that it is made of and that are kept. */
export function textsOf(event: NewEvent, place: EventPlace): EventTexts {
  const { type, at, actor, subject } = event;
  const { sequence, previousHash } = place;
  const payload = canonicalJson(event.payload);
  const records = canonicalJson(place.records);
  const rest = { sequence, previousHash, type, at, actor, subject };
  return { payload, records, hash: sha256(canonicalObject(rest, { payload, records })) };
}
