/** `npm run docs`: writes what is generated, which is the reference of docs/reference and the sample candles of data/samples. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cliReference } from '../src/cli/reference.ts';
import { commandTable } from '../src/cli/table.ts';
import { apiDocument, apiReference } from './reference/api.ts';
import { configurationReference, configurationSchema } from './reference/configuration.ts';
import { reasonsReference } from './reference/reasons.ts';
import { sampleFiles } from './reference/samples.ts';

const root = join(import.meta.dirname, '..');

/** The content of each generated file by its path from the root; docs/reference/files.md is written by hand. */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const document = await apiDocument();
  const reference = {
    'api.md': apiReference(document),
    'cli.md': `${cliReference(commandTable).trimEnd()}\n`,
    'config.schema.json': configurationSchema(),
    'configuration.md': configurationReference(),
    'openapi.json': `${JSON.stringify(document, null, 2)}\n`,
    'reasons.md': reasonsReference(),
  };
  return new Map([
    ...Object.entries(reference).map(([name, text]) => [`docs/reference/${name}`, text] as const),
    ...[...sampleFiles()].map(([name, text]) => [`data/samples/${name}`, text] as const),
  ]);
}

if (import.meta.main) {
  for (const [path, content] of await generatedFiles()) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    console.log(path);
  }
}
