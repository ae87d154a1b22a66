/**
 * Trading rules from `rules.json` beside the candle files: a list with one entry for each market,
 * `[{ "market": "BTC/USDT", "stepSize": "0.00001", "tickSize": "0.01", "minNotional": "5" }]`; the values are decimals
 * as text, steps and ticks positive, quantities in base units, prices and the minimum in quote units.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isDecimal, isPositive } from '../../base/decimal.ts';
import { DataError } from '../../base/errors.ts';
import type { TradingRules } from '../../market/trading-rules.ts';

const decimal = z.string().refine(isDecimal, 'must be a decimal as text, such as "0.001"');
const positive = decimal.refine((text) => isDecimal(text) && isPositive(text), 'must be positive');

const schema = z.array(
  z.strictObject({
    market: z.string().regex(/^[^/\s]+\/[^/\s]+$/, 'must be BASE/QUOTE, such as BTC/USDT'),
    stepSize: positive,
    tickSize: positive,
    minNotional: decimal.refine((text) => !text.startsWith('-'), 'must not be negative'),
  }),
);

/** The rules by market; none when the folder has no rules file. Errors: DataError naming the entry that is wrong. */
export async function readRulesFile(directory: string): Promise<ReadonlyMap<string, TradingRules>> {
  const file = join(directory, 'rules.json');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    throw new DataError(`${file}: it could not be read: ${(cause as Error).message}`, { cause });
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new DataError(`${file}: it was not JSON: ${(cause as Error).message}`, { cause });
  }
  const parsed = schema.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.length ? `${issue.path.join('.')}: ` : '';
    throw new DataError(`${file}: ${place}${issue?.message}`);
  }
  return new Map(
    parsed.data.map((entry) => {
      const [base = '', quote = ''] = entry.market.split('/');
      return [entry.market, { ...entry, base, quote }];
    }),
  );
}
