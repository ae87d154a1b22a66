/** One call of a command, made from what was parsed; asking for an option that the table does not name is a mistake of ours. */
import { ConfigError, invariant } from '../base/errors.ts';
import type { Call, CommandEntry, SettingOverride } from './command.ts';
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
    overrides: [
      ...entry.options.flatMap(({ name, sets }) =>
        sets === undefined
          ? []
          : values(name).map((text) => ({ key: sets, text, option: `--${name}` })),
      ),
      ...values('set').map(settingOf),
    ],
  };
}

/** `KEY=VALUE`. Errors: ConfigError when it is not. */
function settingOf(pair: string): SettingOverride {
  const [, key, text] = /^([A-Za-z]\w*(?:\.[A-Za-z0-9]\w*)+)=(.*)$/s.exec(pair) ?? [];
  if (key === undefined || text === undefined) {
    throw new ConfigError(`--set must be KEY=VALUE such as policy.band=3%, was "${pair}"`);
  }
  return { key, text, option: `--set ${key}` };
}
