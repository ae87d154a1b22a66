/** Reads the words of a command line against the command table. */
import { parseArgs } from 'node:util';
import { ConfigError } from '../base/errors.ts';
import type { CommandEntry, Option } from './command.ts';
import { commonOptions } from './common-options.ts';
import { suggestion } from './nearest.ts';

export type Parsed =
  | { readonly kind: 'help'; readonly entry: CommandEntry | undefined }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'call';
      readonly entry: CommandEntry;
      readonly parameters: Readonly<Record<string, string>>;
      readonly options: Readonly<Record<string, readonly string[]>>;
    };

type Token = ReturnType<typeof tokensOf>[number];
type OptionToken = Extract<Token, { kind: 'option' }>;

/** Errors: ConfigError that says which word is wrong and what it could have been. */
export function parseCommandLine(words: readonly string[], table: readonly CommandEntry[]): Parsed {
  const tokens = tokensOf(words, table);
  const plain = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const given = tokens.filter((token) => token.kind === 'option');
  const asked = (name: string): boolean => given.some((token) => token.name === name);
  if (plain.length === 0 && asked('version')) return { kind: 'version' };
  if (plain[0] === 'help') return { kind: 'help', entry: helpTopic(plain.slice(1), table) };
  if (plain.length === 0) {
    if (asked('help')) return { kind: 'help', entry: undefined };
    const [first] = given;
    if (first !== undefined) throw unknownOption(first, commonOptions);
    throw new ConfigError('no command was given; bin/ballast --help lists them');
  }
  const entry = findCommand(plain, table);
  if (asked('help')) return { kind: 'help', entry };
  const options = optionsOf(entry, given);
  return {
    kind: 'call',
    entry,
    parameters: parametersOf(entry, plain.slice(entry.name.split(' ').length)),
    options,
  };
}

function tokensOf(words: readonly string[], table: readonly CommandEntry[]) {
  const all = [...commonOptions, ...table.flatMap(({ options }) => options)];
  const optional = all.flatMap(({ name, isValueOptional }) => (isValueOptional ? `--${name}` : []));
  // Without this the next option would be taken for the value.
  const args = words.map((word, place) =>
    optional.includes(word) && /^(-|$)/.test(words[place + 1] ?? '') ? `${word}=` : word,
  );
  const { tokens } = parseArgs({
    args,
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: {
      ...Object.fromEntries(
        all.map(({ name, value }) => [
          name,
          { type: value === undefined ? ('boolean' as const) : ('string' as const) },
        ]),
      ),
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean', short: 'v' },
    },
  });
  return tokens;
}

function helpTopic(
  words: readonly string[],
  table: readonly CommandEntry[],
): CommandEntry | undefined {
  return words.length === 0 ? undefined : findCommand(words, table);
}

/** The command of two words, else of one. */
function findCommand(plain: readonly string[], table: readonly CommandEntry[]): CommandEntry {
  const [first = '', second] = plain;
  const found =
    table.find(({ name }) => second !== undefined && name === `${first} ${second}`) ??
    table.find(({ name }) => name === first);
  if (found !== undefined) return found;
  const family = table.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => name);
  if (family.length > 0) {
    const was =
      second === undefined ? `${first} alone is no command` : `no command ${first} ${second}`;
    throw new ConfigError(`${was}; there is ${family.join(', ')}`);
  }
  const names = table.map(({ name }) => name);
  const hint = suggestion(second === undefined ? first : `${first} ${second}`, names);
  const other = hint === '' ? suggestion(first, names) : hint;
  throw new ConfigError(
    `there is no command ${JSON.stringify(first)}.${other} bin/ballast --help lists them`,
  );
}

function optionsOf(
  entry: CommandEntry,
  given: readonly OptionToken[],
): Record<string, readonly string[]> {
  const known = [...commonOptions, ...entry.options];
  const found: Record<string, readonly string[]> = {};
  for (const token of given) {
    const option = known.find(({ name }) => name === token.name);
    if (option === undefined) throw unknownOption(token, known, entry);
    const values = found[option.name] ?? [];
    if (values.length > 0 && option.value !== undefined && option.repeatable === undefined) {
      throw new ConfigError(`--${option.name} was given twice`);
    }
    found[option.name] = [...values, valueGiven(token, option)];
  }
  const missing = entry.options.find(({ name, required }) => required && !(name in found));
  if (missing !== undefined) {
    throw new ConfigError(
      `${entry.name} needs --${missing.name} ${missing.value}: ${missing.description}`,
    );
  }
  return found;
}

function valueGiven(token: OptionToken, option: Option): string {
  const { value, inlineValue } = token;
  if (option.value === undefined) {
    if (inlineValue) throw new ConfigError(`--${option.name} takes no value, was "${value}"`);
    return '';
  }
  if (option.isValueOptional && value === '') return '';
  if (value === undefined || value === '' || (!inlineValue && /^--?[a-z]/.test(value))) {
    throw new ConfigError(`--${option.name} needs a value: ${option.value}`);
  }
  return value;
}

function unknownOption(
  token: OptionToken,
  known: readonly Option[],
  entry?: CommandEntry,
): ConfigError {
  const names = known.map(({ name }) => name);
  const whose = entry === undefined ? 'ballast' : entry.name;
  const help = entry === undefined ? '--help' : `help ${entry.name}`;
  return new ConfigError(
    `${whose} has no option ${token.rawName}.${suggestion(token.name, names, '--')} bin/ballast ${help} lists them`,
  );
}

function parametersOf(entry: CommandEntry, words: readonly string[]): Record<string, string> {
  const { parameters } = entry;
  const missing = parameters.slice(words.length).find(({ required }) => required);
  if (missing !== undefined) {
    throw new ConfigError(`${entry.name} needs ${missing.name}: ${missing.description}`);
  }
  const surplus = words[parameters.length];
  if (surplus !== undefined) {
    throw new ConfigError(`${entry.name} was given "${surplus}", which it does not take`);
  }
  return Object.fromEntries(words.map((word, place) => [parameters[place]?.name as string, word]));
}
