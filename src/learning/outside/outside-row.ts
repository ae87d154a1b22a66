/** One row of a file from outside: its time, its value and when that was known, or what is wrong with it. */
import { latestTime, type RowFault, shown } from '../../market/candle-checks.ts';
import { numberPattern } from '../../market/candle-csv-fields.ts';
import type { OutsideHeader } from './outside-header.ts';
import type { OutsideKind } from './outside-series.ts';
import { sentimentOf, type WordList } from './word-list.ts';

export type OutsideRow = {
  readonly time: number;
  /** As the file says it; null where it does not. */
  readonly knownAt: number | null;
  /** The time is the start of a day, of which the hour is not known. */
  readonly dateOnly: boolean;
  readonly value: number;
};

type Cell = { readonly name: string; readonly text: string };
type Range = { readonly words: string; readonly holds: (value: number) => boolean };

const anyNumber: Range = { words: 'a number', holds: () => true };
const ranges: Readonly<Record<OutsideKind, Range>> = {
  macro: anyNumber,
  own: anyNumber,
  vix: { words: 'a positive number', holds: (value) => value > 0 },
  'fear-greed': { words: 'a number from 0 to 100', holds: (value) => value >= 0 && value <= 100 },
  news: { words: 'a number from -1 to 1', holds: (value) => Math.abs(value) <= 1 },
};

/** Null for a day of a macro series that has no value: FRED leaves it empty, or writes a dot. */
export function readOutsideRow(
  fields: readonly string[],
  { header, words }: { readonly header: OutsideHeader; readonly words: WordList },
): OutsideRow | RowFault | null {
  const { kind, names, places } = header;
  if (fields.length !== names.length) {
    const count = { name: 'the number of fields', text: String(fields.length) };
    return faultOf(count, `${names.length} as in the header`);
  }
  const cellOf = (place: number | undefined): Cell | null =>
    place === undefined ? null : { name: names[place] as string, text: fields[place] as string };
  const day = cellOf(places.day);
  const known = cellOf(places.known);
  const dateOnly = cellOf(places.dateOnly);
  const number = cellOf(places.value);
  if (kind === 'macro' && number !== null && ['', '.'].includes(number.text)) return null;

  const time = day === null ? stampOf(cellOf(places.time) as Cell) : dayOf(day);
  if (typeof time !== 'number') return time;
  const knownAt = known && stampOf(known);
  if (knownAt !== null && typeof knownAt !== 'number') return knownAt;
  if (known !== null && knownAt !== null && knownAt < time) {
    return faultOf(known, `at or after the time of the row, ${time}`);
  }
  if (dateOnly !== null && !['0', '1'].includes(dateOnly.text)) return faultOf(dateOnly, '0 or 1');
  const value =
    number === null
      ? sentimentOf(fields[places.text as number] as string, words)
      : numberOf(number, ranges[kind]);
  if (typeof value !== 'number') return value;
  return { time, knownAt, dateOnly: dateOnly?.text === '1', value };
}

export function faultOf({ name, text }: Cell, wanted: string): RowFault {
  return { code: 'DATA_ROW', field: name, value: shown(text), wanted };
}

function numberOf(cell: Cell, { words, holds }: Range): number | RowFault {
  const value = numberPattern.test(cell.text) ? Number(cell.text) : Number.NaN;
  return Number.isFinite(value) && holds(value) ? value : faultOf(cell, words);
}

function stampOf(cell: Cell): number | RowFault {
  return numberOf(cell, {
    words: 'whole milliseconds since 1970, UTC',
    holds: (value) => Number.isInteger(value) && Math.abs(value) <= latestTime,
  });
}

function dayOf(cell: Cell): number | RowFault {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(cell.text) ? Date.parse(cell.text) : Number.NaN;
  const isDay = !Number.isNaN(time) && new Date(time).toISOString().startsWith(cell.text);
  return isDay ? time : faultOf(cell, 'a day such as 2023-01-31');
}
