/** Reads a configuration file and the options that override it, and remembers where each value came from. */
import { readFileSync } from 'node:fs';
import { type Document, isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { ConfigError } from '../base/errors.ts';
import { type ConfigInput, configSchema } from './schema.ts';
import { wordingOf } from './wording.ts';

export type LoadedConfig = {
  readonly input: ConfigInput;
  /** The file it was read from, as it was named. */
  readonly file: string;
  /** Dotted key → where its value came from, such as `ballast.yaml:7` or `--policy`. Absent: a default. */
  readonly origins: ReadonlyMap<string, string>;
};

/** One value given on the command line in place of the file's. */
export type Override = { readonly key: string; readonly value: unknown; readonly option: string };

/** Errors: ConfigError naming the file, the line, the key and what was wrong with its value. */
export function loadConfig(file: string, overrides: readonly Override[] = []): LoadedConfig {
  return parseConfig(readText(file), { file, overrides });
}

export function parseConfig(
  text: string,
  source: { file: string; overrides?: readonly Override[] },
): LoadedConfig {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problem = document.errors[0];
  if (problem !== undefined) {
    const { line } = lines.linePos(problem.pos[0]);
    const found = text.split('\n')[line - 1]?.trim() || 'the end of the file';
    throw new ConfigError(`${source.file}:${line}: not YAML: ${problem.message}, was ${found}`);
  }
  if (!isMap(document.contents)) {
    const was = document.contents === null ? 'empty' : JSON.stringify(document.toJS());
    throw new ConfigError(
      `${source.file}: must hold sections such as portfolio and policy, was ${was}`,
    );
  }
  const origins = new Map<string, string>();
  collectOrigins(document.contents, '', (key, offset) => {
    origins.set(key, `${source.file}:${lines.linePos(offset).line}`);
  });
  const raw = plain(document, source.file);
  for (const { key, value, option } of source.overrides ?? []) {
    assign(raw, key.split('.'), value);
    origins.set(key, option);
  }
  const checked = configSchema.safeParse(raw, { error: wordingOf });
  if (!checked.success) throw new ConfigError(describe(checked.error, raw, { ...source, origins }));
  return { input: checked.data, file: source.file, origins };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new ConfigError(
      `the configuration ${file} cannot be read (${code}); name another with --config or write one with \`ballast init\``,
      { cause },
    );
  }
}

/** Errors: ConfigError when its aliases unfold without end. */
function plain(document: Document, file: string): Record<string, unknown> {
  try {
    return document.toJS() as Record<string, unknown>;
  } catch (cause) {
    throw new ConfigError(`${file}: its aliases cannot be unfolded`, { cause });
  }
}

function collectOrigins(
  node: unknown,
  prefix: string,
  found: (key: string, offset: number) => void,
): void {
  if (!isMap(node)) return;
  for (const { key, value } of node.items) {
    if (!isScalar(key)) continue;
    const path = prefix === '' ? String(key.value) : `${prefix}.${key.value}`;
    found(path, key.range?.[0] ?? 0);
    collectOrigins(value, path, found);
  }
}

function assign(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [first = '', ...rest] = path;
  if (rest.length === 0) {
    target[first] = value;
    return;
  }
  const inner = target[first];
  const next = typeof inner === 'object' && inner !== null ? { ...inner } : {};
  target[first] = next;
  assign(next as Record<string, unknown>, rest, value);
}

/** All faults, one a line: where, which key, what it was, what it must be. */
function describe(
  error: z.ZodError,
  raw: Record<string, unknown>,
  source: Pick<LoadedConfig, 'file' | 'origins'>,
): string {
  return error.issues
    .map((issue) => {
      const key = issue.path.join('.');
      const where = placeOf(source, key);
      if (issue.code === 'unrecognized_keys') {
        return issue.keys
          .map((name) => {
            const path = key === '' ? name : `${key}.${name}`;
            return `${source.origins.get(path) ?? where}: there is no setting ${path}`;
          })
          .join('\n');
      }
      const was = valueAt(raw, issue.path);
      const shown = was === undefined ? 'is missing' : `was ${textOf(was)}`;
      return `${where}: ${key || 'the file'} ${shown}: ${issue.message}`;
    })
    .join('\n');
}

/** Infinity and NaN have no JSON. */
function textOf(value: unknown): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

/** Where a key, or the section that it should stand in, was set. */
export function placeOf(config: Pick<LoadedConfig, 'file' | 'origins'>, key: string): string {
  for (let path = key; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('.')))) {
    const origin = config.origins.get(path);
    if (origin !== undefined) return origin;
  }
  return config.file;
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    raw,
  );
}
