/** The names of all settings, `policy.tightness` and the like, read from the schema of the configuration. */
import { z } from 'zod';
import { configSchema } from '../../src/config/schema.ts';

type JsonSchema = {
  readonly [keyword: string]: unknown;
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
};

function resolve(schema: JsonSchema, root: JsonSchema): JsonSchema {
  if (schema.$ref === undefined) return schema;
  const path = schema.$ref.replace(/^#\/?/, '').split('/').filter(Boolean);
  return path.reduce((at, key) => at[key] as JsonSchema, root);
}

/** The leaves of an object schema; variants and the entries of a list count together, a map of free keys is one leaf. */
export function settingNames(schema: JsonSchema, root = schema, prefix = ''): readonly string[] {
  const { properties, items, anyOf = [], oneOf = [], allOf = [] } = resolve(schema, root);
  const parts = [...anyOf, ...oneOf, ...allOf, ...(items ? [items] : [])];
  const nested = [
    ...parts
      .map((part) => settingNames(part, root, prefix))
      .filter(([name]) => name !== prefix)
      .flat(),
    ...Object.entries(properties ?? {}).flatMap(([key, value]) =>
      settingNames(value, root, prefix === '' ? key : `${prefix}.${key}`),
    ),
  ];
  return nested.length > 0 ? [...new Set(nested)] : [prefix];
}

/** The settings of the product. */
export function settingsOfSchema(): readonly string[] {
  return settingNames(z.toJSONSchema(configSchema, { io: 'input' }) as JsonSchema);
}
