/** What the name of a candle file says: its asset, and for files of freqtrade also the quote currency and the interval. */

/** The interval as the name says it, such as 1h. */
export type NamedInterval = { readonly text: string; readonly intervalMs: number };

export type CandleName = {
  readonly symbol: string;
  readonly quote?: string;
  readonly interval?: NamedInterval;
};

const unitsMs: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};

/** BTC_USDT-1h, as freqtrade names spot candles, or BTC_USDT alone. */
const pairPattern = /^([A-Z0-9]+)_([A-Z0-9]+)(?:-((\d+)([smhdw])))?$/;
/** Names that mean a pair or an interval, whether or not they are of the form that is understood. */
const meantAsPair = /_|-\d+[A-Za-z]+(-|$)/;
/** Recorded trades lie beside candles in folders of freqtrade. */
const tradesPattern = /-trades$/;

/** Undefined for a file that holds no candles, such as rules.json; 'unclear' for one that seems to, but does not say of what. */
export function nameOfCandles(file: string): CandleName | 'unclear' | undefined {
  const [, stem = '', ending] = file.match(/^(.+?)\.(csv|parquet|feather|json|json\.gz)$/) ?? [];
  if (ending === undefined || file.startsWith('.')) return undefined;
  if (ending === 'csv') return { symbol: stem };
  if (tradesPattern.test(stem)) return undefined;
  const pair = stem.match(pairPattern);
  if (pair === null) {
    if (ending.startsWith('json')) return undefined;
    return meantAsPair.test(stem) ? 'unclear' : { symbol: stem };
  }
  const [, symbol = '', quote = '', text, count, unit = ''] = pair;
  if (text === undefined) return { symbol, quote };
  return { symbol, quote, interval: { text, intervalMs: Number(count) * (unitsMs[unit] ?? 0) } };
}
