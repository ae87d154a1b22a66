/** The shapes of JSON about forecasts and correlations. */
import { z } from '@hono/zod-openapi';
import { longestDays } from '../src/learning/outlook/volatility-outlook.ts';
import { schemaVersion, time } from './schemas.ts';

const vol = z.number().openapi({ description: 'A fraction a year.', example: 0.42 });

const range = z
  .object({ lower: z.number(), upper: z.number() })
  .openapi('Range', { description: 'Shall hold 50 or 90 % of what comes.' });

const source = {
  schemaVersion,
  portfolio: z.string(),
  asOf: time.nullable().openapi({ description: 'Close of the last day; null without candles.' }),
  model: z.enum(['champion', 'pooled-har', 'ewma60', 'geometry']).openapi({
    description: 'The first of the chain that can speak; geometry says nothing.',
  }),
  name: z.string().nullable().openapi({ description: 'The promoted model, where it speaks.' }),
  cause: z.string().nullable().openapi({ description: 'Why the promoted model does not speak.' }),
};

const horizonSchema = z
  .object({
    horizonDays: z.number().int(),
    volAnnual: vol.openapi({ description: 'Of all the days together, a fraction a year.' }),
    vol50: range.nullable().openapi({ description: 'Null where too few outcomes are known.' }),
    vol90: range.nullable(),
    return50: range.nullable().openapi({ description: 'Of the return over the days, fractions.' }),
    return90: range.nullable(),
  })
  .openapi('HorizonForecast');

export const forecastsSchema = z
  .object({
    ...source,
    thresholds: z
      .object({
        model: z.string(),
        doubt: z.string().nullable().openapi({
          description: 'Why they do not go by the model in use; null where they do.',
        }),
      })
      .openapi({ description: 'The forecast that thresholds and plans go by.' }),
    assets: z.array(
      z
        .object({
          symbol: z.string(),
          realizedVolAnnual: vol.nullable().openapi({ description: 'Of the last 30 days.' }),
          regime: z.enum(['calm', 'turbulent']).nullable(),
          turbulenceProbability: z.number().nullable().openapi({
            description: 'That the next 7 days are more volatile than is usual for the asset.',
          }),
          trend: z.enum(['up', 'down', 'sideways']).nullable().openapi({
            description: 'Where it has gone; no forecast.',
          }),
          horizons: z.array(horizonSchema),
        })
        .openapi('AssetForecast'),
    ),
  })
  .openapi('Forecasts');

export const forecastsQuery = z.strictObject({
  horizonDays: z.coerce.number().int().min(1).max(longestDays).optional().openapi({
    description: 'Only this many days ahead; without it 1, 7 and 30.',
  }),
});

export const correlationsSchema = z
  .object({
    ...source,
    symbols: z.array(z.string()).openapi({ description: 'What moves together stands together.' }),
    matrix: z.array(z.array(z.number())).openapi({ description: 'In the order of the symbols.' }),
    groups: z.array(z.array(z.string())).openapi({
      description: 'Assets of which every pair has a correlation of at least 0.8.',
    }),
    meanCorrelation: z.number().nullable().openapi({ description: 'Over all pairs.' }),
    meanCorrelationYearAgo: z.number().nullable(),
    absorptionRatio: z.number().nullable().openapi({
      description:
        'What the strongest fifth of the common movements, at least one, makes up of the variance of all, each asset counted alike.',
    }),
    diversificationRatio: z.number().nullable().openapi({
      description:
        'Of the targets: the volatilities of the assets, weighted, over that of them together.',
    }),
  })
  .openapi('Correlations');
