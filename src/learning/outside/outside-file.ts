/**
 * A file of a series from outside: rows with a time and a number, or news with a score or a text. A file with a fault gives no
 * series; each fault says line, column and value.
 */
import type { Reason } from '../../base/reasons.ts';
import { earliestTime, type RowFault } from '../../market/candle-checks.ts';
import { barTime, listed } from '../../market/quality.ts';
import { median } from '../../risk/median.ts';
import { csvRows } from './csv-rows.ts';
import { type OutsideHeader, outsideHeader } from './outside-header.ts';
import { faultOf, type OutsideRow, readOutsideRow } from './outside-row.ts';
import type { OutsideSeries } from './outside-series.ts';
import { dateOnlyLagMs, freshnessOf, lagOf } from './publication.ts';
import type { WordList } from './word-list.ts';

export type ParsedOutside =
  | { readonly series: OutsideSeries }
  | { readonly faults: readonly Reason[] };

/** Of `NAME.csv`; news without a score get theirs from the words. */
export function parseOutside(input: {
  readonly name: string;
  readonly text: string;
  readonly words: WordList;
}): ParsedOutside {
  const { name, text, words } = input;
  const file = `${name}.csv`;
  const table = csvRows(text);
  if ('from' in table) {
    const { line, from } = table;
    return { faults: [{ file, line, ...quoteFault(from) }] };
  }
  const [head, ...body] = table;
  const header = outsideHeader(name, head?.fields ?? []);
  if ('faults' in header) return header;
  const rows: OutsideRow[] = [];
  const faults: Reason[] = [];
  for (const { line, fields } of body) {
    const read = readOutsideRow(fields, { header, words });
    if (read === null) continue;
    const fault = 'code' in read ? read : orderFault(read, { before: rows.at(-1), header });
    if (fault !== null) faults.push({ ...fault, file, line });
    else if (!('code' in read)) rows.push(read);
  }
  const whole = faults.length === 0 ? wholeFault(rows, header) : null;
  if (whole !== null) faults.push({ ...whole, file, line: body.at(-1)?.line ?? 1 });
  return faults.length > 0
    ? { faults: listed(file, faults) }
    : { series: seriesOf(rows, { name, header }) };
}

function quoteFault(from: string): RowFault {
  const wanted = 'without quotes, or quoted from end to end with each quote in it twice';
  return faultOf({ name: 'a field', text: from }, wanted);
}

/** Values come one after the other and were known in that order; news may share a time, and be known in another order. */
function orderFault(
  { time, knownAt }: OutsideRow,
  { before, header }: { before: OutsideRow | undefined; header: OutsideHeader },
): RowFault | null {
  const { kind, names, places } = header;
  if (before === undefined) return null;
  const cell = (place: number | undefined, value: number) => ({
    name: names[place ?? 0] as string,
    text: barTime(value),
  });
  if (time < before.time || (time === before.time && kind !== 'news')) {
    const words = kind === 'news' ? 'at or after' : 'after';
    return faultOf(cell(places.time ?? places.day, time), `${words} that of the row before`);
  }
  const knownBefore = before.knownAt;
  if (kind === 'news' || knownAt === null || knownBefore === null) return null;
  if (knownAt < knownBefore) {
    return faultOf(cell(places.known, knownAt), 'at or after that of the row before');
  }
  return null;
}

function wholeFault(rows: readonly OutsideRow[], { places }: OutsideHeader): RowFault | null {
  const last = rows.at(-1)?.time ?? 0;
  if (rows.length < 2) return { code: 'DATA_FEW_ROWS', rows: rows.length, needed: 2 };
  if (places.time === undefined || last >= earliestTime) return null;
  const cause = 'which is before 1973; are these seconds? Milliseconds are wanted';
  return { code: 'DATA_TIME', value: last, cause };
}

function seriesOf(
  rows: readonly OutsideRow[],
  { name, header }: { readonly name: string; readonly header: OutsideHeader },
): OutsideSeries {
  const { kind, places } = header;
  const time = Float64Array.from(rows, (row) => row.time);
  const stepMs = median(time.subarray(1).map((at, row) => at - (time[row] as number)));
  const lagMs = places.known === undefined ? lagOf(kind, stepMs) : null;
  const known = rows.map((row) => ({
    ...row,
    at: row.knownAt ?? row.time + (lagMs ?? 0) + (row.dateOnly ? dateOnlyLagMs : 0),
  }));
  // News of which the day is all that is known stand before those of its hours, and were known after them.
  const rising = known.toSorted((a, b) => a.at - b.at);
  return {
    ...{ name, kind, lagMs },
    time: Float64Array.from(rising, (row) => row.time),
    knownAt: Float64Array.from(rising, ({ at }) => at),
    values: Float64Array.from(rising, ({ value }) => value),
    freshMs: freshnessOf(stepMs),
  };
}
