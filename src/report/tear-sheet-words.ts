/** Numbers and dates as the tear sheet writes them. */

import { dayMs } from '../base/time.ts';
import { monthName } from './charts/time-ticks.ts';
import { fixed } from './format.ts';
import type { Figure } from './statistics/figure.ts';

/** "12 Mar 2021". */
export function dateText(time: number): string {
  const date = new Date(time);
  return `${date.getUTCDate()} ${monthName(date.getUTCMonth())} ${date.getUTCFullYear()}`;
}

export function pct(value: number, places = 1): string {
  return `${fixed(value, places)} %`;
}

/** With its sign: "+1.2 %", "−0.4 %". */
export function signed(value: number, places: number): string {
  const text = fixed(value, places);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** A dash where there is no figure. */
export function figureText(figure: Figure, format: (value: number) => string): string {
  return figure.value === null ? '–' : format(figure.value);
}

/** "72 days", "5 hours". */
export function lengthText(ms: number): string {
  const [count, unit] = ms < 2 * dayMs ? [ms / 3_600_000, 'hour'] : [ms / dayMs, 'day'];
  const whole = Math.round(count);
  return `${fixed(whole, 0)} ${unit}${whole === 1 ? '' : 's'}`;
}

/** "half a year", "4.0 years". */
export function yearsText(years: number): string {
  if (years < 0.2) return `${fixed(years * 365, 0)} days`;
  return `${fixed(years, years < 2 ? 2 : 1)} years`;
}

/** "a, b and c". */
export function listText(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
