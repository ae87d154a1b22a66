/** The reference page of the command line, rendered from the command table. */
import { type CommandEntry, exitMeanings, type Option } from './command.ts';
import { commonOptions } from './common-options.ts';
import { exitRows, optionName, optionText, usageOf } from './help.ts';

/** Markdown; the same table gives the same page. */
export function cliReference(table: readonly CommandEntry[]): string {
  const codes = Object.entries(exitMeanings).map(([code, meaning]) => `| ${code} | ${meaning} |`);
  return [
    '# Command line',
    '',
    'Data go to standard output, words to standard error. Every command has the options `--config FILE`, `--set KEY=VALUE`, `--json` and `--help`; JSON carries `schemaVersion`. State is kept below `$BALLAST_HOME`, or `data/state` without it.',
    '',
    '| exit code | meaning |',
    '|---|---|',
    ...codes,
    '',
    '## Options of every command',
    '',
    ...optionTable(commonOptions),
    ...table.flatMap(commandSection),
  ].join('\n');
}

function commandSection(entry: CommandEntry): readonly string[] {
  const { name, summary, description, parameters, options, examples } = entry;
  const codes = exitRows(entry).map(([code]) => code);
  return [
    `## ${name}`,
    '',
    `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`,
    '',
    '```',
    usageOf(entry),
    '```',
    '',
    ...description.flatMap((paragraph) => [paragraph, '']),
    ...parameters.flatMap((parameter) => [`\`${parameter.name}\`: ${parameter.description}`, '']),
    ...(options.length === 0 ? [] : optionTable(options)),
    ...examples.flatMap(({ line, says }) => [`* \`${line}\`: ${says}`]),
    '',
    `Exit codes: ${codes.join(', ')}.`,
    '',
  ];
}

function optionTable(options: readonly Option[]): readonly string[] {
  const rows = options.map(
    (option) => `| \`${optionName(option)}\` | ${cell(optionText(option))} |`,
  );
  return ['| option | meaning |', '|---|---|', ...rows, ''];
}

/** A bar would end the cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
