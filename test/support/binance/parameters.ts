/** Parameters of a request to the test venue: what an endpoint knows is read, all else is refused (errors.md lines 71–110). */
import { Refusal, refusals } from './refusal.ts';

type Format = 'text' | 'symbol' | 'decimal' | 'whole' | 'boolean' | 'clientId';

export type ParameterSpec = {
  readonly name: string;
  readonly format: Format;
  readonly isMandatory?: boolean;
  readonly values?: readonly string[];
  /** What a value outside of `values` is refused with; −1130 unless an error of its own is documented. */
  readonly refusal?: Refusal;
};

export type Sent = ReadonlyMap<string, string>;

/** The pattern to match, and as the message shows it; the documentation does not list them, reports of users do. */
const formats: Readonly<Record<Format, readonly [pattern: RegExp, shown: string]>> = {
  text: [/^.*$/s, '.*'],
  symbol: [/^[\p{Lu}\p{Lo}\p{N}._-]{1,50}$/u, '^[\\w\\-._&&[^a-z]]{1,50}$'],
  decimal: [/^\d{1,20}(\.\d{1,20})?$/, '^([0-9]{1,20})(\\.[0-9]{1,20})?$'],
  whole: [/^\d{1,20}$/, '^[0-9]{1,20}$'],
  boolean: [/^(true|false)$/i, "'true' or 'false'"],
  clientId: [/^[a-zA-Z0-9-_]{1,36}$/, '^[a-zA-Z0-9-_]{1,36}$'],
};

/** `name`, or `name!` when it is mandatory. */
export function parameter(
  name: string,
  format: Format = 'text',
  more: Pick<ParameterSpec, 'values' | 'refusal'> = {},
): ParameterSpec {
  const isMandatory = name.endsWith('!');
  return { name: isMandatory ? name.slice(0, -1) : name, format, isMandatory, ...more };
}

/** rest-api.md lines 207, 220–224: what every signed request has beside its own. */
export const signedParameters: readonly ParameterSpec[] = [
  parameter('recvWindow', 'decimal'),
  parameter('timestamp!', 'whole'),
  parameter('signature!'),
];

/** Query before body (rest-api.md lines 140–141); the same name twice in one of them is refused. */
export function readSent(query: string, body: string): Sent {
  const sent = new Map<string, string>();
  for (const source of [query, body]) {
    const seen = new Set<string>();
    for (const [name, value] of new URLSearchParams(source)) {
      // errors.md line 79.
      if (seen.has(name)) {
        throw new Refusal(-1101, 'Duplicate values for a parameter detected.');
      }
      seen.add(name);
      if (!sent.has(name)) sent.set(name, value);
    }
  }
  return sent;
}

export function checkSent(sent: Sent, specs: readonly ParameterSpec[]): void {
  // errors.md line 78; the counts include timestamp and signature.
  if (sent.size > specs.length) {
    throw new Refusal(
      -1101,
      `Too many parameters; expected '${specs.length}' and received '${sent.size}'.`,
    );
  }
  for (const spec of specs) checkOne(spec, sent.get(spec.name));
  const read = specs.filter(({ name }) => sent.has(name)).length;
  // errors.md line 95.
  if (read < sent.size) {
    throw new Refusal(
      -1104,
      `Not all sent parameters were read; read '${read}' parameter(s) but was sent '${sent.size}'.`,
    );
  }
}

function checkOne(spec: ParameterSpec, value: string | undefined): void {
  const { name, format, isMandatory, values, refusal } = spec;
  if (isMandatory && (value === undefined || value === '')) throw refusals.missing(name);
  if (value === undefined) return;
  // errors.md line 99.
  if (value === '') throw new Refusal(-1105, `Parameter '${name}' was empty.`);
  const [pattern, shown] = formats[format];
  if (!pattern.test(value)) {
    // errors.md line 74.
    throw new Refusal(
      -1100,
      `Illegal characters found in parameter '${name}'; legal range is '${shown}'.`,
    );
  }
  if (values && !values.includes(value)) {
    // errors.md line 158.
    throw refusal ?? new Refusal(-1130, `Data sent for parameter '${name}' is not valid.`);
  }
}

export function wholeOf(sent: Sent, name: string): number | undefined {
  const text = sent.get(name);
  return text === undefined ? undefined : Number(text);
}

/** Timestamps may come in microseconds (rest-api.md line 99). */
export function timeOf(sent: Sent, name: string): number | undefined {
  const value = wholeOf(sent, name);
  return value !== undefined && value >= 1e15 ? Math.floor(value / 1_000) : value;
}

/** `limit` with its default and maximum; more than the maximum counts as the maximum. */
export function limitOf(sent: Sent, usual: number, most: number): number {
  return Math.min(wholeOf(sent, 'limit') ?? usual, most);
}

/** `["BTCUSDT","BNBUSDT"]` (rest-api.md line 788). */
export function symbolsOf(sent: Sent): readonly string[] | undefined {
  const text = sent.get('symbols');
  if (text === undefined) return undefined;
  const names = /^\["[^"]+"(,"[^"]+")*\]$/.test(text) ? (JSON.parse(text) as string[]) : undefined;
  // errors.md line 166.
  if (!names) throw new Refusal(-1135, "JSON sent for parameter 'symbols' is not valid");
  // errors.md lines 174–175.
  if (new Set(names).size < names.length) {
    throw new Refusal(-1151, 'Symbol is present multiple times in the list.');
  }
  return names;
}
