/** `init`: writes a first configuration, after asking where somebody can answer. */
import { existsSync } from 'node:fs';
import { createInterface, type Interface } from 'node:readline/promises';
import { configText, type FirstConfig, firstConfig, writeNew } from '../../app/init-config.ts';
import { ConfigError } from '../../base/errors.ts';
import { answer } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { defaultConfigFile } from '../common-options.ts';

export async function run(call: Call): Promise<ExitCode> {
  const file = call.text('file') ?? defaultConfigFile;
  if (existsSync(file)) {
    throw new ConfigError(`${file} is there already and was not touched; name another with --file`);
  }
  const given: FirstConfig = {
    quote: call.text('quote') ?? firstConfig.quote,
    targets: call.text('targets') ?? firstConfig.targets,
  };
  const asks = !call.has('yes') && process.stdin.isTTY === true && process.stderr.isTTY === true;
  await writeNew(file, configText(asks ? await ask(call, given) : given));
  answer(call, {
    json: () => ({ schemaVersion: 1, file }),
    text: () => `${file} is written`,
  });
  const config = file === defaultConfigFile ? '' : ` --config ${file}`;
  call.say(`next: bin/ballast recommend${config}`);
  return 0;
}

/** Questions go to standard error, where words belong; an empty answer takes what is in brackets. */
async function ask(call: Call, given: FirstConfig): Promise<FirstConfig> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  terminal.once('SIGINT', () => process.emit('SIGINT'));
  try {
    call.say('An empty answer takes the value in brackets.');
    const quote = await question(call, terminal, `Currency of account [${given.quote}]: `);
    const wanted = `Target weights, 100 % in all [${given.targets}]: `;
    const targets = await question(call, terminal, wanted);
    return { quote: quote || given.quote, targets: targets || given.targets };
  } finally {
    terminal.close();
  }
}

async function question(call: Call, terminal: Interface, text: string): Promise<string> {
  const line = await terminal.question(text, { signal: call.signal });
  return line.trim();
}
