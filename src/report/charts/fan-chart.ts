/**
 * A fan: what was on each of the last days up to now, and what is forecast from now on, with the range that shall hold half of the
 * outcomes inside the one that shall hold nine tenths. Each of the two has an edge, so that they are told apart without colour.
 */
import { html, type Markup, tenth } from './markup.ts';
import { across, pathOf, plotOf, stretched, valueAxis } from './plot.ts';
import { linearScale, type Scale } from './scale.ts';
import { spreadOut } from './spread.ts';

export type FanRange = { readonly days: number; readonly lower: number; readonly upper: number };

export type FanChart = {
  readonly title: string;
  /** The last of them is that of the day before now; null for a missing day. */
  readonly past: readonly (number | null)[];
  readonly ahead: readonly { readonly days: number; readonly value: number }[];
  readonly range50: readonly FanRange[];
  readonly range90: readonly FanRange[];
  readonly format: (value: number) => string;
};

const height = 160;
const bottomRoom = 26;
const topRoom = 8;
const labelGap = 15;
/** Days to either side of now. */
const reachDays = 30;
/** Days that are drawn of a range: it is smooth between them. */
const drawnDays: readonly number[] = [1, 2, 4, 7, 12, 20, 30];

export function fanChart(chart: FanChart): Markup {
  const { past, ahead, range50, range90, format } = chart;
  const bottom = height - bottomRoom;
  const highest = Math.max(
    ...past.map((value) => value ?? 0),
    ...[...range90, ...range50].map(({ upper }) => upper),
    ...ahead.map(({ value }) => value),
  );
  const y = linearScale({ from: 0, to: 1.04 * highest }, { from: bottom, to: topRoom }, 3);
  return plotOf(
    { title: chart.title, height, right: null },
    valueAxis(y, format),
    stretched(
      bottom,
      rangePath('range90', range90, y),
      rangePath('range50', range50, y),
      html`<path class="line past" d="${pastPath(past, y)}"/>`,
      html`<path class="line own" d="${pathOf(drawn(ahead).map(({ days, value }) => [x(days), Math.round(y(value))]))}"/>`,
    ),
    dayAxis(bottom),
    endLabels(chart, y, bottom),
  );
}

function x(days: number): number {
  return Math.round((across * (days + reachDays)) / (2 * reachDays));
}

function drawn<Day extends { readonly days: number }>(days: readonly Day[]): readonly Day[] {
  return days.filter((day) => drawnDays.includes(day.days));
}

function rangePath(name: string, ranges: readonly FanRange[], y: Scale): Markup {
  const shown = drawn(ranges);
  if (shown.length === 0) return html``;
  const upper = shown.map(({ days, upper }): [number, number] => [x(days), Math.round(y(upper))]);
  const lower = shown.map(({ days, lower }): [number, number] => [x(days), Math.round(y(lower))]);
  return html`<path class="${name}" d="${pathOf([...upper, ...lower.reverse()])}Z"/>`;
}

/** A missing day breaks the line. */
function pastPath(past: readonly (number | null)[], y: Scale): string {
  const first = 1 - past.length;
  let isOpen = false;
  return past
    .map((value, k) => {
      const command = isOpen ? 'L' : 'M';
      isOpen = value !== null;
      return value === null ? '' : `${command}${x(first + k)} ${Math.round(y(value))}`;
    })
    .join('');
}

function dayAxis(bottom: number): Markup {
  const ticks = [
    { at: '0', anchor: 'start', label: `−${reachDays} d` },
    { at: '50%', anchor: 'middle', label: 'now' },
    { at: '100%', anchor: 'end', label: `+${reachDays} d` },
  ];
  return html`<line class="base" x1="0" x2="100%" y1="${bottom}" y2="${bottom}"/><line class="now" x1="50%" x2="50%" y1="${topRoom}" y2="${bottom + 4}"/>${ticks.map(
    ({ at, anchor, label }) =>
      html`<text class="tick" x="${at}" y="${bottom + 18}" text-anchor="${anchor}">${label}</text>`,
  )}`;
}

/** At the right end, each beside what it names. */
function endLabels({ ahead, range50, range90 }: FanChart, y: Scale, bottom: number): Markup {
  const ends = [
    { name: '90 %', value: range90.at(-1)?.upper, mark: 'name' },
    { name: '50 %', value: range50.at(-1)?.upper, mark: 'name' },
    { name: 'mean', value: ahead.at(-1)?.value, mark: 'name own' },
  ].filter((end) => end.value !== undefined);
  const wanted = ends.map(({ value }) => y(value as number));
  const places = spreadOut(wanted, { gap: labelGap, from: topRoom + 2, to: bottom });
  return html`<svg class="outer" x="100%">${ends.map(
    ({ name, mark }, k) =>
      html`<text class="${mark}" x="6" y="${tenth((places[k] as number) + 4)}">${name}</text>`,
  )}</svg>`;
}
