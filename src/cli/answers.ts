/** How commands answer: JSON that is stable byte for byte, refusals with their reason, and the code that goes with them. */
import { type Reason, type ReasonCode, reasonTable } from '../base/reasons.ts';
import type { ExecutionStatus } from '../execution/execution.ts';
import { reasonSentence } from '../report/decision-sentence.ts';
import type { Call, ExitCode } from './command.ts';

export function printJson(call: Call, value: unknown): void {
  call.print(JSON.stringify(value, null, 2));
}

/** JSON where it was asked for, else text. */
export function answer(call: Call, as: { json: () => unknown; text: () => string }): void {
  if (call.has('json')) printJson(call, as.json());
  else call.print(as.text());
}

/** The outcome of an order is not known, or not yet what was asked for. */
const unresolved: readonly ReasonCode[] = [
  'ORDER_UNRESOLVED',
  'ORDER_STILL_OPEN',
  'ORDER_NOT_FOUND',
  'ORDER_CONTRADICTED',
];

/** Says why something was refused. */
export function refuse(call: Call, reason: Reason): ExitCode {
  call.say(`ballast: refused (${reason.code}): ${reasonSentence(reason)}`);
  if (reason.code === 'NOT_FOUND') return 2;
  if (unresolved.includes(reason.code)) return 4;
  if (reason.code === 'INSTRUCTION_OPEN') {
    call.say('  bin/ballast instructions');
    return 4;
  }
  return reasonTable[reason.code].room === 'market' ? 5 : 3;
}

/** Anything but a settled execution needs a look. */
export function exitOfExecution(status: ExecutionStatus): ExitCode {
  return status === 'settled' ? 0 : 4;
}
