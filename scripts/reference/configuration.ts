/** The reference of the configuration: its JSON Schema, and a page with every setting, its bounds, defaults and meaning. */
import { z } from 'zod';
import { defaults, relativeBand } from '../../src/config/defaults.ts';
import { configSchema } from '../../src/config/schema.ts';
import { table } from './markdown.ts';

type JsonSchema = {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema | false;
  readonly prefixItems?: readonly JsonSchema[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
};

/** What is known of a key beside what may be written: what is read from it, and its values by default. */
type Place = {
  readonly read: JsonSchema | undefined;
  readonly live: unknown;
  readonly backtest: unknown;
};

const schemaFile = 'config.schema.json';

export function configurationSchema(): string {
  return `${JSON.stringify(schemaOf('input'), null, 2)}\n`;
}

/** Markdown; the same schema and defaults give the same page. */
export function configurationReference(): string {
  const written = schemaOf('input');
  const read = schemaOf('output');
  const sections = Object.entries(written.properties ?? {}).flatMap(([section, schema]) => [
    `## ${section}`,
    '',
    schema.description ?? '',
    '',
    ...table(
      ['key', 'value', 'default', 'in a backtest', 'meaning'],
      rowsOf(section, schema, inside({ read, ...defaults }, section)),
    ),
    '',
  ]);
  return [
    '# Configuration',
    '',
    `One YAML file, \`ballast.yaml\` unless \`--config\` names another. It is strict: a key that is not on this page is an error. Only \`portfolio\` is required. \`bin/ballast config show\` prints every value with the place where it came from. Editors that know JSON Schema check a file against [${schemaFile}](${schemaFile}).`,
    '',
    'A share may be written as a number (`0.05`) or as a percentage (`5%`). The column “in a backtest” is filled where a backtest has another default: there only costs, cash and long-only bind, unless the file names more.',
    '',
    ...sections,
  ].join('\n');
}

function schemaOf(io: 'input' | 'output'): JsonSchema {
  return z.toJSONSchema(configSchema, { io }) as JsonSchema;
}

/** One row for each key, those of sections within and of the entries of a list included. */
function rowsOf(prefix: string, written: JsonSchema, place: Place): readonly string[][] {
  return Object.entries(written.properties ?? {}).flatMap(([key, schema]) => {
    const name = `${prefix}.${key}`;
    const own = inside(place, key);
    if (schema.properties !== undefined) return rowsOf(name, schema, own);
    const [live, backtest] = [JSON.stringify(own.live), JSON.stringify(own.backtest)];
    const isRequired = prefix === 'portfolio' && written.required?.includes(key) === true;
    const row = [
      `\`${name}\``,
      valueText(schema, own.read, unitOf(key)),
      isRequired ? 'required' : defaultText(name, own.live),
      live === backtest ? '' : `\`${backtest}\``,
      schema.description ?? '',
    ];
    return [row, ...rowsOfEntries(name, schema)];
  });
}

function inside({ read, live, backtest }: Place, key: string): Place {
  const valueIn = (values: unknown): unknown =>
    (values as Readonly<Record<string, unknown>> | undefined)?.[key];
  return { read: read?.properties?.[key], live: valueIn(live), backtest: valueIn(backtest) };
}

function rowsOfEntries(name: string, { items }: JsonSchema): readonly string[][] {
  if (!items || items.properties === undefined) return [];
  return Object.entries(items.properties).map(([key, schema]) => [
    `\`${name}[].${key}\``,
    valueText(schema, schema, unitOf(key)),
    items.required?.includes(key) ? 'required' : '',
    '',
    schema.description ?? '',
  ]);
}

function defaultText(name: string, value: unknown): string {
  if (value === undefined) return '';
  const text = `\`${JSON.stringify(value)}\``;
  return name === 'policy.band' ? `${text}; threshold-relative \`${relativeBand}\`` : text;
}

/** The kind of value with its bounds and unit, in words. */
function valueText(written: JsonSchema, read: JsonSchema | undefined, unit: string): string {
  const { type, anyOf, prefixItems, items, additionalProperties } = written;
  if (written.const !== undefined) return `\`${written.const}\``;
  if (written.enum !== undefined) return written.enum.map((value) => `\`${value}\``).join(', ');
  if (isShare(written)) return `share${boundsText(read ?? {})}`;
  if (anyOf !== undefined) {
    return anyOf.map((part, k) => valueText(part, read?.anyOf?.[k] ?? part, unit)).join(' or ');
  }
  if (prefixItems !== undefined) {
    return `[${prefixItems.map((part) => valueText(part, part, unit)).join('; ')}]`;
  }
  if (items) return items.properties ? 'list' : `list of ${valueText(items, items, unit)}s`;
  if (typeof additionalProperties === 'object') {
    const keys = Object.keys(additionalProperties.properties ?? {});
    if (keys.length > 0) return `for each name ${keys.map((key) => `\`${key}\``).join(', ')}`;
    const inner = typeof read?.additionalProperties === 'object' ? read.additionalProperties : {};
    return `for each asset a ${valueText(additionalProperties, inner, unit)}`;
  }
  if (type === 'string') return 'text';
  const noun = type === 'integer' ? 'whole number' : 'number';
  return `${noun}${boundsText(written)}${unit}`;
}

/** A number, or a text that ends in a percent sign. */
function isShare({ anyOf }: JsonSchema): boolean {
  return anyOf?.some(({ pattern }) => pattern?.endsWith('%$')) === true;
}

function boundsText({ minimum, exclusiveMinimum, maximum }: JsonSchema): string {
  if (exclusiveMinimum !== undefined) {
    return maximum === undefined
      ? ` above ${exclusiveMinimum}`
      : ` above ${exclusiveMinimum}, at most ${maximum}`;
  }
  if (minimum === undefined) return '';
  return maximum === undefined ? `, at least ${minimum}` : `, ${minimum} … ${maximum}`;
}

/** Units stand last in the names of keys. */
function unitOf(key: string): string {
  const [, unit] = /(Bps|Hours|Days)$/.exec(key) ?? [];
  return unit === undefined ? '' : ` ${{ Bps: 'bps', Hours: 'h', Days: 'd' }[unit]}`;
}
