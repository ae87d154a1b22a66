/** `instructions confirm`: says what a person did, and tells what is next. */
import { confirmInstruction, openInstructions } from '../../app/execution/instructions.ts';
import { ConfigError } from '../../base/errors.ts';
import { type Done, doneOf } from '../../execution/instruction.ts';
import { instructionJson, instructionText } from '../../report/instruction-words.ts';
import { actorOf } from '../actor.ts';
import { answer, refuse } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { withOwnVenue } from '../own-venue.ts';

export function run(call: Call): Promise<ExitCode> {
  const done = doneIn(call);
  const actor = actorOf(call);
  return withOwnVenue<ExitCode>(call, async (workspace) => {
    const text = call.parameter('ID') ?? '';
    const matching = (await openInstructions(workspace)).filter(({ id }) => id.startsWith(text));
    if (matching.length > 1) {
      throw new ConfigError(
        `${matching.length} instructions begin with "${text}": give more of it`,
      );
    }
    const id = matching[0]?.id ?? text;
    const result = await confirmInstruction(workspace, { id, done, actor });
    if (!result.ok) return refuse(call, result.reason);
    const next = await openInstructions(workspace);
    answer(call, {
      json: () => ({ schemaVersion: 1, id, ...done, instructions: next.map(instructionJson) }),
      text: () => ['confirmed', ...next.map((each) => `next: ${instructionText(each)}`)].join('\n'),
    });
    return 0;
  });
}

/** Errors: ConfigError when the options say nothing, two things, or no numbers. */
function doneIn(call: Call): Done {
  const [filled, isNone] = [call.text('filled'), call.has('none')];
  if (isNone === (filled !== undefined)) {
    throw new ConfigError('either --filled UNITS with --price PRICE or --none must be given');
  }
  const typed = { filled: filled ?? '0', price: call.text('price'), fee: call.text('fee') };
  const done = doneOf(typed);
  if ('problem' in done) throw new ConfigError(`--${done.problem}`);
  return done;
}
