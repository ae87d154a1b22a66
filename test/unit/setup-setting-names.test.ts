/** The names of settings as the style test reads them from a schema. */
import { expect, it } from 'vitest';
import { z } from 'zod';
import { settingNames } from '../support/setting-names.ts';

it('are the leaves of the schema, those of variants and lists together, a free map as one', () => {
  const schema = z.object({
    portfolio: z.object({ name: z.string(), targets: z.record(z.string(), z.number()) }),
    policy: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('threshold'), band: z.number() }),
      z.object({ kind: z.literal('calendar'), every: z.union([z.number(), z.string()]) }),
    ]),
    approval: z.object({ rules: z.array(z.object({ when: z.string(), approvers: z.number() })) }),
    multiplier: z.tuple([z.number(), z.number()]),
  });
  expect(settingNames(z.toJSONSchema(schema) as Parameters<typeof settingNames>[0])).toEqual([
    'portfolio.name',
    'portfolio.targets',
    'policy.kind',
    'policy.band',
    'policy.every',
    'approval.rules.when',
    'approval.rules.approvers',
    'multiplier',
  ]);
});
