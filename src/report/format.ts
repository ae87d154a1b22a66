/** Numbers as a person reads them: thousands separators, weights to 0.1 %, costs in bp, signs that are real minus signs. */
import { type Decimal, toPlaces } from '../base/decimal.ts';

const currencyPlaces: Readonly<Record<string, number>> = { JPY: 0, BTC: 8, ETH: 6 };

function placesOf(currency: string): number {
  return currencyPlaces[currency] ?? 2;
}

/** "-1234567.5" → "−1,234,567.5". */
export function grouped(text: string): string {
  const [, sign = '', whole = '', rest = ''] = /^(-?)(\d+)(.*)$/.exec(text) ?? ['', '', text, ''];
  return `${sign === '-' ? '−' : ''}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${rest}`;
}

/** Money with the usual digits of its currency, without the currency: "104,212.40". */
export function money(value: Decimal, currency: string): string {
  const places = placesOf(currency);
  const cut = toPlaces(value, places, 'down');
  const [whole = '0', fraction = ''] = cut.split('.');
  return grouped(places === 0 ? whole : `${whole}.${fraction.padEnd(places, '0')}`);
}

/** A quantity with all its digits: "0.04213". */
export function quantity(value: Decimal): string {
  return grouped(value);
}

/** A price with at most so many significant digits as a person compares: "41,250.50", "0.07312". */
export function price(value: Decimal): string {
  const number = Math.abs(Number(value));
  const places = number >= 100 ? 2 : number >= 1 ? 4 : 8;
  return grouped(trimZeros(toPlaces(value, places, 'down'), number >= 100 ? 2 : 0));
}

function trimZeros(text: string, keep: number): string {
  const [whole = '', fraction = ''] = text.split('.');
  const kept = fraction.replace(/0+$/, '').padEnd(keep, '0');
  return kept === '' ? whole : `${whole}.${kept}`;
}

/** A number to so many places, never "-0.0". */
export function fixed(value: number, places: number): string {
  const text = value.toFixed(places);
  return grouped(/^-0(\.0*)?$/.test(text) ? text.slice(1) : text);
}

/** A fraction as a weight: 0.318 → "31.8 %". */
export function weight(fraction: number): string {
  return `${fixed(fraction * 100, 1)} %`;
}

/** A range of weights: "27.1 – 33.4 %", and "−33.0 to −27.5 %" where a dash would stand beside a minus. */
export function weightRange(lower: number, upper: number): string {
  const between = lower < 0 || upper < 0 ? 'to' : '–';
  return `${fixed(lower * 100, 1)} ${between} ${fixed(upper * 100, 1)} %`;
}

/** A number to so many places with its sign, none for nought: "+0.6", "−0.2", "0.0". */
export function signed(value: number, places: number): string {
  const text = fixed(value, places);
  return `${/[1-9]/.test(text) && value > 0 ? '+' : ''}${text}`;
}

/** A signed difference of weights in percentage points: 0.018 → "+1.8 pp". */
export function points(fraction: number): string {
  return `${signed(fraction * 100, 1)} pp`;
}

/** Basis points: two digits below ten, one above. */
export function bps(value: number): string {
  return `${fixed(value, Math.abs(value) < 10 ? 2 : 1)} bp`;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A length of time in its two largest units: "3 h 12 min", "40 s". */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}

/** An instant for machines: ISO 8601 UTC. */
export function isoTime(at: number): string {
  return new Date(at).toISOString();
}

/** An instant for people without a script: "2023-06-01 14:00 UTC". */
export function utcTime(at: number): string {
  const text = isoTime(at);
  return `${text.slice(0, 10)} ${text.slice(11, 16)} UTC`;
}

/** The short form of a hash: its first twelve digits. */
export function shortHash(hash: string): string {
  return hash.slice(0, 12);
}
