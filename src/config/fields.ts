/** Values that several sections of the configuration hold: shares, bps, names of assets. */
import { z } from 'zod';
import { compileBand } from '../policy/band-widths.ts';
import { parseExpression } from './expression-parser.ts';

/** A fraction, written as a number (0.05) or as a percentage ("5%"). */
const fractionText = 'must be a number or a percentage such as 5%';
const percentage = z.string().regex(/^-?\d+(\.\d+)?%$/, fractionText);
const fraction = z
  .union([z.number(), percentage], fractionText)
  .transform((value) => (typeof value === 'number' ? value : Number.parseFloat(value) / 100));
const shareNumber = z.number().min(0).max(1);

export const share = (description: string) =>
  fraction.pipe(shareNumber).meta({ description, examples: ['5%', 0.05] });

/** Beyond it no venue lends. */
const mostLeverage = 20;

/** A share that may be below zero, or above one. */
export const signedShare = (description: string) =>
  fraction
    .pipe(z.number().min(-mostLeverage).max(mostLeverage))
    .meta({ description, examples: ['5%', 0.05] });

export const leverage = (description: string) =>
  z.number().positive().max(mostLeverage).meta({ description });

const expression = z.string().superRefine((text, context) => {
  try {
    compileBand(text, parseExpression);
  } catch (cause) {
    context.addIssue({ code: 'custom', message: (cause as Error).message });
  }
});

/** A share, or an expression that gives one for each asset. */
export const band = (description: string) =>
  z
    .union([fraction, z.string()], `${fractionText}, or an expression`)
    .pipe(z.union([shareNumber, expression]))
    .meta({
      description: `${description} A share, or an expression over each asset’s \`weight\`, \`target\`, \`vol\` (annual) and \`spreadBps\`.`,
      examples: ['5%', 0.05, 'max(2%, 0.25 * target)', '3% + 2% * vol'],
    });

export const bps = (description: string, maximum = 1_000) =>
  z.number().min(0).max(maximum).meta({ description });

export const asset = z
  .string()
  .regex(/^[A-Z0-9]{1,15}$/, 'must be an asset such as BTC, in capitals');
