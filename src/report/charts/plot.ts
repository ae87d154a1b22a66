/**
 * The frame of a chart as SVG: as wide as its column, as high as it says in pixels. Places across are percentages, so that
 * words keep their size on a phone; only paths are stretched, over a thousand units.
 */
import { html, type Markup, tenth } from './markup.ts';
import type { Scale } from './scale.ts';
import type { TimeTick } from './time-ticks.ts';

/** Units across that paths are drawn in. */
export const across = 1000;

export type PlotFrame = {
  /** What the picture shows, for those who do not see it. */
  readonly title: string;
  readonly height: number;
  /** Pixels kept free on the right for labels; null: the style of the page says how many. */
  readonly right: number | null;
};

export function plotOf(frame: PlotFrame, ...layers: readonly (Markup | null)[]): Markup {
  const { title, height, right } = frame;
  const room = right === null ? null : html` style="padding-right:${right}px"`;
  return html`<div class="plot"${room}><svg height="${height}" role="img" aria-label="${title}">${layers}</svg></div>`;
}

/** Room for labels of 12 px beside a plot. */
export function roomFor(labels: readonly string[]): number {
  return 24 + Math.ceil(7 * Math.max(0, ...labels.map(({ length }) => length)));
}

/** Paths in units of a thousand across, stretched to the width. */
export function stretched(height: number, ...paths: readonly Markup[]): Markup {
  return html`<svg class="inner" width="100%" height="${height}" viewBox="0 0 ${across} ${height}" preserveAspectRatio="none">${paths}</svg>`;
}

/** Hairlines with their labels on the left. */
export function valueAxis(scale: Scale, format: (value: number) => string): Markup {
  return html`${scale.ticks.map((tick) => {
    const y = tenth(scale(tick));
    return html`<line class="grid" x1="0" x2="100%" y1="${y}" y2="${y}"/><text class="tick" x="-8" y="${y + 4}" text-anchor="end">${format(tick)}</text>`;
  })}`;
}

/** Labels below; every other one is left out where there is little room. */
export function timeAxis(
  ticks: readonly TimeTick[],
  place: { x: (time: number) => number; bottom: number },
): Markup {
  const isCrowded = ticks.length > 5;
  return html`<line class="base" x1="0" x2="100%" y1="${place.bottom}" y2="${place.bottom}"/>${ticks.map(
    ({ time, label }, k) => {
      const x = `${tenth((100 * place.x(time)) / across)}%`;
      const name = isCrowded && k % 2 === 1 ? 'tick minor' : 'tick';
      return html`<line class="base" x1="${x}" x2="${x}" y1="${place.bottom}" y2="${place.bottom + 4}"/><text class="${name}" x="${x}" y="${place.bottom + 18}" text-anchor="middle">${label}</text>`;
    },
  )}`;
}

/** The points of a path; x in units across. */
export function pathOf(points: Iterable<readonly [number, number]>): string {
  const parts: string[] = [];
  for (const [x, y] of points) parts.push(`${tenth(x)} ${tenth(y)}`);
  return parts.length > 0 ? `M${parts.join('L')}` : '';
}
