/** Labels of a time axis in UTC: years, quarters, months or days, whichever gives a handful. */
import { dayMs } from '../../base/time.ts';
import type { Range } from './scale.ts';

export type TimeTick = { readonly time: number; readonly label: string };

const monthNames = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
];
const yearMs = 365.25 * dayMs;

/** Rising; January is labelled with its year. */
export function timeTicks({ from, to }: Range): readonly TimeTick[] {
  const years = (to - from) / yearMs;
  if (years > 0.15) return monthTicks({ from, to }, monthStep(years));
  const days = Math.max(1, Math.ceil((to - from) / dayMs / 6));
  const ticks: TimeTick[] = [];
  for (let time = Math.ceil(from / dayMs) * dayMs; time <= to; time += days * dayMs) {
    const date = new Date(time);
    ticks.push({ time, label: `${date.getUTCDate()} ${monthName(date.getUTCMonth())}` });
  }
  return ticks;
}

function monthStep(years: number): number {
  if (years > 16) return 12 * Math.ceil(years / 8);
  if (years > 3) return 12;
  if (years > 1.4) return 6;
  if (years > 0.6) return 3;
  return 1;
}

function monthTicks({ from, to }: Range, step: number): readonly TimeTick[] {
  const start = new Date(from).getUTCFullYear();
  const ticks: TimeTick[] = [];
  for (let month = 0; month < 12 * 200; month += step) {
    const time = Date.UTC(start, month);
    if (time > to) break;
    if (time < from) continue;
    const isYear = month % 12 === 0;
    ticks.push({ time, label: isYear ? String(start + month / 12) : monthName(month % 12) });
  }
  return ticks;
}

export function monthName(month: number): string {
  return monthNames[month] as string;
}
