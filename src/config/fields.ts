/** Values that several sections of the configuration hold: shares, bps, names of assets. */
import { z } from 'zod';

/** A fraction, written as a number (0.05) or as a percentage ("5%"). */
const fractionText = 'must be a number or a percentage such as 5%';
const fraction = z
  .union([z.number(), z.string().regex(/^-?\d+(\.\d+)?%$/, fractionText)], fractionText)
  .transform((value) => (typeof value === 'number' ? value : Number.parseFloat(value) / 100));

export const share = (description: string) =>
  fraction.pipe(z.number().min(0).max(1)).meta({ description, examples: ['5%', 0.05] });

export const bps = (description: string, maximum = 1_000) =>
  z.number().min(0).max(maximum).meta({ description });

export const asset = z
  .string()
  .regex(/^[A-Z0-9]{1,15}$/, 'must be an asset such as BTC, in capitals');
