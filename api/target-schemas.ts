/** The shapes of JSON about changes of targets. */
import { z } from '@hono/zod-openapi';
import { targetChangeStates } from '../src/plan/target-change.ts';
import { schemaVersion, time } from './schemas.ts';
import { figuresSchema, fraction, movesSchema, weights } from './suggestion-schemas.ts';

export const targetChangeSchema = z
  .object({
    schemaVersion,
    id: z.string(),
    portfolio: z.string(),
    state: z.enum(targetChangeStates),
    proposer: z.string(),
    hash: z.string().openapi({ description: 'What an approval names.' }),
    sentence: z.string().openapi({ description: 'Of the suggestion, with its figures.' }),
    moves: movesSchema,
    from: weights,
    to: weights,
    turnover: fraction.openapi({ description: 'Σ|Δ|/2 over the assets.' }),
    costBps: z.number().openapi({ description: 'Expected, of NAV.' }),
    figures: z.object({ before: figuresSchema, after: figuresSchema }),
    createdAt: time,
    expiresAt: time.openapi({ description: 'Until then it may be approved.' }),
    approvedAt: time.nullable(),
  })
  .openapi('TargetChange');

export const approvedTargetsSchema = targetChangeSchema
  .extend({ approvals: z.object({ given: z.number().int(), needed: z.number().int() }) })
  .openapi('ApprovedTargetChange');
