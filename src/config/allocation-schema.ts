/** The section `allocation` of the configuration: who sets targets, when, from which covariance, within which limits. */
import { z } from 'zod';
import { targetMethods } from '../plan/allocation-settings.ts';
import { covarianceCares } from '../risk/covariance-cares.ts';
import { asset, share } from './fields.ts';

const group = z.strictObject({
  assets: z.array(asset).min(1).meta({ description: 'Assets whose targets are summed.' }),
  min: share('Least sum of their targets.').optional(),
  max: share('Largest sum of their targets.').optional(),
});

export const allocation = z
  .strictObject({
    method: z.enum(targetMethods).meta({
      description:
        'fixed: the weights of `portfolio.targets`. Others share out what is not in cash: equal parts, inverse to volatility, equal or budgeted risk (erc), hierarchical risk parity (hrp), least variance, most diversification, by capitalisation. `portfolio.targets` then names the assets and the cash, and its weights stand in where a method has no answer.',
    }),
    every: z.string().meta({
      description:
        'When targets are computed anew: five cron fields in UTC. Until then they stand.',
      examples: ['0 0 1 * *', '0 0 * * 1'],
    }),
    covariance: z.enum(['forecast', 'past']).meta({
      description:
        'forecast: that of `forecast.model`, or what stands in for it. past: of the returns of the last days.',
    }),
    care: z.enum(covarianceCares).meta({
      description:
        'past: correlations as they come (none), drawn to none (linear), moved eigenvalue by eigenvalue (nonlinear), freed of noise (denoised).',
    }),
    days: z.int().min(20).max(3_650).meta({ description: 'past: how many days.' }),
    budgets: z.record(asset, z.number().positive()).meta({
      description: 'erc: share of the risk that each asset is to add, in any unit; equal without.',
      examples: [{ BTC: 2, ETH: 1 }],
    }),
    linkage: z.enum(['single', 'ward']).meta({ description: 'hrp: how clusters are joined.' }),
    floors: z.record(asset, share('Least target.')).meta({
      description: 'Least target of single assets, fractions of NAV.',
    }),
    caps: z.record(asset, share('Largest target.')).meta({
      description: 'Largest target of single assets, fractions of NAV.',
    }),
    groups: z
      .array(group)
      .max(50)
      .meta({
        description: 'Least and largest sums of targets, fractions of NAV.',
        examples: [[{ assets: ['ETH', 'SOL'], max: '30%' }]],
      }),
    maximumStep: share('Most that one target may change at one computation, a fraction of NAV.'),
    turnoverPenalty: z.number().min(0).max(1_000).meta({
      description:
        'How often the cost of trading to the targets counts, beside half the variance of a year; 0: it does not.',
    }),
    volatilityTarget: share(
      'Largest forecast volatility of the targets, a fraction a year; what is above it goes into cash. Without one any.',
    ),
    capitalisations: z.string().min(1).meta({
      description:
        'market-cap: a file of lines `symbol,capitalisation` under that header, from the folder of this one.',
    }),
  })
  .partial()
  .meta({ description: 'Targets that are computed.' });
