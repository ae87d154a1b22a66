/** The frontier as a picture: cost against tracking error on logarithmic axes, a line for each policy, labelled directly. */
import { escaped } from './charts/markup.ts';
import { spreadOut } from './charts/spread.ts';
import { fixed } from './format.ts';
import type { FrontierCurve } from './frontier-json.ts';
import { nameOf } from './text-frontier.ts';

const width = 860;
const height = 520;
const lineHeight = 17;
const margin = { left: 64, right: 250, top: 56, bottom: 52 };
const ticks = [0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500];
/** Tracking errors (% a year) that are shown. */
const shown = { from: 0.5, to: 6 };
/** Distinct for the colour-blind (Okabe and Ito 2008), with two more; every line is labelled in words. */
const colours = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#56b4e9',
  '#e69f00',
  '#000000',
  '#767676',
  '#7b3294',
];

type Point = { readonly x: number; readonly y: number };

export function frontierPlot(curves: readonly FrontierCurve[], title: string): string {
  const lines = curves.map((curve) => ({ name: nameOf(curve), points: visible(curve) }));
  const costs = lines.flatMap(({ points }) => points.map(({ y }) => y));
  const low = Math.min(...costs) / 1.15;
  const high = Math.max(...costs) * 1.15;
  const x = scale(shown, { from: margin.left, to: width - margin.right });
  const y = scale({ from: low, to: high }, { from: height - margin.bottom, to: margin.top });
  const labels = spreadOut(
    lines.map(({ points }) => y(points.at(-1)?.y ?? high)),
    { gap: lineHeight, from: margin.top, to: height - margin.bottom },
  );
  const body = lines.map(({ name, points }, k) => {
    const colour = colours[k % colours.length] as string;
    const path = points
      .map((point) => `${fixedPoint(x(point.x))},${fixedPoint(y(point.y))}`)
      .join(' ');
    const end = points.at(-1);
    const label = labels[k] as number;
    return end === undefined
      ? ''
      : `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>
<text x="${width - margin.right + 12}" y="${fixedPoint(label + 4)}" fill="${colour}">${escaped(name)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="13" role="img">
<title>${escaped(title)}</title>
<rect width="${width}" height="${height}" fill="#ffffff"/>
<text x="${margin.left}" y="24" font-size="15" font-weight="600">${escaped(title)}</text>
<text x="${margin.left}" y="42" fill="#555">lower is better: trading cost in bp of NAV a year, both axes logarithmic</text>
${axes({ x, y, low, high })}
${body.join('\n')}
</svg>
`;
}

function visible({ points }: FrontierCurve): Point[] {
  return points
    .map(({ statistics }) => ({ x: statistics.trackingErrorPct, y: statistics.costBpsPerYear }))
    .filter((point) => point.x >= shown.from && point.x <= shown.to && point.y > 0)
    .sort((a, b) => a.x - b.x);
}

type Range = { readonly from: number; readonly to: number };

function scale(domain: Range, range: Range): (value: number) => number {
  const span = Math.log(domain.to / domain.from);
  return (value) => range.from + (Math.log(value / domain.from) / span) * (range.to - range.from);
}

function axes(frame: {
  x: (value: number) => number;
  y: (value: number) => number;
  low: number;
  high: number;
}): string {
  const bottom = height - margin.bottom;
  const right = width - margin.right;
  const across = ticks
    .filter((tick) => tick >= shown.from && tick <= shown.to)
    .map((tick) => {
      const at = fixedPoint(frame.x(tick));
      return `<line x1="${at}" x2="${at}" y1="${margin.top}" y2="${bottom}" stroke="#e4e4e4"/><text x="${at}" y="${bottom + 18}" text-anchor="middle" fill="#555">${tick} %</text>`;
    });
  const up = ticks
    .filter((tick) => tick >= frame.low && tick <= frame.high)
    .map((tick) => {
      const at = fixedPoint(frame.y(tick));
      return `<line x1="${margin.left}" x2="${right}" y1="${at}" y2="${at}" stroke="#e4e4e4"/><text x="${margin.left - 8}" y="${Number(at) + 4}" text-anchor="end" fill="#555">${tick}</text>`;
    });
  const caption = `<text x="${right}" y="${bottom + 38}" text-anchor="end" fill="#555">tracking error a year</text>`;
  return [...across, ...up, caption].join('\n');
}

function fixedPoint(value: number): string {
  return fixed(value, 1).replace('−', '-').replaceAll(',', '');
}
