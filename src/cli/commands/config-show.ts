/** `config show`: every setting with its value and where it came from. */
import { completeConfig } from '../../config/complete.ts';
import { settingsOf } from '../../config/settings.ts';
import { textTable } from '../../report/text-table.ts';
import { answer } from '../answers.ts';
import type { Call, ExitCode } from '../command.ts';
import { loadedConfig } from '../configured.ts';

type Shown = { readonly key: string; readonly value: unknown; readonly from: string };

const columns = ['setting', 'value', 'from'].map((title) => ({ title, align: 'left' as const }));

export async function run(call: Call): Promise<ExitCode> {
  const config = loadedConfig(call);
  settingsOf(config, 'live');
  const settings = leavesOf(completeConfig(config.input, 'live'), '').map(
    ([key, value]): Shown => ({ key, value, from: originOf(key, config.origins) }),
  );
  answer(call, {
    json: () => ({ schemaVersion: 1, file: config.file, settings }),
    text: () => textTable(columns, settings.map(rowOf)).join('\n'),
  });
  return 0;
}

function rowOf({ key, value, from }: Shown): readonly string[] {
  return [key, typeof value === 'string' ? value : JSON.stringify(value), from];
}

/** Dotted keys and values; a list is one value. */
function leavesOf(value: unknown, key: string): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[key, value]];
  return Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .flatMap(([name, inner]) => leavesOf(inner, key === '' ? name : `${key}.${name}`));
}

/** Of the value itself, or of the section that was given as a whole. */
function originOf(key: string, origins: ReadonlyMap<string, string>): string {
  const parts = key.split('.');
  const own = origins.get(key);
  if (own !== undefined) return own;
  const parent = parts.slice(0, -1).join('.');
  const from = origins.get(parent);
  return from?.startsWith('--') ? from : 'default';
}
