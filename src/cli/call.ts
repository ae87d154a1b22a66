/** One call of a command, made from what was parsed; asking for an option that the table does not name is a mistake of ours. */
import { invariant } from '../base/errors.ts';
import type { Call, CommandEntry } from './command.ts';
import { commonOptions } from './common-options.ts';

export type Surroundings = Pick<Call, 'print' | 'say' | 'environment' | 'signal'>;

export function createCall(
  entry: CommandEntry,
  given: {
    parameters: Readonly<Record<string, string>>;
    options: Readonly<Record<string, readonly string[]>>;
  },
  surroundings: Surroundings,
): Call {
  const known = new Set([...commonOptions, ...entry.options].map(({ name }) => name));
  const values = (name: string): readonly string[] => {
    invariant(known.has(name), `${entry.name} must name its options in the table, was --${name}`);
    return given.options[name] ?? [];
  };
  return {
    ...surroundings,
    parameter: (name) => given.parameters[name],
    text: (name) => values(name)[0],
    texts: values,
    has: (name) => values(name).length > 0,
  };
}
