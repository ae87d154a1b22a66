/**
 * Points with their names beside them: across on a logarithmic axis, up from zero, over curves as far as these lie inside.
 * Points far to the left of the own one stand at the edge with their value; names that find no free place are left out.
 */
import { html, type Markup, tenth } from './markup.ts';
import { across, pathOf, plotOf, stretched, valueAxis } from './plot.ts';
import { linearScale, logScale, rangeOf, type Scale } from './scale.ts';

export type ScatterPoint = {
  readonly name: string;
  readonly isOwn: boolean;
  readonly x: number;
  readonly y: number;
};

export type ScatterCurve = {
  readonly name: string;
  readonly isOwn: boolean;
  readonly points: readonly { readonly x: number; readonly y: number }[];
};

export type ScatterChart = {
  readonly title: string;
  readonly points: readonly ScatterPoint[];
  readonly curves: readonly ScatterCurve[];
  readonly xCaption: string;
  readonly formatX: (value: number) => string;
  readonly formatY: (value: number) => string;
};

const height = 340;
const bottomRoom = 46;
const letter = 7;
const line = 14;

export function scatterChart(chart: ScatterChart): Markup {
  const least = leastShown(chart.points);
  const points = chart.points
    .filter(({ x }) => x > 0)
    .map((point) =>
      point.x < least
        ? { ...point, x: least, name: `${point.name} ← ${chart.formatX(point.x)}` }
        : point,
    );
  const bottom = height - bottomRoom;
  const { from, to } = rangeOf(points.length > 0 ? points.map(({ x }) => x) : [1], 0);
  const x = logScale({ from: from / 1.25, to: to * 1.25 }, { from: 0, to: across }, 7);
  const highest = Math.max(0, ...points.map(({ y }) => y)) || 1;
  const y = linearScale({ from: 0, to: highest * 1.08 }, { from: bottom, to: 8 }, 4);
  const labels = labelsOf(points, { x, y, bottom });
  return plotOf(
    { title: chart.title, height, right: 40 },
    valueAxis(y, chart.formatY),
    xAxis(chart, x, bottom),
    stretched(
      bottom,
      ...chart.curves.map((curve) => curvePath(curve, { x, y, least: from / 1.25 })),
    ),
    // The own point lies over the others.
    html`${[...points.filter(({ isOwn }) => !isOwn), ...points.filter(({ isOwn }) => isOwn)].map(
      (point) => {
        const label = labels.get(point);
        const name = point.isOwn ? 'own' : 'other';
        const at = `${tenth((100 * x(point.x)) / across)}%`;
        const level = tenth(y(point.y));
        return html`<circle class="point ${name}" cx="${at}" cy="${level}" r="${point.isOwn ? 5 : 3.5}"><title>${point.name}</title></circle>${
          label === undefined
            ? null
            : html`<text class="name ${name}${label.isMinor ? ' minor' : ''}" x="${at}" y="${level}" dx="${label.dx}" dy="${label.dy}" text-anchor="${label.anchor}">${point.name}</text>`
        }`;
      },
    )}`,
  );
}

/** The part of a curve inside the plot. */
function curvePath(
  { name, isOwn, points }: ScatterCurve,
  { x, y, least }: { x: Scale; y: Scale; least: number },
): Markup {
  const places = points
    .filter((point) => point.x >= least)
    .map((point): [number, number] => [x(point.x), y(point.y)])
    .filter(([left, top]) => left <= across && top >= 0);
  return html`<path class="line ${isOwn ? 'own' : 'other'}" d="${pathOf(places)}"><title>${name}</title></path>`;
}

/** A tenth of the own value: what lies further left would leave no room for the rest. */
function leastShown(points: readonly ScatterPoint[]): number {
  return (points.find(({ isOwn }) => isOwn)?.x ?? 0) / 10;
}

function xAxis({ xCaption, formatX }: ScatterChart, x: Scale, bottom: number): Markup {
  return html`<line class="base" x1="0" x2="100%" y1="${bottom}" y2="${bottom}"/>${x.ticks.map(
    (tick) => {
      const at = `${tenth((100 * x(tick)) / across)}%`;
      return html`<line class="base" x1="${at}" x2="${at}" y1="${bottom}" y2="${bottom + 4}"/><text class="tick" x="${at}" y="${bottom + 18}" text-anchor="middle">${formatX(tick)}</text>`;
    },
  )}<text class="tick" x="100%" y="${bottom + 38}" text-anchor="end">${xCaption}</text>`;
}

type Label = { dx: number; dy: number; anchor: 'start' | 'end' | 'middle'; isMinor: boolean };
type Box = { left: number; right: number; top: number; bottom: number };

/** Beside a point, above it or below it, in this order. */
const places: readonly Omit<Label, 'isMinor'>[] = [
  { dx: 9, dy: 4, anchor: 'start' },
  { dx: -9, dy: 4, anchor: 'end' },
  { dx: 0, dy: -10, anchor: 'middle' },
  { dx: 0, dy: 19, anchor: 'middle' },
  { dx: 8, dy: -8, anchor: 'start' },
  { dx: 8, dy: 17, anchor: 'start' },
  { dx: -8, dy: -8, anchor: 'end' },
  { dx: -8, dy: 17, anchor: 'end' },
];

/** Plots of a phone and of a page; a name that is free only on a page is not shown on a phone. */
const widths = [260, 800] as const;

/** The own name first, then from the left to the right. */
function labelsOf(
  points: readonly ScatterPoint[],
  frame: { x: Scale; y: Scale; bottom: number },
): ReadonlyMap<ScatterPoint, Label> {
  const labels = new Map<ScatterPoint, Label>();
  const order = [...points].sort((a, b) => Number(b.isOwn) - Number(a.isOwn) || a.x - b.x);
  for (const width of widths) {
    const centre = (point: ScatterPoint): [number, number] => [
      (frame.x(point.x) / across) * width,
      frame.y(point.y),
    ];
    const dots = points.map((point): Box => {
      const [x, y] = centre(point);
      return { left: x - 6, right: x + 6, top: y - 6, bottom: y + 6 };
    });
    const taken = [...labels].map(([point, label]) => boxOf(point.name, centre(point), label));
    for (const point of order) {
      if (labels.has(point)) continue;
      const own = dots[points.indexOf(point)];
      const others = [...taken, ...dots.filter((dot) => dot !== own)];
      const place = places.find((candidate) => {
        const box = boxOf(point.name, centre(point), candidate);
        const isInside =
          box.left > -40 && box.right < width + 40 && box.top > 0 && box.bottom < frame.bottom;
        return isInside && !others.some((other) => overlap(box, other));
      });
      if (place === undefined) continue;
      labels.set(point, { ...place, isMinor: width !== widths[0] });
      taken.push(boxOf(point.name, centre(point), place));
    }
  }
  return labels;
}

function boxOf(
  name: string,
  [x, y]: readonly [number, number],
  { dx, dy, anchor }: Omit<Label, 'isMinor'>,
): Box {
  const width = letter * name.length;
  const start = x + dx - (anchor === 'end' ? width : anchor === 'middle' ? width / 2 : 0);
  const base = y + dy;
  return { left: start, right: start + width, top: base - line + 3, bottom: base + 3 };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
