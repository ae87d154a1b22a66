/** The section `rails` of the configuration: the safety rails, on unless they are moved. */
import { z } from 'zod';
import { bps, share } from './fields.ts';

export const rails = z
  .strictObject({
    markets: z
      .array(z.string().regex(/^[A-Z0-9]+\/[A-Z0-9]+$/, 'must be a market such as ETH/BTC'))
      .optional()
      .meta({
        description: 'Markets that orders may be placed on; without it, those of the portfolio.',
        examples: [['BTC/USDT', 'ETH/USDT']],
      }),
    order: share('Largest order without a person, of NAV.'),
    plan: share('What a plan without a person may sell, and what it may buy, of NAV.'),
    day: share(
      'What 24 hours may sell, and what they may buy, for a plan without a person to be placed, of NAV.',
    ),
    ordersPerDay: z.int().min(0).max(100_000).meta({
      description: 'Orders in 24 hours, for a plan without a person to be placed.',
    }),
    spreadBps: bps('Widest spread that an order is placed into, in bps of the mid.', 10_000),
    majorsSpreadBps: bps('The same for BTC and ETH.', 10_000),
    priceDeviation: share(
      'How far a book may be off the last candle, and before each order off the plan.',
    ),
    priceAgeSeconds: z.number().positive().max(86_400).meta({
      description: 'Oldest book that an order is placed on.',
    }),
    pegDeviation: share(
      'How far the price of two stablecoins may be off 1; beyond it nothing is traded without a person.',
    ),
    drawdown: share(
      'Loss from the peak of the NAV that takes the autonomy down to `approve`; nothing is sold because of it.',
    ),
  })
  .partial()
  .meta({ description: 'Safety rails. A person may approve more than the caps.' });
