/** The header of a file from outside: what the series is, and which column holds what. */
import type { Reason } from '../../base/reasons.ts';
import { shown } from '../../market/candle-checks.ts';
import type { OutsideKind } from './outside-series.ts';

type Role = 'time' | 'day' | 'known' | 'value' | 'text' | 'dateOnly' | 'unread';

/** Columns by name; those that are not read come with files of prices and of the fear and greed index. */
const roles: ReadonlyMap<string, Role> = new Map([
  ['timestamp_ms', 'time'],
  // As downloads of FRED name it, now and in former years.
  ['observation_date', 'day'],
  ['DATE', 'day'],
  ['known_ms', 'known'],
  ['value', 'value'],
  ['close', 'value'],
  ['fear_greed_index', 'value'],
  ['score', 'value'],
  ['finbert_score', 'value'],
  ['text', 'text'],
  ['date_only', 'dateOnly'],
  ...['open', 'high', 'low', 'volume', 'value_classification'].map(
    (name) => [name, 'unread'] as const,
  ),
]);

const newsColumns = ['text', 'score', 'finbert_score', 'date_only'];

export type OutsideHeader = {
  readonly kind: OutsideKind;
  readonly names: readonly string[];
  /** Places of the columns; none for one that is not there. A day is YYYY-MM-DD. */
  readonly places: Readonly<Partial<Record<Role, number>>>;
};

/** Of the file `NAME.csv`. */
export function outsideHeader(
  name: string,
  names: readonly string[],
): OutsideHeader | { readonly faults: readonly Reason[] } {
  const file = `${name}.csv`;
  const kind = kindOf(name, names);
  const found = names.map((_, place) => roleOf(names, place));
  const faults = names.flatMap((_, place) => columnFault(file, names, place));
  if (faults.length > 0) return { faults };
  const places = Object.fromEntries(found.map((role, place) => [role, place]));
  const missing = neededColumns(kind).filter(({ anyOf }) =>
    anyOf.every((role) => places[role] === undefined),
  );
  const columns = shown(names.join(', '));
  return missing.length === 0
    ? { kind, names, places }
    : { faults: missing.map(({ field }) => ({ code: 'DATA_COLUMN', file, field, columns })) };
}

/** A download of FRED names its one column of values after the series. */
function roleOf(names: readonly string[], place: number): Role | undefined {
  const [first = ''] = names;
  const isDownload = names.length === 2 && roles.get(first) === 'day';
  return isDownload && place === 1 ? 'value' : roles.get(names[place] as string);
}

function kindOf(name: string, names: readonly string[]): OutsideKind {
  if (names.some((column) => newsColumns.includes(column))) return 'news';
  if (name === 'FEAR_GREED' || names.includes('fear_greed_index')) return 'fear-greed';
  if (name === 'VIX') return 'vix';
  const isDownload = names.some((column) => roles.get(column) === 'day');
  return isDownload || name.startsWith('FRED_') ? 'macro' : 'own';
}

/** None for a column that is known and the first of its role. */
function columnFault(file: string, names: readonly string[], place: number): readonly Reason[] {
  const role = roleOf(names, place);
  const first = names.findIndex((_, at) => roleOf(names, at) === role);
  if (role === 'unread' || (role !== undefined && first === place)) return [];
  const [field, value] = [`column ${place + 1}`, shown(names[place] as string)];
  const wanted =
    role === undefined
      ? `one of ${[...roles.keys()].join(', ')}`
      : `absent, because ${names[first]} is there`;
  return [{ code: 'DATA_ROW', file, line: 1, field, value, wanted }];
}

/** Of each one of the roles must be there. */
function neededColumns(kind: OutsideKind): readonly { anyOf: readonly Role[]; field: string }[] {
  const value: readonly Role[] = kind === 'news' ? ['value', 'text'] : ['value'];
  return [
    { anyOf: ['time', 'day'], field: 'timestamp_ms' },
    { anyOf: value, field: kind === 'news' ? 'score or text' : 'value' },
    // Nobody but the file knows when values of an unknown source came out.
    ...(kind === 'own' ? [{ anyOf: ['known'] as const, field: 'known_ms' }] : []),
  ];
}
