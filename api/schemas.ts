/** The shapes of JSON that the API takes and gives; /openapi.json is generated from them. */
import { z } from '@hono/zod-openapi';
import { isDecimal } from '../src/base/decimal.ts';
import { type ReasonCode, reasonTable } from '../src/base/reasons.ts';
import { tradingModes } from '../src/execution/permit.ts';
import { eventTypes } from '../src/ledger/event.ts';
import { recommendationStates } from '../src/plan/life-cycle.ts';
import { autonomyLevels, forecastModels } from '../src/plan/settings.ts';
import { legOnMargin, planOnMargin, positionsOnMargin } from './margin-schemas.ts';

export const decimal = z
  .string()
  .refine(isDecimal)
  .openapi({ type: 'string', description: 'A decimal number as text.', example: '0.042' });

export const time = z.string().openapi({ format: 'date-time', description: 'ISO 8601 UTC.' });

const weight = z.number().openapi({ description: 'A fraction of NAV.', example: 0.318 });

const bps = z.number().openapi({ description: 'Basis points.' });

export const schemaVersion = z.literal(1);

const reasonCodes = Object.keys(reasonTable) as [ReasonCode, ...ReasonCode[]];

export const reasonSchema = z
  .object({ code: z.enum(reasonCodes), sentence: z.string() })
  .catchall(z.union([z.string(), z.number(), z.boolean()]))
  .openapi('Reason', {
    description: 'Why: a code of the closed table, its numbers, its sentence.',
  });

export const problemSchema = z
  .object({
    type: z.string().openapi({ example: '/docs/problems#HASH_MISMATCH' }),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string().openapi({ example: 'HASH_MISMATCH' }),
    reason: z.record(z.string(), z.unknown()).optional(),
    reasons: z.array(z.object({ code: z.string(), sentence: z.string() })).optional(),
    errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  })
  .openapi('Problem', { description: 'RFC 9457 problem details.' });

const legSchema = z
  .object({
    symbol: z.string().openapi({ description: 'The market.', example: 'BTC/USDT' }),
    side: z.enum(['buy', 'sell']),
    quantity: decimal,
    limitPrice: decimal,
    referencePrice: decimal,
    notional: decimal,
    ...legOnMargin,
    costBps: bps,
    feeBps: bps,
    halfSpreadBps: bps,
    slippageBps: bps,
    impactBps: bps,
  })
  .openapi('Leg');

const pp = z.number().openapi({ description: 'Percentage points.', example: 0.4 });

const thresholdChangeSchema = z
  .object({ since: time, widthPp: pp, volatilityPp: pp, correlationPp: pp, costPp: pp })
  .openapi('ThresholdChange', {
    description:
      'By how much the width of a threshold, upper − lower, has changed since the day before, and what moved it; the parts add up to widthPp.',
  });

const assetSchema = z
  .object({
    symbol: z.string().openapi({ example: 'BTC' }),
    weight,
    target: weight,
    lower: weight,
    upper: weight,
    thresholdChange: thresholdChangeSchema.nullable(),
    weightAfter: weight,
    volAnnual: z.number().nullable(),
    rangeVolAnnual: z.number().nullable(),
    price: decimal,
    quantity: decimal,
  })
  .openapi('Asset');

export const recommendationSchema = z
  .object({
    schemaVersion,
    id: z.string(),
    portfolio: z.string(),
    quote: z.string(),
    asOf: time,
    outcome: z.enum(['none', 'proposed', 'denied']),
    state: z.enum(recommendationStates),
    proposer: z.string(),
    sentence: z.string().openapi({ description: 'The decision in words.' }),
    planHash: z.string().nullable(),
    nav: decimal,
    cashWeight: weight,
    cashTarget: weight,
    assets: z.array(assetSchema),
    reasons: z.array(reasonSchema),
    legs: z.array(legSchema),
    turnover: z.number(),
    costBps: bps,
    ...planOnMargin,
    forecast: z.object({
      model: z.string(),
      horizonDays: z.number(),
      trackingErrorBefore: z.number().nullable(),
      trackingErrorAfter: z.number().nullable(),
      portfolioVolBefore: z.number().nullable(),
      portfolioVolAfter: z.number().nullable(),
    }),
    policy: z.string(),
    residualPp: z.number(),
    snapshotHash: z.string(),
    expiresAt: time.nullable(),
  })
  .openapi('Recommendation');

export const approvalSchema = recommendationSchema
  .extend({
    approvals: z.object({ given: z.number().int(), needed: z.number().int() }),
  })
  .openapi('ApprovedRecommendation');

export const executionSchema = z
  .object({
    schemaVersion,
    executionId: z.string(),
    recommendationId: z.string(),
    portfolio: z.string(),
    planHash: z.string(),
    status: z.enum(['executing', 'settled', 'partial', 'halted', 'failed']),
    startedAt: time,
    finishedAt: time.nullable(),
    legs: z.array(
      z
        .object({
          symbol: z.string(),
          side: z.enum(['buy', 'sell']),
          quantity: decimal,
          filled: decimal,
          averagePrice: decimal.nullable(),
          arrivalPrice: decimal.nullable(),
          expectedShortfallBps: z.number().nullable(),
          realisedShortfallBps: z.number().nullable(),
          fees: decimal,
          status: z.enum(['pending', 'working', 'filled', 'partial', 'skipped', 'failed']),
          reason: reasonSchema.nullable(),
        })
        .openapi('ExecutedLeg'),
    ),
    residual: z.number().openapi({
      description: 'Distance to the target that the fills leave, in percentage points.',
    }),
  })
  .openapi('Execution');

export const autonomySchema = z
  .object({
    level: z.enum(autonomyLevels).openapi({ description: 'What counts now.' }),
    configured: z.enum(autonomyLevels),
    schedule: z.string(),
    demotion: z
      .object({ since: time, reason: reasonSchema })
      .nullable()
      .openapi({ description: 'Why the level is lower than the configured one.' }),
  })
  .openapi('Autonomy');

export const tradingSchema = z
  .object({
    state: z.enum(tradingModes),
    killEpoch: z.number().int().openapi({ description: 'How often trading was halted.' }),
    reason: z.string(),
    actor: z.string(),
    since: time.nullable(),
  })
  .openapi('Trading', {
    description: 'Whether orders may leave: all, sells only (reducing), or none (halted).',
  });

export const portfolioSchema = z
  .object({
    schemaVersion,
    id: z.string().openapi({ example: 'core' }),
    quote: z.string(),
    mode: z.string(),
    readOnly: z.literal(true).openapi({ description: 'It is configured in a file.' }),
    asOf: time,
    nav: decimal,
    weekChangePct: z.number().nullable().openapi({
      description:
        'By how much the NAV has changed over the last 7 days, in %, flows in and out included; null where none of then is recorded.',
    }),
    assets: z.array(
      z
        .object({
          symbol: z.string(),
          quantity: decimal,
          price: decimal.nullable(),
          value: decimal.nullable(),
          weight: weight.nullable(),
          target: weight,
          driftAbs: weight.nullable().openapi({ description: 'Weight − target.' }),
          lower: weight.nullable(),
          upper: weight.nullable(),
          thresholdChange: thresholdChangeSchema.nullable(),
          hardLower: weight.nullable(),
          hardUpper: weight.nullable(),
        })
        .openapi('AssetState'),
    ),
    cash: z.object({
      symbol: z.string(),
      quantity: decimal,
      weight: weight.nullable(),
      target: weight,
      driftAbs: weight.nullable(),
    }),
    ...positionsOnMargin,
    pricesAt: time.nullable(),
    issues: z.array(reasonSchema),
    autonomy: autonomySchema,
    trading: tradingSchema,
    nextLookAt: time.nullable(),
    forecast: z.object({ model: z.enum(forecastModels) }),
    lastDecision: recommendationSchema.nullable(),
    waiting: recommendationSchema.nullable(),
    targetChange: z
      .object({ id: z.string(), approvedAt: time, approvedBy: z.array(z.string()) })
      .nullable()
      .openapi({
        description: 'The approved change whose targets are in force; null: those of the file are.',
      }),
  })
  .openapi('Portfolio');

export const eventSchema = z
  .object({
    sequence: z.number().int(),
    type: z.enum(eventTypes),
    at: time,
    actor: z.string(),
    subject: z.string(),
    payload: z.unknown(),
    records: z
      .array(
        z.object({
          table: z.string(),
          key: z.array(z.union([z.string(), z.number()])),
          hash: z.string(),
        }),
      )
      .openapi({ description: 'Hashes of the records as they stood after this event.' }),
    previousHash: z.string(),
    hash: z.string(),
  })
  .openapi('Event');

/** A page of a list. */
export function pageOf<T extends z.ZodType>(items: T) {
  return z.object({ schemaVersion, items: z.array(items), nextCursor: z.string().nullable() });
}

export const noBody = z.strictObject({}).openapi('NoBody');

/** Why, in the words of the person. */
export const reasonText = z.string().trim().min(1).max(500);

export const rejectionSchema = z.strictObject({ reason: reasonText }).openapi('Rejection');

export const idParam = z.object({ id: z.string().min(1).max(200) });

export const ifMatchHeader = z.object({
  'if-match': z.string().optional().openapi({
    description: 'The hash of what is looked at in double quotes; required.',
    example: '"3f1a…"',
  }),
});

export const idempotencyHeader = z.object({
  'idempotency-key': z
    .string()
    .optional()
    .openapi({ description: 'The same request under the same key is answered once, for a day.' }),
});

export const listQuery = z.strictObject({
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
