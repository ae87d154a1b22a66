/** The fields that a portfolio on margin has beside all others; absent where nothing is borrowed. */
import { z } from '@hono/zod-openapi';

const bps = z.number().openapi({ description: 'Basis points.' });

/** Of a leg. */
export const legOnMargin = {
  reduceOnly: z.boolean().optional().openapi({
    description: 'On margin: whether it may only bring the position nearer to zero.',
  }),
  fundingBps: z.number().optional().openapi({
    description:
      'On margin: funding that it makes due over the horizon of the forecast, in basis points of its notional; below zero where it saves some.',
  }),
};

/** Of a recommendation. */
export const planOnMargin = {
  funding: z.object({ beforeBps: bps, afterBps: bps }).optional().openapi({
    description:
      'On margin: what positions cost a day before and after the plan, in basis points of NAV; below zero where they are paid.',
  }),
  leverage: z
    .object({ before: z.number(), after: z.number(), most: z.number() })
    .optional()
    .openapi({
      description:
        'On margin: what positions come to without their signs before and after the plan, and may at most, as multiples of NAV.',
    }),
};

/** Of a portfolio. */
export const positionsOnMargin = {
  leverage: z.object({ used: z.number().nullable(), most: z.number() }).optional().openapi({
    description:
      'On margin: what positions come to without their signs, and may at most, as multiples of NAV.',
  }),
};
