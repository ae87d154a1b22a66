/** What an endpoint of the test venue is: its parameters, weight and reply. */
import type { Fault } from './faults.ts';
import type { ParameterSpec, Sent } from './parameters.ts';
import type { Security } from './security.ts';
import type { Venue } from './venue.ts';

export type Call = {
  readonly sent: Sent;
  readonly nowMs: number;
  /** Orders, trades and balances are read as of this time: endless, or earlier than now when reads lag. */
  readonly asOfMs: number;
  readonly fault: Fault | undefined;
  /** What the call did, for the journal. */
  readonly effects: string[];
};

export type Endpoint<V extends Venue = Venue> = {
  readonly route: string;
  readonly security: Security;
  readonly weight: (sent: Sent) => number;
  readonly parameters: readonly ParameterSpec[];
  readonly reply: (venue: V, call: Call) => unknown;
};
