/** The shapes of JSON about suggestions of other targets. */
import { z } from '@hono/zod-openapi';
import { asset } from '../src/config/fields.ts';
import { schemaVersion, time } from './schemas.ts';

const mostSymbols = 100;
const mostMoves = 10;

export const fraction = z.number().openapi({ example: 0.05 });

export const weights = z.record(z.string(), fraction).openapi({
  description: 'Target weights by symbol, fractions of NAV, `cash` last.',
});

export const figuresSchema = z
  .object({
    volAnnual: z.number().openapi({ description: 'Forecast for all together, a fraction a year.' }),
    diversificationRatio: z.number().nullable(),
    effectiveBets: z.number().nullable().openapi({
      description: 'Uncorrelated bets of equal risk that the held assets come to.',
    }),
    largestRisk: z
      .object({ symbol: z.string(), share: fraction })
      .nullable()
      .openapi({ description: 'The asset with the largest share of the forecast variance.' }),
  })
  .openapi('TargetFigures');

export const moveSchema = z
  .strictObject({ from: asset, to: z.union([asset, z.literal('cash')]), weight: fraction })
  .openapi('TargetMove');

const lockstepSchema = z
  .object({
    symbols: z.array(z.string()),
    meanCorrelation: z.number(),
    weightShare: fraction.openapi({ description: 'Of what is invested.' }),
    riskShare: fraction.openapi({ description: 'Of the forecast variance.' }),
    addedVolAnnual: z.number().nullable().openapi({
      description:
        'Volatility less what it would be with their pairs at the mean correlation of all other pairs.',
    }),
    sentence: z.string(),
  })
  .openapi('LockstepGroup');

const suggestionSchema = z
  .object({
    kind: z.enum(['diversify', 'de-risk']),
    sentence: z.string(),
    moves: z.array(moveSchema),
    targets: weights,
    yaml: z.string().openapi({ description: 'The line of the configuration that would adopt it.' }),
    figures: figuresSchema,
    turnover: fraction.openapi({ description: 'Σ|Δw|/2 over the assets.' }),
    costBps: z.number().openapi({ description: 'Expected, of NAV.' }),
    randomSwaps: z
      .object({ made: z.number().int(), beatenPct: z.number().nullable() })
      .openapi({ description: 'Of the same turnover, and the share with more forecast risk.' }),
    pastDrawdown: z.object({ from: time, before: fraction, after: fraction }).nullable().openapi({
      description:
        'The largest of the present and of these targets over the last three years, rebalanced each day without costs.',
    }),
  })
  .openapi('Suggestion');

export const suggestionsSchema = z
  .object({
    schemaVersion,
    portfolio: z.string(),
    asOf: time,
    forecast: z.object({
      asOf: time.nullable(),
      model: z.enum(['champion', 'pooled-har']).nullable(),
      name: z.string().nullable(),
      cause: z.string().nullable(),
    }),
    sentence: z.string(),
    note: z.string(),
    tiltLimit: fraction.openapi({ description: 'How far a target may move.' }),
    turbulentShare: z.number().nullable().openapi({
      description: 'Of what is invested, in assets whose regime is turbulent.',
    }),
    candidates: z.array(z.string()),
    leftOut: z.array(z.object({ symbol: z.string(), cause: z.string() })),
    lockstep: z.array(lockstepSchema),
    targets: weights,
    figures: figuresSchema.nullable().openapi({ description: 'Null where nothing is forecast.' }),
    suggestions: z.array(suggestionSchema),
  })
  .openapi('Suggestions');

const universe = z.array(asset).max(mostSymbols).optional().openapi({
  description:
    'Assets that may be bought beside those of the portfolio; without it all that the venue has.',
});

export const movesSchema = z.array(moveSchema).min(1).max(mostMoves);

export const targetProposalBody = z
  .strictObject({
    universe,
    moves: movesSchema.openapi({ description: 'Those of a suggestion, as it was answered.' }),
  })
  .openapi('TargetProposal');

export const suggestionBody = z.strictObject({ universe }).openapi('SuggestionRequest');
