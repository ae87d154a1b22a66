/** The reference of reason codes: every expected outcome, with the sentence that a person reads and what it means. */
import { type ReasonCode, reasonTable } from '../../src/base/reasons.ts';
import { table } from './markdown.ts';

const rooms = {
  market: 'Data: nothing is decided on unfit data',
  model: 'Models: why one is not promoted',
  forecast: 'Forecast',
  allocation: 'Targets by an allocator',
  policy: 'Policy: why to trade, or why not',
  plan: 'Plan',
  approval: 'Approval and the gate before execution',
  execution: 'Execution',
} as const;

/** Markdown; the same table of reasons gives the same page. */
export function reasonsReference(): string {
  const codes = Object.keys(reasonTable) as ReasonCode[];
  return [
    '# Reasons',
    '',
    'Every expected outcome has a code from this closed table. The API and `--json` give the code with its numbers, pages and text the sentence. Words in braces are the names of the numbers; their units stand in the sentence.',
    '',
    ...Object.entries(rooms).flatMap(([room, title]) => [
      `## ${title}`,
      '',
      ...table(
        ['code', 'sentence', 'meaning'],
        codes
          .filter((code) => reasonTable[code].room === room)
          .map((code) => [`\`${code}\``, reasonTable[code].sentence, reasonTable[code].meaning]),
      ),
      '',
    ]),
  ].join('\n');
}
