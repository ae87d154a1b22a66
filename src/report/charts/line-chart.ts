/** Lines over time with their names at their ends; the portfolio's own line is the accent, the others differ by dash and tone. */
import { thinOut } from './downsample.ts';
import { html, type Markup, tenth } from './markup.ts';
import { across, pathOf, plotOf, roomFor, stretched, timeAxis, valueAxis } from './plot.ts';
import { linearScale, logScale, type Range, rangeOf, type Scale } from './scale.ts';
import { spreadOut } from './spread.ts';
import { timeTicks } from './time-ticks.ts';

export type Line = {
  readonly name: string;
  readonly tone: 'own' | 'hold' | 'dca' | 'other';
  readonly time: Float64Array;
  readonly values: Float64Array;
};

export type LineChart = {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly time: Range;
  readonly height: number;
  readonly axis: 'log' | 'linear';
  /** A value that the axis must hold, such as zero. */
  readonly including?: number;
  /** Fills between the own line and this value. */
  readonly filledFrom?: number;
  readonly format: (value: number) => string;
};

const bottomRoom = 26;
const topRoom = 8;
const labelGap = 15;
const pixelsPerTick = 48;

export function lineChart(chart: LineChart): Markup {
  const { lines, height } = chart;
  const bottom = height - bottomRoom;
  const span = chart.time.to - chart.time.from || 1;
  const x = (time: number): number => ((time - chart.time.from) / span) * across;
  const y = valueScale(chart, bottom);
  // The own line lies over the others.
  const drawn = [...lines].sort((a, b) => Number(a.tone === 'own') - Number(b.tone === 'own'));
  return plotOf(
    { title: chart.title, height, right: roomFor(lines.map(({ name }) => name)) },
    valueAxis(y, chart.format),
    timeAxis(timeTicks(chart.time), { x, bottom }),
    stretched(
      bottom,
      ...drawn.map((line) => linePath(line, { x, y, filledFrom: chart.filledFrom })),
    ),
    endLabels(lines, { y, from: topRoom, to: bottom }),
  );
}

function valueScale({ lines, axis, including }: LineChart, bottom: number): Scale {
  const values = lines.flatMap((line) => [...extremes(line.values)]);
  if (including !== undefined) values.push(including);
  const places = { from: bottom, to: topRoom };
  const count = Math.max(2, Math.round((bottom - topRoom) / pixelsPerTick));
  if (axis === 'linear') return linearScale(edged(rangeOf(values, 0.04), including), places, count);
  const positive = values.filter((value) => value > 0);
  const { from, to } = rangeOf(positive.length > 0 ? positive : [1], 0);
  return logScale({ from: from / 1.05, to: to * 1.05 }, places, count);
}

/** A bound that is the extreme stays the edge of the axis, without room beyond. */
function edged(range: Range, bound: number | undefined): Range {
  if (bound === undefined) return range;
  return {
    from:
      range.from < bound && bound - range.from < 0.05 * (range.to - range.from)
        ? bound
        : range.from,
    to: range.to > bound && range.to - bound < 0.05 * (range.to - range.from) ? bound : range.to,
  };
}

function extremes(values: Float64Array): readonly number[] {
  if (values.length === 0) return [];
  let [low, high] = [values[0] as number, values[0] as number];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

function linePath(
  { name, tone, time, values }: Line,
  { x, y, filledFrom }: { x: (time: number) => number; y: Scale; filledFrom: number | undefined },
): Markup {
  const kept = thinOut(values, (at) => Math.round(x(time[at] as number)));
  const points = Array.from(kept, (at): [number, number] => [
    Math.round(x(time[at] as number)),
    y(values[at] as number),
  ]);
  const path = pathOf(points);
  const [first, last] = [points[0], points.at(-1)];
  const isFilled = filledFrom !== undefined && tone === 'own' && first !== undefined;
  const ground = filledFrom === undefined ? 0 : tenth(y(filledFrom));
  return html`${isFilled ? html`<path class="fill" d="${path}L${last?.[0] ?? 0} ${ground}L${first[0]} ${ground}Z"/>` : null}<path class="line ${tone}" d="${path}"><title>${name}</title></path>`;
}

/** Each name beside the end of its line, with a hairline where it had to move. */
function endLabels(
  lines: readonly Line[],
  { y, from, to }: { y: Scale; from: number; to: number },
): Markup {
  const shown = lines.filter(({ values }) => values.length > 0);
  const ends = shown.map(({ values }) => y(values.at(-1) as number));
  const places = spreadOut(ends, { gap: labelGap, from, to });
  return html`<svg class="outer" x="100%">${shown.map(({ name, tone }, k) => {
    const [end, place] = [tenth(ends[k] as number), tenth(places[k] as number)];
    return html`<path class="leader" d="M2 ${end}L6 ${end}L14 ${place}"/><text class="name ${tone}" x="17" y="${place + 4}">${name}</text>`;
  })}</svg>`;
}
