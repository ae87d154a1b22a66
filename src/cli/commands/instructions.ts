/** `instructions`: what a person is to trade by hand. */
import { openInstructions } from '../../app/execution/instructions.ts';
import { instructionJson, instructionText } from '../../report/instruction-words.ts';
import { answer } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { withOwnVenue } from '../own-venue.ts';

export function run(call: Call): Promise<ExitCode> {
  return withOwnVenue<ExitCode>(call, async (workspace) => {
    const open = await openInstructions(workspace);
    answer(call, {
      json: () => ({ schemaVersion: 1, instructions: open.map(instructionJson) }),
      text: () => open.map(instructionText).join('\n') || 'nothing is to be traded by hand',
    });
    return 0;
  });
}
