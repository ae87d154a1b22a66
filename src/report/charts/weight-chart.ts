/** The weight of one asset over time: its target, the weights between which nothing is traded, and a mark for every fill. */
import { thinOut } from './downsample.ts';
import { html, type Markup, tenth } from './markup.ts';
import { across, pathOf, plotOf, stretched, timeAxis, valueAxis } from './plot.ts';
import { linearScale, type Range, rangeOf } from './scale.ts';
import { timeTicks } from './time-ticks.ts';

export type WeightChart = {
  readonly symbol: string;
  readonly time: Range;
  readonly openTime: Float64Array;
  readonly weights: Float64Array;
  /** In order of time; the first holds from the start. */
  readonly steps: readonly { readonly from: number; readonly target: number }[];
  /** At each bar. */
  readonly targets: Float64Array;
  /** Samples; empty where there are none. */
  readonly band: {
    readonly time: Float64Array;
    readonly lower: Float64Array;
    readonly upper: Float64Array;
  };
  readonly fills: readonly { readonly time: number; readonly side: 'buy' | 'sell' }[];
  readonly format: (value: number) => string;
};

const height = 150;
const markRoom = 22;
const bottomRoom = 26;
const markLength = 8;

export function weightChart(chart: WeightChart): Markup {
  const { symbol, weights, format, openTime } = chart;
  const bottom = height - bottomRoom;
  const span = chart.time.to - chart.time.from || 1;
  const x = (time: number): number => ((time - chart.time.from) / span) * across;
  const y = linearScale(domainOf(chart), { from: bottom - markRoom, to: 6 }, 3);
  const kept = thinOut(weights, (at) => Math.round(x(openTime[at] as number) / 3));
  const line = Array.from(kept, (at): [number, number] => [
    x(openTime[at] as number),
    y(weights[at] as number),
  ]);
  return plotOf(
    { title: `Weight of ${symbol} over time`, height, right: 4 },
    stretched(bottom - markRoom + 4, bandPath(chart.band, { x, y })),
    valueAxis(y, format),
    timeAxis(timeTicks(chart.time), { x, bottom }),
    targetLines(chart, { x, y }),
    stretched(
      bottom,
      html`<path class="line own" d="${pathOf(line)}"/>`,
      ...markPaths(chart, x, bottom),
    ),
  );
}

/** Around weights and targets; thresholds that reach further are cut. */
function domainOf({ weights, targets, band }: WeightChart): Range {
  let reach = 0.002;
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  // On margin they go beyond what can be held.
  let [lowest, highest] = [0, 1];
  weights.forEach((weight, bar) => {
    const target = targets[bar] as number;
    lowest = Math.min(lowest, weight);
    highest = Math.max(highest, weight);
    reach = Math.max(reach, Math.abs(weight - target));
    least = Math.min(least, target);
    most = Math.max(most, target);
  });
  const clipped = [...band.lower, ...band.upper].filter(
    (value) => value >= least - 1.6 * reach && value <= most + 1.6 * reach,
  );
  const { from, to } = rangeOf([least - reach, most + reach, ...clipped], 0.04);
  const isBeyond = lowest < 0 || highest > 1;
  return isBeyond ? { from, to } : { from: Math.max(0, from), to: Math.min(1, to) };
}

/** A level for each step. */
function targetLines(
  { steps }: WeightChart,
  { x, y }: { x: (time: number) => number; y: (weight: number) => number },
): Markup {
  const place = (time: number): string => {
    const share = Math.min(100, Math.max(0, tenth((100 * x(time)) / across)));
    return share === 0 ? '0' : `${share}%`;
  };
  const lines = steps.map(({ from, target }, k) => {
    const [start, end] = [place(from), place(steps[k + 1]?.from ?? Number.POSITIVE_INFINITY)];
    const level = tenth(y(target));
    return start === end
      ? null
      : html`<line class="target" x1="${start}" x2="${end}" y1="${level}" y2="${level}"/>`;
  });
  return html`${lines}`;
}

function bandPath(
  { time, lower, upper }: WeightChart['band'],
  { x, y }: { x: (time: number) => number; y: (weight: number) => number },
): Markup {
  const edge = (values: Float64Array): [number, number][] =>
    Array.from(values, (value, k) => [x(time[k] as number), y(value)]);
  const [top, bottom] = [pathOf(edge(upper)), pathOf(edge(lower))];
  if (top === '') return html``;
  const around = pathOf([...edge(upper), ...edge(lower).reverse()]);
  return html`<path class="band" d="${around}Z"/><path class="band-edge" d="${top}"/><path class="band-edge" d="${bottom}"/>`;
}

/** Buys above the middle of the lane, sells below; one mark for all fills of a column. */
function markPaths(
  { fills }: WeightChart,
  x: (time: number) => number,
  bottom: number,
): readonly Markup[] {
  const middle = bottom - markRoom / 2 + 1;
  const marks = (side: 'buy' | 'sell', to: number): string => {
    const columns = new Set(
      fills.filter((fill) => fill.side === side).map(({ time }) => Math.round(x(time))),
    );
    return [...columns].map((column) => `M${column} ${middle}V${to}`).join('');
  };
  return [
    html`<path class="mark buy" d="${marks('buy', middle - markLength)}"/>`,
    html`<path class="mark sell" d="${marks('sell', middle + markLength)}"/>`,
    html`<path class="lane" d="M0 ${middle}H${across}"/>`,
  ];
}
