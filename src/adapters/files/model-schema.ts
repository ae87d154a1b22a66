/** The shape of the JSON files of stored models, checked when they are read. */
import { z } from 'zod';
import type { ModelDescription } from '../../learning/stored/model-description.ts';
import type { ModelEvent } from '../../learning/stored/model-registry.ts';
import type { ModelCard } from '../../report/model-card.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const features = z.object({ version: z.number(), hash: sha256 });
const numbers = z.array(z.number());
const texts = z.array(z.string());

const bounds = z.array(z.object({ lower: z.number(), upper: z.number() }).nullable());

export const descriptionSchema: z.ZodType<ModelDescription> = z.object({
  schemaVersion: z.literal(1),
  sessions: z.boolean(),
  features,
  horizonsDays: numbers,
  from: z.number(),
  to: z.number(),
  symbols: texts,
  weights: z.object({
    sha256,
    shapes: numbers,
    networks: z.object({ networks: z.array(numbers), sha256 }),
  }),
  intervals: z.object({ coverage: z.number(), variance: bounds, return: bounds }).nullable(),
});

const comparison = z.object({
  horizonDays: z.number(),
  opponent: z.string(),
  days: z.number(),
  changePct: z.number(),
  lowPct: z.number().nullable(),
  highPct: z.number().nullable(),
  dmT: z.number().nullable(),
  dmP: z.number().nullable(),
  assetsWonPct: z.number(),
});

const part = z.object({
  horizonDays: z.number(),
  by: z.enum(['year', 'asset', 'history']),
  name: z.string(),
  opponent: z.string(),
  changePct: z.number(),
  dmT: z.number().nullable(),
});

const coverage = z.object({
  horizonDays: z.number(),
  days: z.number(),
  insidePct: z.number(),
  thirdsPct: numbers,
  worstQuarter: z.object({ name: z.string(), insidePct: z.number() }).nullable(),
});

const trial = z.object({
  from: z.string(),
  to: z.string(),
  days: z.number(),
  comparisons: z.array(comparison),
  parts: z.array(part),
  coverage: z.array(coverage),
});

const file = z.object({
  symbol: z.string(),
  intervalMs: z.number(),
  bars: z.number(),
  from: z.string(),
  to: z.string(),
  sha256,
});

const inputs = z.object({
  features,
  files: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      values: z.number(),
      from: z.string(),
      to: z.string(),
      lagDays: z.number().nullable(),
      sha256,
    }),
  ),
  tries: z.number(),
  neededT: z.number().nullable(),
  sets: z.array(
    z.object({
      inputs: z.string(),
      columns: z.number(),
      knownPct: z.number(),
      comparisons: z.array(comparison),
    }),
  ),
});

const estimate = z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable();

const worth = z.object({
  trials: z.array(
    z.object({
      objective: z.string(),
      figure: z.string(),
      capturedPct: estimate,
      gainPct: estimate,
      possiblePct: estimate,
      portfolios: z.array(
        z.object({
          name: z.string(),
          simple: z.string(),
          counts: z.boolean(),
          simpleFigure: z.number().nullable(),
          modelFigure: z.number().nullable(),
          foresightFigure: z.number().nullable(),
        }),
      ),
    }),
  ),
  doubts: z.array(z.object({ objective: z.string(), code: z.string(), sentence: z.string() })),
});

export const cardSchema: z.ZodType<ModelCard> = z.object({
  schemaVersion: z.literal(1),
  forecasts: z.string(),
  sessions: z.boolean(),
  horizonsDays: numbers,
  features,
  members: texts,
  networks: z
    .object({
      networks: z.array(z.object({ hidden: numbers, seed: z.number(), loss: z.number() })),
      backend: z.string(),
      training: z.record(z.string(), z.number()),
    })
    .nullable(),
  weightsSha256: sha256,
  versions: z.record(z.string(), z.string()),
  parent: z.string().nullable(),
  training: z.object({ from: z.string(), to: z.string(), days: z.number(), symbols: texts }),
  data: z.object({ sha256, files: z.array(file) }),
  // Cards of models that were trained before there were inputs have none.
  inputs: inputs.nullable().default(null),
  walkForward: trial,
  unseen: trial.nullable(),
  // Cards of models that were trained before it was tried have none.
  worth: worth.nullable().default(null),
  gate: z.object({
    passed: z.boolean(),
    reasons: z.array(z.looseObject({ code: z.string(), sentence: z.string() })),
  }),
  weaknesses: texts,
});

export const eventSchema: z.ZodType<Omit<ModelEvent, 'name'>> = z
  .object({
    schemaVersion: z.literal(1),
    at: z.number(),
    action: z.enum(['trained', 'tested', 'promoted', 'rolled-back']),
    version: z.string(),
    sessions: z.boolean(),
    test: z
      .object({ champion: z.string().nullable(), to: z.number(), passed: z.boolean() })
      .exactOptional(),
  })
  .transform(({ schemaVersion: _, ...event }) => event);
