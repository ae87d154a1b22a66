/** The options that every command has. */
import type { Option } from './command.ts';

export const defaultConfigFile = 'ballast.yaml';

export const commonOptions: readonly Option[] = [
  {
    name: 'config',
    value: 'FILE',
    description: 'The configuration.',
    fallback: defaultConfigFile,
  },
  {
    name: 'set',
    value: 'KEY=VALUE',
    repeatable: true,
    description: 'Overrides one setting, such as policy.band=3%; may be repeated.',
  },
  { name: 'json', description: 'Answers with JSON instead of text.' },
  { name: 'help', description: 'Explains the command.' },
];
