/** A user's capitalisations, `symbol,capitalisation`: a line an asset, all in one currency, as an index by capitalisation needs them. */
import type { Reason } from '../base/reasons.ts';
import { shown } from '../market/candle-checks.ts';
import { numberPattern } from '../market/candle-csv-fields.ts';
import { listed } from '../market/quality.ts';

const header = 'symbol,capitalisation';

/** By symbol, or every fault with its line. A byte order mark, LF or CR LF and blank lines at the end are passed over. */
export function parseCapitalisations(
  file: string,
  text: string,
):
  | { readonly capitalisations: ReadonlyMap<string, number> }
  | { readonly faults: readonly Reason[] } {
  const [titles = '', ...rows] = text
    .replace(/^\ufeff/, '')
    .trimEnd()
    .split(/\r?\n/);
  const capitalisations = new Map<string, number>();
  const faults: Reason[] = [];
  const refuse = (line: number, field: string, value: string, wanted: string): void => {
    faults.push({ code: 'DATA_ROW', file, line, field, value: shown(value), wanted });
  };
  if (titles !== header) refuse(1, 'the header', titles, header);
  else if (rows.length === 0) refuse(2, 'the first row', '', 'an asset and its capitalisation');
  for (const [index, row] of titles === header ? rows.entries() : []) {
    const fields = row.split(',');
    const [symbol = '', figure = ''] = fields;
    const value = numberPattern.test(figure) ? Number(figure) : Number.NaN;
    const line = index + 2;
    if (fields.length !== 2) refuse(line, 'the number of fields', String(fields.length), '2');
    else if (!/^[A-Z0-9]{1,15}$/.test(symbol))
      refuse(line, 'symbol', symbol, 'an asset such as BTC, in capitals');
    else if (capitalisations.has(symbol)) refuse(line, 'symbol', symbol, 'there once only');
    else if (!(value > 0 && value < Number.POSITIVE_INFINITY))
      refuse(line, 'capitalisation', figure, 'a number above 0');
    else capitalisations.set(symbol, value);
  }
  return faults.length > 0 ? { faults: listed(file, faults) } : { capitalisations };
}
