/** The section `backtest` of the configuration: what happens in a backtest beside the policy. */
import { z } from 'zod';
import { share } from './fields.ts';

const contribution = z
  .strictObject({
    every: z
      .string()
      .optional()
      .meta({ description: 'When, again and again: five cron fields in UTC.' }),
    at: z.iso.date().optional().meta({ description: 'Once, at the start of this day in UTC.' }),
    notional: z
      .number()
      .refine((value) => value !== 0, 'must not be 0')
      .meta({ description: 'Paid in, in the quote; negative: withdrawn.' }),
  })
  .refine(({ every, at }) => (every === undefined) !== (at === undefined), {
    message: 'must have either every or at',
  });

export const backtest = z
  .strictObject({
    delayBars: z.int().min(0).max(1_000).meta({
      description: 'Bars that orders are late: 0 fills at the open after the decision.',
    }),
    missedLooks: share('Share of looks that do not take place, drawn from the seed.'),
    seed: z.int().min(0).max(4_294_967_295).meta({ description: 'Seed of the missed looks.' }),
    tradingRules: z.enum(['none', 'folder']).meta({
      description:
        'none: any quantity is taken. folder: steps and minimums of `rules.json` beside the candles.',
    }),
    contributions: z
      .array(contribution)
      .max(100)
      .meta({
        description: 'Deposits and withdrawals.',
        examples: [[{ every: '0 0 1 * *', notional: 500 }]],
      }),
  })
  .partial()
  .meta({ description: 'What happens in a backtest beside the policy.' });
