/** The shapes of JSON about models and their trainings. */
import { z } from '@hono/zod-openapi';
import { jobStates } from '../src/ports/jobs.ts';
import { schemaVersion, time } from './schemas.ts';

const verdict = z.object({ code: z.string(), sentence: z.string() });

const gate = z.object({
  passed: z.boolean(),
  reasons: z.array(verdict).openapi({ description: 'Why it may not be promoted.' }),
});

const scoreSchema = z
  .object({
    opponent: z.string().openapi({ example: 'har-log' }),
    horizonDays: z.number().int(),
    changePct: z.number(),
    lowPct: z.number().nullable(),
    highPct: z.number().nullable(),
  })
  .openapi('ModelScore', {
    description:
      'By how much its loss (QLIKE) on days that it had not seen differs from that of the opponent, in %, with its 95 % interval; negative is better.',
  });

/** Folder names of models; anything else is none of them. */
const folderName = z.string().regex(/^[A-Za-z0-9][\w-]{0,99}$/, 'must be the name of a model');

export const nameParam = z.object({ name: folderName });

export const modelParam = nameParam.extend({ version: folderName });

export const modelSchema = z
  .object({
    name: z.string().openapi({ example: 'crypto' }),
    version: z.string().openapi({ example: '2022-12-31-5604c2ee' }),
    status: z.enum(['shadow', 'champion', 'retired', 'damaged']),
    fault: z.string().nullable().openapi({ description: 'What is damaged.' }),
    sessions: z.boolean().nullable().openapi({
      description: 'True: for markets with sessions; false: for markets that never close.',
    }),
    trainedFrom: time.nullable(),
    trainedTo: time.nullable(),
    parent: z.string().nullable().openapi({ description: 'The champion when it was trained.' }),
    gatePassed: z.boolean().nullable(),
    scores: z.array(scoreSchema),
  })
  .openapi('Model');

export const modelCardSchema = modelSchema
  .extend({
    schemaVersion,
    card: z.record(z.string(), z.unknown()).nullable().openapi({
      description: 'All of its card: data, members, trials, coverage, gate, weaknesses.',
    }),
  })
  .openapi('ModelCard');

export const rollbackSchema = z
  .object({
    schemaVersion,
    retired: z.string().openapi({ example: 'crypto/2022-12-31-5604c2ee' }),
    champion: z.string().nullable().openapi({ description: 'In its place; null: none.' }),
  })
  .openapi('Rollback');

export const trainingBody = z
  .strictObject({
    directory: z.string().min(1).max(200).optional().openapi({
      description: 'A folder of candles below `learning.data`; without it that folder itself.',
    }),
    to: z.union([z.iso.datetime(), z.iso.date()], 'must be ISO 8601 UTC').optional().openapi({
      description: 'Candles that had closed by then teach; without it all of them.',
    }),
    networks: z.boolean().default(true).openapi({
      description: 'False leaves the networks out: seconds in place of minutes.',
    }),
    promote: z.boolean().default(false).openapi({
      description: 'Puts the model into use if it passes the gate; needs the scope admin as well.',
    }),
  })
  .openapi('TrainingRequest');

export const trainingSchema = z
  .object({
    schemaVersion,
    id: z.string().openapi({ example: 'training-1' }),
    state: z.enum(jobStates),
    actor: z.string(),
    request: z.object({
      directory: z.string().nullable(),
      to: time.nullable(),
      networks: z.boolean(),
      promote: z.boolean(),
    }),
    progress: z.array(z.string()).openapi({ description: 'What it said, the oldest first.' }),
    result: z
      .object({
        model: z.string(),
        gate,
        promoted: z.boolean(),
        refusal: verdict.nullable().openapi({ description: 'Why it was not promoted.' }),
      })
      .nullable(),
    fault: z.string().nullable().openapi({ description: 'Why it failed.' }),
    createdAt: time,
    startedAt: time.nullable(),
    finishedAt: time.nullable(),
  })
  .openapi('Training');
