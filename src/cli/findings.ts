/** What was found about a candle file, for a person: every fault, but of what is only noteworthy no more than a glance takes. */
import type { Reason } from '../base/reasons.ts';
import { reasonSentence } from '../report/decision-sentence.ts';
import type { Call } from './command.ts';

const notesShown = 3;

export function sayFindings(
  call: Call,
  findings: readonly Reason[],
  kind: 'unfit' | 'refused' | 'note',
): void {
  const shown = kind === 'note' ? findings.slice(0, notesShown) : findings;
  for (const reason of shown) call.say(`${kind}: ${reasonSentence(reason)}`);
  const hidden = findings.length - shown.length;
  if (hidden > 0) call.say(`${kind}: … ${hidden} more of this file; --json lists them`);
}
