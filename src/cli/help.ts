/** Help that teaches: what a command does, its options with their defaults, examples, and what its exit codes tell. */
import { type CommandEntry, type ExitCode, exitMeanings, type Option } from './command.ts';
import { commonOptions } from './common-options.ts';
import { definitions, wrap } from './wrap.ts';

const programName = 'bin/ballast';

/** All commands, one line each. */
export function overviewHelp(table: readonly CommandEntry[]): string {
  return [
    'Ballast keeps a portfolio at its target weights: it forecasts, decides, proposes a plan,',
    'waits for your approval and trades it. Without an account everything is on paper.',
    '',
    `Usage: ${programName} COMMAND [options]`,
    '',
    ...definitions(table.map(({ name, summary }) => [name, summary] as const)),
    '',
    'A first round, on paper and without network:',
    `  ${programName} init --yes           writes ballast.yaml for the simulated market`,
    `  ${programName} recommend            what to trade now, or why nothing`,
    `  ${programName} approve ID --hash H  your consent to exactly that plan`,
    `  ${programName} execute ID           trades it`,
    '',
    ...wrap(
      `${programName} help COMMAND explains one command. State is kept below $BALLAST_HOME (data/state without it).`,
    ),
  ].join('\n');
}

export function commandHelp(entry: CommandEntry): string {
  const sections = [
    [`${entry.name}: ${entry.summary}`],
    [`Usage: ${usageOf(entry)}`],
    ...entry.description.map((paragraph) => wrap(paragraph)),
    ...(entry.parameters.length === 0 ? [] : [parameterLines(entry)]),
    ['Options:', ...definitions([...entry.options, ...commonOptions].map(optionRow))],
    ['Examples:', ...entry.examples.flatMap(({ line, says }) => [`  ${line}`, ...wrap(says, 6)])],
    ['Exit codes:', ...definitions(exitRows(entry))],
  ];
  return sections.map((lines) => lines.join('\n')).join('\n\n');
}

/** The command with its parameters and own options, as it is typed. */
export function usageOf({ name, parameters, options }: CommandEntry): string {
  const words = [
    ...parameters.map((parameter) => (parameter.required ? parameter.name : `[${parameter.name}]`)),
    ...options.map((option) => (option.required ? optionName(option) : `[${optionName(option)}]`)),
  ];
  return [programName, name, ...words].join(' ');
}

export function optionName({ name, value, isValueOptional }: Option): string {
  if (value === undefined) return `--${name}`;
  return isValueOptional ? `--${name} [${value}]` : `--${name} ${value}`;
}

/** Its description, and what holds without it. */
export function optionText({ description, fallback }: Option): string {
  return fallback === undefined ? description : `${description} Default: ${fallback}.`;
}

/** Every command may end in these; the table names the others. */
const usualExits: readonly ExitCode[] = [0, 1, 2, 130];

export function exitRows({ exits }: CommandEntry): readonly (readonly [string, string])[] {
  return [...usualExits, ...exits]
    .sort((a, b) => a - b)
    .map((code) => [String(code), exitMeanings[code]] as const);
}

function optionRow(option: Option): readonly [string, string] {
  return [optionName(option), optionText(option)];
}

function parameterLines({ parameters }: CommandEntry): readonly string[] {
  const rows = parameters.map(({ name, description }) => [name, description] as const);
  return ['Parameters:', ...definitions(rows)];
}
